import type { Millis } from "@sordini/base";
import type { Link, LinkConnection, Side } from "../../src/network/in-memory-rpc.ts";
import type { InMemoryServer } from "../../src/network/in-memory-server.ts";
import type { VirtualTime } from "./virtual-time.ts";

type OnBroken = Parameters<Link["connect"]>[0]["onBroken"];

/** A network with one latency, on which a test breaks and blocks what it likes. By port. */
export class TestNetwork {
  readonly time: VirtualTime;
  latencyMs: Millis = 1;
  readonly servers = new Map<number, InMemoryServer>();
  /** Messages to these ports and from them are held. */
  readonly blocked = new Set<number>();
  /** What happened, for comparing runs. */
  readonly trace: string[] = [];
  readonly #connections = new Set<TestConnection>();

  constructor(time: VirtualTime) {
    this.time = time;
  }

  link(): Link {
    return {
      connect: ({ to: { port }, onBroken }) => {
        const connection = new TestConnection(this, port, onBroken);
        this.#connections.add(connection);
        return connection;
      },
    };
  }

  /** Connections to that port that are open, or about to be. */
  connectionsTo(port: number): number {
    return [...this.#connections].filter((each) => each.port === port && !each.isGone).length;
  }

  /** Breaks them; what is under way is lost. */
  break(port: number): void {
    for (const each of this.#connections) if (each.port === port) each.break("reset by peer");
  }

  unblock(port: number): void {
    this.blocked.delete(port);
    for (const each of this.#connections) if (each.port === port) each.flow();
  }
}

class TestConnection implements LinkConnection {
  readonly port: number;
  readonly #network: TestNetwork;
  readonly #onBroken: OnBroken;
  readonly #queues: Record<Side, (() => void)[]> = { client: [], server: [] };
  readonly #drained: Partial<Record<Side, { below: number; callback: () => void }>> = {};
  #isOpen = false;
  isGone = false;

  constructor(network: TestNetwork, port: number, onBroken: OnBroken) {
    this.port = port;
    this.#network = network;
    this.#onBroken = onBroken;
    this.deliver("server", () => {
      if (network.servers.has(port)) this.#isOpen = true;
      else this.break("connection refused");
    });
  }

  deliver(to: Side, callback: () => void): void {
    if (this.isGone) return;
    this.#queues[to].push(callback);
    this.#network.time.after(this.#network.latencyMs, () => this.#arrive(to));
  }

  inFlight(to: Side): number {
    return this.#queues[to].length;
  }

  onceDrained(to: Side, below: number, callback: () => void): void {
    this.#drained[to] = { below, callback };
  }

  close(by: Side): void {
    const other = by === "client" ? "server" : "client";
    this.deliver(other, () => {
      this.isGone = true;
      this.#onBroken(other, "closed by the other side", this.#isOpen);
    });
  }

  break(reason: string): void {
    if (this.isGone) return;
    const { time, latencyMs } = this.#network;
    this.isGone = true;
    for (const side of ["client", "server"] as const) {
      this.#queues[side].length = 0;
      time.after(latencyMs, () => this.#onBroken(side, reason, this.#isOpen));
    }
  }

  /** Lets through what was held. */
  flow(): void {
    for (const side of ["client", "server"] as const) {
      for (let left = this.#queues[side].length; left > 0; left--) this.#arrive(side);
    }
  }

  #arrive(to: Side): void {
    const { blocked, trace, time } = this.#network;
    if (this.isGone || blocked.has(this.port)) return;
    const callback = this.#queues[to].shift();
    if (callback === undefined) return; // it came through with what was held before
    trace.push(`${time.monotonicMs()} ${to} ${this.port}`);
    callback();
    const drained = this.#drained[to];
    if (drained === undefined || this.#queues[to].length > drained.below) return;
    delete this.#drained[to];
    drained.callback();
  }
}
