import Link from "next/link";

export default function NotFoundPage() {
  return (
    <>
      <h1>Такой страницы нет</h1>
      <p>
        Проверьте адрес или <Link href="/">вернитесь на главную</Link>.
      </p>
    </>
  );
}
