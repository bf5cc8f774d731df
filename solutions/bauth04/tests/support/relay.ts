import { connect, createServer, type AddressInfo } from "node:net";

/** A door between the application and its database that counts who enters. */
export type Relay = {
  /** The database's address through the door. */
  url: string;
  /** How many connections the application has opened so far. */
  opened(): number;
};

/**
 * Opens the door on a free port.
 * @param target connection string of the real server
 */
export function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  let opened = 0;
  const server = createServer((client) => {
    opened += 1;
    const database = connect(Number(port || 5432), hostname);
    client.pipe(database).pipe(client);
    client.on("error", () => database.destroy());
    database.on("error", () => client.destroy());
    client.on("close", () => database.destroy());
    database.on("close", () => client.destroy());
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const url = new URL(target);
      url.hostname = "127.0.0.1";
      url.port = String((server.address() as AddressInfo).port);
      resolve({ url: url.href, opened: () => opened });
    });
  });
}
