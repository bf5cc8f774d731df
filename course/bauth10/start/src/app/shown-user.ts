/**
 * Headers that tell the server whose page sends the request, so that a tab
 * never acts for somebody else than it shows: see src/auth/shown-user.ts.
 */
export function shownUser(): Record<string, string> {
  const { user } = document.body.dataset;
  return user ? { "x-shown-user": user } : {};
}
