import { useRef } from "react";
import type { Note } from "../trpc";

type Props = {
  notes: Note[];
  busy: boolean;
  onDelete: (id: string) => Promise<unknown>;
};

const when = new Intl.DateTimeFormat("ru", {
  dateStyle: "long",
  timeStyle: "short",
});

/** The notes that there are, each with a button that deletes it. */
export function NoteList({ notes, busy, onDelete }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  async function remove(id: string) {
    await onDelete(id);
    // The button that had the focus is gone; the keyboard must not be lost.
    heading.current?.focus();
  }

  return (
    <section aria-labelledby="saved">
      <h2 id="saved" ref={heading} tabIndex={-1}>
        Сохранённые заметки
      </h2>
      {notes.length === 0 && (
        <p className="quiet">Пока ни одной. Напишите первую.</p>
      )}
      <ul className="notes">
        {notes.map(({ id, text, createdAt }) => (
          <li className="card" key={id}>
            <p className="text">{text}</p>
            <time dateTime={createdAt}>
              {when.format(new Date(createdAt))}
            </time>
            <button
              className="danger"
              type="button"
              disabled={busy}
              aria-label={`Удалить заметку «${text}»`}
              onClick={() => remove(id)}
            >
              Удалить
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
