"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Notes } from "./notes";

export default function NotesPage() {
  const router = useRouter();
  const [name, setName] = useState("");

  useEffect(() => {
    fetch("/api/me").then(async (answer) => {
      if (answer.ok) setName((await answer.json()).user.name);
      else router.replace("/sign-in");
    });
  }, [router]);

  return (
    <>
      <h1>Заметки</h1>
      <p className="quiet">Здравствуйте, {name}!</p>
      <Notes />
    </>
  );
}
