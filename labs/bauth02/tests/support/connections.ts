import { Client } from "pg";

/** A connection of the tests themselves. */
export class Uncounted extends Client {}

// Test files share one process, but each loads this module anew.
const globals = globalThis as { connections?: { opened: number } };

/** Counts from now on the connections that the application opens. */
export function countConnections(): void {
  if (globals.connections) return;
  const connections = (globals.connections = { opened: 0 });
  const { connect } = Client.prototype;
  Client.prototype.connect = function (this: Client, ...rest: unknown[]) {
    // By name, because every test file has an Uncounted of its own.
    if (this.constructor.name !== Uncounted.name) connections.opened += 1;
    return Reflect.apply(connect, this, rest);
  } as typeof connect;
}

/** How many connections the application has opened since it started. */
export function connectionsOpened(): number {
  return globals.connections!.opened;
}
