"use client";

type Note = { id: string; text: string; userId: string };
type Props = { notes: Note[]; userId: string; role: string };

export function Mine({ notes, userId, role }: Props) {
  return (
    <ul>
      {notes
        .filter((note) => role === "ADMIN" || note.userId === userId)
        .map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
    </ul>
  );
}
