/** The way to what happened in the last request; `pnpm dev` alone has it. */
export function PanelLink() {
  const { DEV_PANEL } = process.env;
  if (process.env.NODE_ENV !== "development" || !DEV_PANEL) return null;
  return (
    <footer className="panel-link">
      <a href={DEV_PANEL} target="panel">
        Что было в последнем запросе
      </a>
    </footer>
  );
}
