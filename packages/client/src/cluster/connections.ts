import type { Connection, Transport } from "../runtime/transport.ts";
import { type Address, addressText } from "./address.ts";

/** Small questions have a connection of their own, so that they never wait behind record data. */
export type ConnectionKind = "control" | "data";

/** At most one connection of each kind to each broker, opened when it is first needed. */
export class Connections {
  readonly #transport: Transport;
  readonly #connections = new Map<string, Connection>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  to(address: Address, kind: ConnectionKind): Connection {
    const key = `${kind} ${addressText(address)}`;
    const known = this.#connections.get(key);
    if (known !== undefined) return known;
    const connection = this.#transport.connect(address);
    this.#connections.set(key, connection);
    return connection;
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }
}
