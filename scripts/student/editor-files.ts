import { z } from "zod";

// What the published schemas say of the properties that the course uses; a
// property that is not listed here is refused, so a misspelt one is as well.

const extension = z.string().regex(/^[\w-]+\.[\w-]+$/);

/** @see https://containers.dev/implementors/json_schema/ */
export const devContainer = z.strictObject({
  name: z.string(),
  // An exact version: the registry and the variant do not say which one.
  image: z.string().regex(/^[\w.-]+(\/[\w.-]+)+:\d+\.\d+\.\d+(-[\w.]+)*$/),
  postCreateCommand: z.string(),
  forwardPorts: z.array(z.int().min(0).max(65_535)),
  portsAttributes: z.record(
    z.string().regex(/^\d+$/),
    z.strictObject({
      label: z.string(),
      onAutoForward: z
        .enum(["notify", "openBrowser", "openPreview", "silent", "ignore"])
        .optional(),
    }),
  ),
  customizations: z.strictObject({
    vscode: z.strictObject({ extensions: z.array(extension) }),
  }),
});

/** @see https://code.visualstudio.com/docs/configure/extensions/extension-marketplace#_workspace-recommended-extensions */
export const extensions = z.strictObject({
  recommendations: z.array(extension),
});

/** @see https://code.visualstudio.com/docs/reference/default-settings */
export const settings = z.strictObject({
  "files.readonlyInclude": z.record(z.string(), z.boolean()),
});

/**
 * @see https://code.visualstudio.com/docs/debugtest/debugging-configuration#_launchjson-attributes
 * @see https://github.com/microsoft/vscode-js-debug/blob/main/OPTIONS.md#node-launch
 */
export const launch = z.strictObject({
  version: z.literal("0.2.0"),
  configurations: z.array(
    z.strictObject({
      name: z.string(),
      type: z.literal("node"),
      request: z.literal("launch"),
      program: z.string().startsWith("${workspaceFolder}/"),
      args: z.array(z.string()).optional(),
      console: z.enum([
        "internalConsole",
        "integratedTerminal",
        "externalTerminal",
      ]),
      skipFiles: z.array(z.string()),
      // https://code.visualstudio.com/docs/debugtest/debugging-configuration#_automatically-open-a-uri-when-debugging-a-server-program
      serverReadyAction: z
        .strictObject({
          pattern: z.string(),
          uriFormat: z.string().includes("%s"),
          action: z.enum([
            "openExternally",
            "debugWithChrome",
            "debugWithEdge",
            "startDebugging",
          ]),
        })
        .optional(),
    }),
  ),
});

const orUnset = <Values extends z.ZodType>(values: Values) =>
  z.union([values, z.literal("unset")]).optional();

const flag = orUnset(z.enum(["true", "false"]));
const count = orUnset(z.string().regex(/^[1-9]\d*$/));

/** One section. @see https://spec.editorconfig.org/#supported-pairs */
export const editorConfig = z.strictObject({
  charset: orUnset(
    z.enum(["latin1", "utf-8", "utf-8-bom", "utf-16be", "utf-16le"]),
  ),
  end_of_line: orUnset(z.enum(["lf", "cr", "crlf"])),
  indent_style: orUnset(z.enum(["tab", "space"])),
  indent_size: count,
  insert_final_newline: flag,
  // https://github.com/editorconfig/editorconfig/wiki/EditorConfig-Properties
  max_line_length: count,
  trim_trailing_whitespace: flag,
});
