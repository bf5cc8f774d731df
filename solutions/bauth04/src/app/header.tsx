import Link from "next/link";

/** The top of every page. */
export function Header() {
  return (
    <header className="top">
      <Link className="brand" href="/">
        Заметки
      </Link>
    </header>
  );
}
