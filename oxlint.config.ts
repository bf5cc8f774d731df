import { defineConfig, type OxlintOverride } from "oxlint";

const betterAuth = ["better-auth", "better-auth/**"];
const drizzle = ["drizzle-orm", "drizzle-orm/**"];
const db = ["**/db", "**/db/**", ...drizzle, "pg"];
const typesOfTrpc = {
  group: ["**/trpc/**"],
  allowTypeImports: true,
  message: "The browser may know the router's types, never its code.",
};

export default defineConfig({
  plugins: ["import", "typescript", "unicorn", "oxc", "react"],
  categories: { correctness: "error" },
  // labs/ and solutions/ are composed from course/, where each file is
  // looked at once.
  ignorePatterns: ["labs/", "solutions/", "**/fixtures/**"],
  rules: {
    "import/no-cycle": "error",
    "max-lines": ["error", { max: 200 }],
    // A Windows path is refused by its control characters.
    "no-control-regex": "off",
    // The notes are loaded in an effect: React knows when that has ended.
    "react/set-state-in-effect": "off",
    // Keeps an option of a command line and its value together.
    "unicorn/no-useless-spread": "off",
  },
  overrides: [
    // A starter names what its finished code will use.
    { files: ["course/**"], rules: { "no-unused-vars": "off" } },

    // The lecture's layers: UI → tRPC → access → Drizzle → PostgreSQL. auth
    // comes in through the context and the routes alone.
    mayNotImport("course/**/src/db/**", {
      group: ["**/{app,trpc,access,auth}/**", ...betterAuth],
      message: "src/db knows Drizzle and PostgreSQL, and nothing above.",
    }),
    mayNotImport("course/**/src/access/**", {
      group: ["**/{app,trpc,auth}/**", "**/env", ...betterAuth, "pg"],
      message: "src/access is told who asks, and asks src/db.",
    }),
    mayNotImport("course/**/src/auth/**", {
      group: ["**/{app,trpc,access}/**", "pg"],
      message: "src/auth knows src/db and src/env.ts, not who uses it.",
    }),
    mayNotImport("course/**/src/trpc/**", {
      group: ["**/{app,auth}/**", "**/env", ...betterAuth, ...db],
      message:
        "Routers get the user from the context, the data from src/access.",
    }),
    mayNotImport("course/**/src/trpc/context.ts", {
      group: ["**/{app,access}/**", "**/env", ...betterAuth, ...db],
      message: "The context asks src/auth who it is, and nothing else.",
    }),
    mayNotImport(
      "course/**/src/app/**",
      {
        group: ["**/{access,auth}/**", "**/env", ...betterAuth, ...db],
        message: "The UI asks through tRPC.",
      },
      typesOfTrpc,
    ),
    // From here on the pages ask for the session themselves.
    mayNotImport(
      "course/bauth10/**/src/app/**",
      {
        group: ["**/access/**", "**/env", ...betterAuth, ...db],
        message: "A page asks src/auth who it is, and tRPC for the rest.",
      },
      typesOfTrpc,
    ),
    mayNotImport("course/**/src/app/api/**", {
      group: ["**/access/**", "**/env", ...db],
      message: "A route hands the request on, to src/auth or to tRPC.",
    }),

    mayNotImport("course/**/src/env.ts", {
      group: ["./**", "../**"],
      message: "Settings stand below everything.",
    }),
    mayNotImport("course/**/src/instrumentation.ts", {
      group: ["**/{app,trpc,access}/**", ...betterAuth, ...drizzle, "pg"],
      message: "At the start only src/auth and src/db have work to do.",
    }),

    // The rooms of scripts/: see docs/architecture.md.
    mayNotImport("scripts/{course,report,process}/**", {
      group: [
        "../{bench,bootstrap,checks,compose,deck,diagrams,grade,lab}/**",
        "../{machine,mutants,postgres,student,testing,verify}/**",
      ],
      message:
        "course/, report/ and process/ are used by all and use none.",
    }),
    mayNotImport("scripts/machine/**", {
      group: [
        "../{bench,checks,compose,deck,diagrams,grade,lab,mutants}/**",
        "../{postgres,student,testing,verify}/**",
      ],
      message: "machine/ finds programs and knows nothing of their use.",
    }),
    mayNotImport("scripts/{compose,deck,diagrams,lab}/**", {
      group: [
        "../{bench,bootstrap,checks,grade,lab,mutants,postgres}/**",
        "../{student,testing,verify}/**",
      ],
      message: "Composition, deck and labs stand beside the verification.",
    }),
    mayNotImport("scripts/{verify,mutants,postgres}/**", {
      group: ["../{deck,diagrams,grade,lab,student,testing}/**"],
      message: "The verification knows nothing of others' work.",
    }),
    mayNotImport("scripts/{grade,bench,checks}/**", {
      group: ["../{deck,diagrams,lab,student,testing}/**"],
      message: "The deck has checks of its own; testing/ is for tests.",
    }),
    {
      files: ["**/*.test.ts"],
      rules: { "max-lines": "off", "no-restricted-imports": "off" },
    },
  ],
});

/** The imports that files must not have; a later rule for a file replaces an earlier one. */
function mayNotImport(
  files: string,
  ...patterns: {
    group: string[];
    message: string;
    allowTypeImports?: boolean;
  }[]
): OxlintOverride {
  return {
    files: [files],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}
