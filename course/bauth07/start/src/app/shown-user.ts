/** Notes on the page whose it is, for the requests it will send. */
export function showUser(id: string): void {
  document.body.dataset.user = id;
}

/**
 * Headers that tell the server whose page sends the request, so that a tab
 * never acts for somebody else than it shows: see src/auth/shown-user.ts.
 */
export function shownUser(): Record<string, string> {
  const { user } = document.body.dataset;
  return user ? { "x-shown-user": user } : {};
}
