import { once } from "node:events";
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  AnyMap,
  generatedPositionFor,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  type TraceMap,
} from "@jridgewell/trace-mapping";
import { whenSaid } from "../process/said.ts";

/** A line of a source file, from 1. */
type Line = { file: string; line: number };

/** A thread that stands at a breakpoint. */
type Stop = {
  /** Where, as the source map of its script tells. */
  line: number | null;
  /** Evaluates an expression there. */
  evaluate(expression: string): Promise<unknown>;
  /** Lets everything run on, without the debugger. */
  leave(): Promise<void>;
};

/** What one thread says to its debugger, and hears from it. */
type Message = {
  id?: number;
  method?: string;
  params?: Record<string, any>;
  result?: Record<string, any>;
};

/**
 * Debugs a Node process as the debugger of VS Code does, its threads as well:
 * before each script that has a source map, looks for the wanted line in it
 * and sets the breakpoint there.
 *
 * @param run a process started with --inspect-brk=0
 * @param breakpoint as a person sets it in the editor
 * @returns when a thread stands there
 * @throws Error when the process ends before
 * @see https://chromedevtools.github.io/devtools-protocol/v8/Debugger/
 */
export async function stopAt(
  run: { all: Readable },
  breakpoint: Line,
): Promise<Stop> {
  const said = await whenSaid(run, "For help, see");
  const socket = new WebSocket(/ws:\/\/\S+/.exec(said)![0]);
  await once(socket, "open");
  const stop = Promise.withResolvers<Stop>();
  socket.addEventListener("close", () =>
    stop.reject(new Error("the process ended before the breakpoint")),
  );
  const stopped = (at: Omit<Stop, "leave">) =>
    stop.resolve({
      ...at,
      async leave() {
        // A thread stays where it stands when its debugger merely goes.
        await Promise.all(
          [main, ...others.values()].map((one) =>
            one.ask("Debugger.disable"),
          ),
        );
        socket.close();
      },
    });

  const main = new Thread(
    (text) => socket.send(text),
    breakpoint,
    stopped,
  );
  const others = new Map<string, Thread>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data) as Message;
    const { sessionId, message: inner } = message.params ?? {};
    if (message.method === "NodeWorker.attachedToWorker") {
      const tell = (text: string) =>
        void main.ask("NodeWorker.sendMessageToWorker", {
          sessionId,
          message: text,
        });
      const thread = new Thread(tell, breakpoint, stopped);
      others.set(sessionId, thread);
      void thread.begin();
    } else if (message.method === "NodeWorker.detachedFromWorker")
      others.delete(sessionId);
    else if (message.method === "NodeWorker.receivedMessageFromWorker")
      others.get(sessionId)?.hear(JSON.parse(inner));
    else main.hear(message);
  });
  await main.ask("NodeWorker.enable", { waitForDebuggerOnStart: true });
  await main.begin();
  return stop.promise;
}

/** The debugger's side of one thread. */
class Thread {
  readonly #tell: (text: string) => void;
  readonly #breakpoint: Line;
  readonly #stopped: (at: Omit<Stop, "leave">) => void;
  readonly #answers = new Map<number, (result: any) => void>();
  readonly #maps = new Map<string, TraceMap>();
  readonly #known = new Map<string, Promise<void>>();

  constructor(
    tell: (text: string) => void,
    breakpoint: Line,
    stopped: (at: Omit<Stop, "leave">) => void,
  ) {
    this.#tell = tell;
    this.#breakpoint = breakpoint;
    this.#stopped = stopped;
  }

  ask(method: string, params = {}): Promise<Record<string, any>> {
    const id = this.#answers.size + 1;
    this.#tell(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  hear({ id, method, params, result }: Message): void {
    if (id !== undefined) this.#answers.get(id)?.(result);
    if (method === "Debugger.paused") void this.#paused(params!);
    if (method === "Debugger.scriptParsed") void this.#look(params);
  }

  async begin(): Promise<void> {
    await this.ask("Runtime.enable");
    await this.ask("Debugger.enable");
    await this.ask("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    });
    await this.ask("Runtime.runIfWaitingForDebugger");
  }

  async #paused({ reason, data, hitBreakpoints, callFrames }: any) {
    if (hitBreakpoints.length > 0) {
      const [{ callFrameId, location }] = callFrames;
      this.#stopped({
        line: originalPositionFor(this.#maps.get(location.scriptId)!, {
          line: location.lineNumber + 1,
          column: location.columnNumber,
        }).line,
        evaluate: async (expression) => {
          const { result } = await this.ask(
            "Debugger.evaluateOnCallFrame",
            { callFrameId, expression, returnByValue: true },
          );
          return result.value;
        },
      });
      return;
    }
    if (reason === "instrumentation") await this.#look(data);
    await this.ask("Debugger.resume");
  }

  /** CommonJS has no stop before it: its breakpoints come a moment later. */
  #look(script: any): Promise<void> {
    const { scriptId, url, sourceMapURL } = script;
    if (!sourceMapURL || url.includes("/node_modules/"))
      return Promise.resolve();
    const known = this.#known.get(scriptId) ?? this.#setBreakpoint(script);
    this.#known.set(scriptId, known);
    return known;
  }

  async #setBreakpoint({ scriptId, url, sourceMapURL }: any) {
    const script = isAbsolute(url) ? pathToFileURL(url).href : url;
    // React evaluates pieces of scripts under addresses of no file.
    if (!script.startsWith("file:")) return;
    const address = new URL(sourceMapURL, script);
    const isInside = address.protocol === "data:";
    const json = isInside
      ? await (await fetch(address)).text()
      : readFileSync(address, "utf8");
    const map = new AnyMap(json, isInside ? script : address.href);
    const source = pathToFileURL(this.#breakpoint.file).href;
    if (!map.resolvedSources.includes(source)) return;
    const { line, column } = generatedPositionFor(map, {
      source,
      line: this.#breakpoint.line,
      column: 0,
      bias: LEAST_UPPER_BOUND,
    });
    if (line === null) return;
    this.#maps.set(scriptId, map);
    await this.ask("Debugger.setBreakpoint", {
      location: { scriptId, lineNumber: line - 1, columnNumber: column },
    });
  }
}
