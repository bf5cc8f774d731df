import { z } from "zod";

/**
 * Text that people read: something in it is visible, and PostgreSQL can store
 * all of it (it has no place for the character with code 0).
 * @param max how many UTF-16 units, as the browser's maxlength counts
 * @param message what to tell a person whose text it is not, in Russian
 * @see https://www.postgresql.org/docs/current/datatype-character.html
 */
export const visibleText = (max: number, message: string) =>
  z
    .string(message)
    .trim()
    .max(max, message)
    .regex(/[^\s\p{C}\p{Default_Ignorable_Code_Point}]/u, message)
    .regex(/^[^\0]*$/, message);
