import { codeOf, messageFor } from "../messages";

type Props = {
  error: unknown;
  /** Something may have been typed here that must not be lost. */
  isWriting: boolean;
  onRetry: () => void;
};

/** Says what went wrong, if anything did, and what can be done about it. */
export function Problem({ error, isWriting, onRetry }: Props) {
  return (
    <div role="alert" id="problem">
      {Boolean(error) && (
        <div className="problem">
          <Explanation
            error={error}
            isWriting={isWriting}
            onRetry={onRetry}
          />
        </div>
      )}
    </div>
  );
}

function Explanation({ error, isWriting, onRetry }: Props) {
  switch (codeOf(error)) {
    case "UNAUTHORIZED":
      return isWriting ? (
        <p>
          Сессия закончилась.{" "}
          <a href="/sign-in" target="_blank">
            Войдите в новой вкладке
          </a>
          , а потом повторите здесь: написанное не пропало.
        </p>
      ) : (
        <p>
          Заметки видит только их владелец.{" "}
          {/* Loaded anew, the header forgets whose session it was, too. */}
          <a href="/sign-in">Войдите</a>, чтобы продолжить.
        </p>
      );
    case "CONFLICT":
      return (
        <>
          <p>{messageFor(error)}</p>
          <button type="button" onClick={() => location.reload()}>
            Обновить страницу
          </button>
        </>
      );
    default:
      return (
        <>
          <p>{messageFor(error)}</p>
          <button type="button" onClick={onRetry}>
            Обновить список
          </button>
        </>
      );
  }
}
