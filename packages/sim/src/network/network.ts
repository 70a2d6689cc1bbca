import type { Millis, NodeId } from "@sordini/base";
import { Chance } from "../chance.ts";
import type { SimProcess } from "../world/sim-process.ts";
import type { World } from "../world/world.ts";
import type { Door } from "./doors.ts";
import { Connection, type ConnectOptions, type Side } from "./connection.ts";

/** How links behave in one world, drawn by seed. */
export interface NetworkConfig {
  /** One way, between two nodes, when nothing is wrong. */
  readonly latencyMs: { readonly min: Millis; readonly max: Millis };
  /** Now and then a message takes up to so long. */
  readonly spikeMs: Millis;
  readonly spikeProbability: number;
  /** A blocked connection breaks after so long, drawn for each. */
  readonly abortMs: { readonly min: Millis; readonly max: Millis };
}

/** By how much messages of one node to another are late. */
export interface Late {
  readonly maxMs: Millis;
  /**
   * Only on connections that the receiver has opened: what a leader pushes to its follower is late,
   * and what it sends as the follower of another is not.
   */
  readonly isAnswersOnly: boolean;
}

/** What may happen to a connection of a process that ends. */
export type Farewell =
  /** The system closes its connections: the others hear of it. */
  | "reset"
  /** The machine is gone: nobody hears anything. */
  | "silent";

export const defaultNetwork: NetworkConfig = {
  latencyMs: { min: 0.05, max: 0.3 },
  spikeMs: 20,
  spikeProbability: 0.002,
  abortMs: { min: 500, max: 3_000 },
};

/**
 * Links between processes as TCP is: ordered within a connection, and a connection that breaks
 * loses what was under way. A blocked direction holds what is sent until it is free again or the
 * connection is given up.
 */
export class Network {
  config: NetworkConfig = defaultNetwork;
  readonly world: World;
  readonly #isListening: (node: NodeId, door: Door) => SimProcess | undefined;
  readonly #connections = new Set<Connection>();
  readonly #blocked = new Set<Way>();
  readonly #late = new Map<Way, Late>();
  readonly #chances = new Map<Way, Chance>();

  constructor(
    world: World,
    /** The process behind a door, when there is one. */
    isListening: (node: NodeId, door: Door) => SimProcess | undefined,
  ) {
    this.world = world;
    this.#isListening = isListening;
  }

  connect(options: ConnectOptions): Connection {
    const connection = new Connection(this, options);
    this.#connections.add(connection);
    connection.open();
    return connection;
  }

  listener(node: NodeId, door: Door): SimProcess | undefined {
    return this.#isListening(node, door);
  }

  /** Nothing gets from one node to the other until `unblock`. */
  block(from: NodeId, to: NodeId): void {
    this.#blocked.add(wayOf(from, to));
  }

  unblock(from: NodeId, to: NodeId): void {
    if (!this.#blocked.delete(wayOf(from, to))) return;
    for (const connection of this.#connections) connection.flow();
  }

  unblockAll(): void {
    this.#blocked.clear();
    for (const connection of this.#connections) connection.flow();
  }

  isBlocked(from: NodeId, to: NodeId): boolean {
    return this.#blocked.has(wayOf(from, to));
  }

  /**
   * Each message from one node to the other takes longer, until `hasten`: in order within a
   * connection, but another one may overtake it.
   */
  delay(from: NodeId, to: NodeId, late: Late): void {
    this.#late.set(wayOf(from, to), late);
  }

  hasten(from: NodeId, to: NodeId): void {
    this.#late.delete(wayOf(from, to));
  }

  hastenAll(): void {
    this.#late.clear();
  }

  /** Breaks every connection between the two nodes; what is under way is lost. */
  reset(a: NodeId, b: NodeId): number {
    let count = 0;
    for (const connection of [...this.#connections]) {
      if (!connection.isBetween(a, b)) continue;
      connection.break("reset by peer");
      count += 1;
    }
    return count;
  }

  /** A process has ended. */
  ended(process: SimProcess, farewell: Farewell): void {
    for (const connection of [...this.#connections]) {
      if (connection.belongsTo(process)) connection.endedBy(process, farewell);
    }
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** Of one message; `side` is the end of its connection that it goes to. */
  latencyMs(from: NodeId, to: NodeId, side: Side): Millis {
    const { latencyMs, spikeMs, spikeProbability } = this.config;
    const chance = this.chance(from, to);
    const late = this.#late.get(wayOf(from, to));
    if (late !== undefined && (side === "client" || !late.isAnswersOnly)) {
      return chance.within(latencyMs.min, latencyMs.max + late.maxMs);
    }
    if (spikeProbability > 0 && chance.isHit(spikeProbability)) return chance.within(0, spikeMs);
    return chance.within(latencyMs.min, latencyMs.max);
  }

  abortMs(from: NodeId, to: NodeId): Millis {
    const { abortMs } = this.config;
    return this.chance(from, to).within(abortMs.min, abortMs.max);
  }

  /** The dice of one direction. */
  chance(from: NodeId, to: NodeId): Chance {
    const way = wayOf(from, to);
    let chance = this.#chances.get(way);
    if (chance === undefined) {
      chance = new Chance(this.world.stream(`net ${from}>${to}`));
      this.#chances.set(way, chance);
    }
    return chance;
  }
}

/** One direction between two nodes: a number, since a text would be made for each message. */
type Way = number;

function wayOf(from: NodeId, to: NodeId): Way {
  return from * 0x1_0000 + to;
}
