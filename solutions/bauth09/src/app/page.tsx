import { Notes } from "./notes/notes";

export default function HomePage() {
  return (
    <>
      <h1>Заметки</h1>
      <Notes />
    </>
  );
}
