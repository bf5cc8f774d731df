/**
 * Reads a setting that the application cannot run without.
 * @param name name of the environment variable
 * @throws Error that names the variable, when it is missing or empty: better
 *   at start than at the first visitor
 */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `Не задана переменная окружения ${name}. ` +
        "Пример значения — в файле .env.example.",
    );
  }
  return value;
}
