import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/db/schema.ts",
  out: "./drizzle",
  // Only the studio connects; see support/studio.ts.
  dbCredentials: { url: process.env.DATABASE_URL ?? "" },
});
