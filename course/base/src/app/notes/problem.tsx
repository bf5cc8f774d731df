import { messageFor } from "../messages";

type Props = {
  error: unknown;
  /** Something may have been typed here that must not be lost. */
  isWriting: boolean;
  onRetry: () => void;
};

/** Says what went wrong, if anything did, and offers to try again. */
export function Problem({ error, onRetry }: Props) {
  return (
    <div role="alert" id="problem">
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
