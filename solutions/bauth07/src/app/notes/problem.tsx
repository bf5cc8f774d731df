import { codeOf, messageFor } from "../messages";

type Props = { error: unknown; onRetry: () => void };

/** Says what went wrong, if anything did, and what can be done about it. */
export function Problem({ error, onRetry }: Props) {
  return (
    <div role="alert">
      {Boolean(error) && (
        <div className="problem">
          {codeOf(error) === "UNAUTHORIZED" ? (
            <p>
              Заметки видит только их владелец.{" "}
              {/* Loaded anew, the header forgets whose session it was, too. */}
              <a href="/sign-in">Войдите</a>, чтобы продолжить.
            </p>
          ) : (
            <>
              <p>{messageFor(error)}</p>
              <button type="button" onClick={onRetry}>
                Обновить список
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}
