/** Says why nothing works here in a browser that runs no scripts. */
export function NeedsScript() {
  return (
    <noscript>
      <p className="problem" role="alert">
        Заметки и формы работают с JavaScript, а в этом браузере он
        выключен. Включите его и обновите страницу.
      </p>
    </noscript>
  );
}
