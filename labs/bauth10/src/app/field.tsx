type Props = {
  name: string;
  label: string;
  /** What the browser may fill in by itself. */
  autoComplete: string;
  type?: "text" | "email" | "password";
  hint?: string;
};

/** One line of a form: label, field and, where needed, a hint. */
export function Field({ name, label, hint, ...input }: Props) {
  const hintId = hint && `${name}-hint`;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        required
        aria-describedby={hintId}
        {...input}
      />
      {hint && (
        <p className="quiet" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
