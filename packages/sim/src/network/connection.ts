import type { Millis, NodeId } from "@sordini/base";
import type { SimProcess } from "../world/sim-process.ts";
import type { Door } from "./doors.ts";
import type { Farewell, Network } from "./network.ts";

export type Side = "client" | "server";

export interface ConnectOptions {
  readonly from: SimProcess;
  readonly to: NodeId;
  /** Which of that node's listeners. */
  readonly door: Door;
  /** A few words for the timeline. */
  readonly what: string;
  /**
   * The connection is gone, seen from that side; once a side. `wasOpen` false: it never came about,
   * so nothing of it was received.
   */
  readonly onBroken: (side: Side, reason: string, wasOpen: boolean) => void;
}

interface Waiting {
  /** Not before then. */
  readonly atMs: Millis;
  readonly callback: () => void;
}

/** One way of a connection. */
class Direction {
  readonly queue: Waiting[] = [];
  drained: { readonly below: number; readonly callback: () => void } | null = null;
  lastAtMs: Millis = 0;
  stalledAtMs: Millis | null = null;
}

/** One connection: two ordered ways, which break together. */
export class Connection {
  readonly #network: Network;
  readonly #options: ConnectOptions;
  readonly #ways = { client: new Direction(), server: new Direction() };
  #server: SimProcess | null = null;
  #state: "opening" | "open" | "gone" = "opening";
  readonly #told = new Set<Side>();

  constructor(network: Network, options: ConnectOptions) {
    this.#network = network;
    this.#options = options;
  }

  get isGone(): boolean {
    return this.#state === "gone";
  }

  /** Sends the first packet: somebody listens there, or the connection is refused. */
  open(): void {
    const { to, door } = this.#options;
    this.#send("server", () => {
      const server = this.#network.listener(to, door);
      if (server === undefined) {
        this.break("connection refused");
        return;
      }
      this.#server = server;
      this.#state = "open";
    });
  }

  /** Lets `callback` happen at that side, after everything that was sent there before. */
  deliver(to: Side, callback: () => void): void {
    this.#send(to, () => this.#process(to)?.run(callback));
  }

  /** Messages on their way to that side. */
  inFlight(to: Side): number {
    return this.#ways[to].queue.length;
  }

  /** Calls back the other side, once, when at most `below` messages are on their way to `to`. */
  onceDrained(to: Side, below: number, callback: () => void): void {
    this.#ways[to].drained = { below, callback };
  }

  /** That side closes: the other one hears of it behind all that was sent. */
  close(by: Side): void {
    this.#told.add(by);
    const other = by === "client" ? "server" : "client";
    this.#send(other, () => this.break("closed by the other side"));
  }

  /** Ends a connection of one request that was answered: nobody needs to hear of it. */
  done(): void {
    this.#state = "gone";
    this.#network.forget(this);
    this.#ways.client.queue.length = 0;
    this.#ways.server.queue.length = 0;
  }

  /** Breaks it; what is under way is lost. Both sides hear of it. */
  break(reason: string): void {
    if (this.#state === "gone") return;
    const wasOpen = this.#state === "open";
    this.#state = "gone";
    this.#network.forget(this);
    for (const side of ["client", "server"] as const) {
      this.#ways[side].queue.length = 0;
      this.#tell(side, reason, wasOpen);
    }
  }

  /** One of the two processes has ended. */
  endedBy(process: SimProcess, farewell: Farewell): void {
    const side: Side = process === this.#options.from ? "client" : "server";
    const other: Side = side === "client" ? "server" : "client";
    this.#told.add(side);
    const [from, to] = this.#ends(other);
    const chance = this.#network.chance(from, to);
    // A process that ends may have handed its last words to the system, or not.
    if (chance.isHit(0.5)) this.#ways[other].queue.length = 0;
    const delay = farewell === "silent" ? this.#network.abortMs(from, to) : 0;
    this.#network.world.after(delay, `${this.#options.what} farewell`, () => {
      this.#send(other, () => this.break("reset by peer"));
    });
  }

  belongsTo(process: SimProcess): boolean {
    return process === this.#options.from || process === this.#server;
  }

  isBetween(a: NodeId, b: NodeId): boolean {
    const { from, to } = this.#options;
    return (from.nodeId === a && to === b) || (from.nodeId === b && to === a);
  }

  /** A block was lifted: what was held goes on. */
  flow(): void {
    for (const side of ["client", "server"] as const) {
      const way = this.#ways[side];
      if (way.stalledAtMs === null || this.#network.isBlocked(...this.#ends(side))) continue;
      way.stalledAtMs = null;
      for (const { atMs } of way.queue) this.#schedule(side, atMs);
    }
  }

  #send(to: Side, callback: () => void): void {
    if (this.#state === "gone") return;
    const way = this.#ways[to];
    const { world } = this.#network;
    const arrival = world.nowMs + this.#network.latencyMs(...this.#ends(to), to);
    const atMs = Math.max(way.lastAtMs, arrival);
    way.lastAtMs = atMs;
    way.queue.push({ atMs, callback });
    if (way.stalledAtMs === null) this.#schedule(to, atMs);
  }

  #schedule(to: Side, atMs: Millis): void {
    const { world } = this.#network;
    const [from, target] = this.#ends(to);
    const what = `${from}>${target} ${this.#options.what}`;
    world.after(atMs - world.nowMs, what, () => this.#arrive(to));
  }

  /**
   * The oldest message of that way arrives, unless the way is blocked. None may be due: a message
   * that was held, or dropped, leaves an arrival behind.
   */
  #arrive(to: Side): void {
    const way = this.#ways[to];
    const [oldest] = way.queue;
    if (this.#state === "gone" || way.stalledAtMs !== null) return;
    if (oldest === undefined || oldest.atMs > this.#network.world.nowMs) return;
    if (this.#network.isBlocked(...this.#ends(to))) this.#stall(to);
    else {
      way.queue.shift();
      oldest.callback();
      this.#checkDrained(to);
    }
  }

  #checkDrained(to: Side): void {
    const way = this.#ways[to];
    if (way.drained === null || way.queue.length > way.drained.below) return;
    const { callback } = way.drained;
    way.drained = null;
    this.#process(to === "client" ? "server" : "client")?.run(callback);
  }

  #stall(to: Side): void {
    const way = this.#ways[to];
    const { world } = this.#network;
    const stalledAtMs = world.nowMs;
    way.stalledAtMs = stalledAtMs;
    world.after(this.#network.abortMs(...this.#ends(to)), `${this.#options.what} aborts`, () => {
      if (way.stalledAtMs === stalledAtMs) this.break("timed out");
    });
  }

  /** The news of the end needs no network where both ways are dead: each side finds out alone. */
  #tell(side: Side, reason: string, wasOpen: boolean): void {
    if (this.#told.has(side)) return;
    this.#told.add(side);
    const process = this.#process(side);
    if (process === null) return;
    const [from, to] = this.#ends(side);
    const delay = this.#network.latencyMs(from, to, side);
    this.#network.world.after(delay, `${from}>${to} ${this.#options.what} ${reason}`, () => {
      process.run(() => this.#options.onBroken(side, reason, wasOpen));
    });
  }

  #process(side: Side): SimProcess | null {
    return side === "client" ? this.#options.from : this.#server;
  }

  /** From and to of the messages that go to that side. */
  #ends(to: Side): [NodeId, NodeId] {
    const client = this.#options.from.nodeId;
    return to === "server" ? [client, this.#options.to] : [this.#options.to, client];
  }
}
