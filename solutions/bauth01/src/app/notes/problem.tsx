import { messageFor } from "../messages";

type Props = { error: unknown; onRetry: () => void };

/** Says what went wrong, if anything did, and offers to try again. */
export function Problem({ error, onRetry }: Props) {
  return (
    <div role="alert">
      {Boolean(error) && (
        <div className="problem">
          <p>{messageFor(error)}</p>
          <button type="button" onClick={onRetry}>
            Обновить список
          </button>
        </div>
      )}
    </div>
  );
}
