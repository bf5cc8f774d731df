import { type SubmitEvent, useRef, useState } from "react";

type Props = {
  busy: boolean;
  /** The problem below is about what is in the field. */
  isRefused: boolean;
  /** @returns whether the note is on the server now */
  onCreate: (text: string) => Promise<boolean>;
};

/** Where a new note is written. */
export function NoteForm({ busy, isRefused, onCreate }: Props) {
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    // What was refused stays in the field: nobody likes to type twice.
    if (await onCreate(text)) setText("");
    field.current?.focus();
  }

  return (
    <form className="card" onSubmit={submit}>
      <label htmlFor="text">Новая заметка</label>
      <textarea
        id="text"
        ref={field}
        rows={3}
        required
        maxLength={500}
        aria-invalid={isRefused}
        aria-describedby={isRefused ? "problem" : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button disabled={busy}>Добавить</button>
    </form>
  );
}
