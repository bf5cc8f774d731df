"use client";

import { useEffect, useState } from "react";
import { type Note, trpc } from "../trpc";
import { NoteForm } from "./note-form";
import { NoteList } from "./note-list";
import { Problem } from "./problem";
import { codeOf } from "../messages";

/** The notes and everything one can do with them. */
export function Notes() {
  const [notes, setNotes] = useState<Note[]>();
  const [canWrite, setCanWrite] = useState(false);
  const [error, setError] = useState<unknown>();
  const [news, setNews] = useState("");
  const [busy, setBusy] = useState(false);

  /** Makes a change, if any, and reads what the server has after it. */
  async function sync(change?: () => Promise<unknown>, success = "") {
    setBusy(true);
    setError(undefined);
    setNews("");
    let isDone = false;
    try {
      await change?.();
      isDone = true;
      setNotes(await trpc.notes.list.query());
      // For good: whatever happens later, what is being written stays.
      setCanWrite(true);
      setNews(success);
    } catch (error) {
      setError(error);
      // Whoever sits there now: the notes of a dead session are not for them.
      if (isForbidden(error)) setNotes(undefined);
    }
    setBusy(false);
    return isDone;
  }

  useEffect(() => {
    void sync();
  }, []);

  const create = (text: string) =>
    sync(() => trpc.notes.create.mutate({ text }), "Заметка добавлена.");
  const remove = (id: string) =>
    sync(() => trpc.notes.delete.mutate({ id }), "Заметка удалена.");

  return (
    <>
      {canWrite && (
        <NoteForm
          busy={busy}
          isRefused={codeOf(error) === "BAD_REQUEST"}
          onCreate={create}
        />
      )}
      <div aria-live="polite">
        {!notes && !error && <p className="quiet">Загружаем заметки…</p>}
        {news && <p>{news}</p>}
      </div>
      <Problem error={error} isWriting={canWrite} onRetry={() => sync()} />
      {notes && <NoteList notes={notes} busy={busy} onDelete={remove} />}
    </>
  );
}

function isForbidden(error: unknown): boolean {
  return ["UNAUTHORIZED", "CONFLICT"].includes(codeOf(error) ?? "");
}
