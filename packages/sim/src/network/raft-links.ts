import type { NodeId } from "@sordini/base";
import type { RaftTransport } from "@sordini/controller";
import type { Peer } from "@sordini/raft";
import type { SimProcess } from "../world/sim-process.ts";
import type { Connection } from "./connection.ts";
import type { Doors } from "./doors.ts";
import type { Network } from "./network.ts";

export interface RaftLinksOptions {
  readonly process: SimProcess;
  readonly network: Network;
  readonly doors: Doors;
  /** Known once the store is open. */
  readonly self: () => Peer;
  readonly onSend: (message: Uint8Array) => void;
  readonly onPeerLost: (peer: NodeId) => void;
  /** Messages to one peer on their way, beyond which more are dropped. */
  readonly queuedMessagesMax: number;
  /** Of messages that are dropped for no reason at all: the port may lose them. */
  readonly lossProbability: number;
}

/** One stream to each other controller, opened by the first message and again after it broke. */
export class RaftLinks implements RaftTransport {
  readonly #options: RaftLinksOptions;
  readonly #streams = new Map<NodeId, Connection>();

  constructor(options: RaftLinksOptions) {
    this.#options = options;
  }

  send(to: NodeId, message: Uint8Array): void {
    const { network, process, doors, self, onSend, lossProbability } = this.#options;
    onSend(message);
    if (lossProbability > 0 && network.chance(process.nodeId, to).isHit(lossProbability)) return;
    const stream = this.#streams.get(to) ?? this.#open(to);
    if (stream.inFlight("server") >= this.#options.queuedMessagesMax) return;
    const from = self();
    stream.deliver("server", () => doors.controllerAt(to)?.receive(from, message));
  }

  #open(to: NodeId): Connection {
    const { network, process, doors, onPeerLost } = this.#options;
    const stream: Connection = network.connect({
      from: process,
      to,
      door: "controller",
      what: "raft",
      onBroken: (side) => {
        if (side === "server") doors.controllerAt(to)?.peerLost(process.nodeId);
        else if (this.#streams.get(to) === stream) {
          this.#streams.delete(to);
          onPeerLost(to);
        }
      },
    });
    this.#streams.set(to, stream);
    return stream;
  }
}
