/** Notes on the page whose it is: from bauth07 on, its requests say so. */
export function showUser(id: string): void {
  document.body.dataset.user = id;
}
