import { failure, isFailure, type NodeId } from "@sordini/base";
import type { CommandReply, Redirect, Registration } from "@sordini/metadata";
import type { FollowerSession, FollowerSink, ReplicaPush, ReplicateHello } from "../src/api.ts";
import type { Broker } from "../src/broker.ts";
import type {
  ControllerSessionStream,
  Peers,
  ReplicationEvents,
  ReplicationStream,
  SessionEvents,
} from "../src/ports.ts";
import type { ScriptedController } from "./scripted-controller.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The port of a broker's replication endpoint is its node id. */
export const replicationListener = "PEER";

interface Ends {
  readonly from: NodeId;
  readonly to: NodeId;
}

interface Connection extends Ends {
  isOpen: boolean;
  readonly onBroken: (reason: string) => void;
}

/** Connects brokers with each other and with controllers; messages take `latencyMs`, in order. */
export class MemoryNetwork {
  readonly brokers = new Map<NodeId, Broker>();
  readonly controllers = new Map<NodeId, ScriptedController>();
  /** The controller that answers; the others redirect to it. -1: none. */
  activeController: NodeId = -1;
  latencyMs = 0.1;
  pushMessages = 0;
  pushes = 0;
  /** Set: a sink that says "full" after every message, until `drain`. */
  holdsSinks = false;
  readonly #time: VirtualTime;
  readonly #connections = new Set<Connection>();
  readonly #cut = new Set<string>();
  readonly #drains: (() => void)[] = [];

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Breaks what goes between two nodes, both ways, and keeps it broken. */
  cut(a: NodeId, b: NodeId): void {
    this.#cut.add(`${a}-${b}`).add(`${b}-${a}`);
    this.#breakWhere(({ from, to }) => !this.#isUp(from, to), "cut");
  }

  heal(): void {
    this.#cut.clear();
  }

  /** The process is gone: its connections break, and nobody answers there. */
  kill(node: NodeId): void {
    this.brokers.get(node)?.stop();
    this.brokers.delete(node);
    this.#breakWhere(({ from, to }) => from === node || to === node, "reset");
  }

  /** The active controller changes, and its streams break. */
  moveController(node: NodeId): void {
    const old = this.activeController;
    this.activeController = node;
    this.#breakWhere(({ to }) => to === old, "no longer active");
  }

  drain(): void {
    for (const drain of this.#drains.splice(0)) drain();
  }

  peersOf(node: NodeId): Peers {
    return {
      openReplication: (target, hello, events) =>
        this.#openReplication({ from: node, to: target.port }, hello, events),
      openSession: (controller, registration, events) =>
        this.#openSession({ from: node, to: controller }, registration, events),
      submit: (controller, command, timeoutMs) => {
        const answer = () => this.#active().answer(command);
        const asked = this.#ask({ from: node, to: controller }, timeoutMs, answer);
        return asked as Promise<CommandReply | Redirect>;
      },
      describeQuorum: () => Promise.resolve(this.#redirect()),
      changeQuorum: () => Promise.resolve(this.#redirect()),
    };
  }

  #openReplication(
    ends: Ends,
    hello: ReplicateHello,
    events: ReplicationEvents,
  ): ReplicationStream {
    let session: FollowerSession | undefined;
    const connection = this.#connect(ends, (reason) => {
      session?.onClosed();
      events.onClosed(reason);
    });
    const sink: FollowerSink = {
      push: (pushes) => {
        if (this.holdsSinks) this.#drains.push(() => session?.onDrain());
        return this.#push(connection, pushes, events);
      },
      close: (why) => this.#break(connection, why.message),
    };
    this.#deliver(connection, () => {
      const accepted = this.brokers.get(ends.to)?.acceptFollower(hello, sink);
      if (accepted === undefined) this.#break(connection, "nobody there");
      else if (isFailure<FollowerSession>(accepted)) this.#break(connection, accepted.message);
      else session = accepted;
    });
    return {
      send: (update) => this.#deliver(connection, () => session?.onUpdate(update)),
      close: () => this.#close(connection, () => session?.onClosed()),
    };
  }

  #openSession(
    ends: Ends,
    registration: Registration,
    events: SessionEvents,
  ): ControllerSessionStream {
    const connection = this.#connect(ends, (reason) => events.onClosed(reason));
    const late = (handle: () => void): void => this.#deliver(connection, handle);
    const down: SessionEvents = {
      onRejected: (redirect) => late(() => events.onRejected(redirect)),
      onAccepted: (accepted) => late(() => events.onAccepted(accepted)),
      onSnapshot: (part) => late(() => events.onSnapshot(part)),
      onEntries: (entries, end) => late(() => events.onEntries(entries, end)),
      onHeartbeatReply: (reply) => late(() => events.onHeartbeatReply(reply)),
      onClosed: (reason) => late(() => events.onClosed(reason)),
    };
    late(() => {
      if (ends.to === this.activeController) this.#active().open(registration, down);
      else down.onRejected(this.#redirect());
    });
    return {
      heartbeat: (heartbeat) => late(() => this.#active().heartbeat(ends.from, down, heartbeat)),
      close: () =>
        this.#close(connection, () => this.controllers.get(ends.to)?.closed(ends.from, down)),
    };
  }

  #active(): ScriptedController {
    return this.controllers.get(this.activeController) as ScriptedController;
  }

  #redirect(): Redirect {
    return { ...failure("NOT_CONTROLLER", "another one"), controllerId: this.activeController };
  }

  #ask({ from, to }: Ends, timeoutMs: number, answer: () => object | null): Promise<object> {
    return new Promise((resolve) => {
      const lost = { ...failure("REQUEST_TIMED_OUT", "no answer"), controllerId: -1 };
      this.#time.after(timeoutMs, () => resolve(lost));
      this.#time.after(this.latencyMs, () => {
        if (!this.#isUp(from, to)) return;
        const reply = to === this.activeController ? answer() : this.#redirect();
        if (reply === null) return;
        this.#time.after(this.latencyMs, () => resolve({ controllerId: -1, ...reply }));
      });
    });
  }

  /** What crosses a network is a copy, and one block. */
  #push(
    connection: Connection,
    pushes: readonly ReplicaPush[],
    events: ReplicationEvents,
  ): boolean {
    this.pushMessages += 1;
    this.pushes += pushes.length;
    const copies = pushes.map((push) => ({ ...push, runs: copied(push.runs) }));
    this.#deliver(connection, () => events.onPushes(copies));
    return !this.holdsSinks;
  }

  #isUp(from: NodeId, to: NodeId): boolean {
    return !this.#cut.has(`${from}-${to}`);
  }

  #connect(ends: Ends, onBroken: (reason: string) => void): Connection {
    const connection = { ...ends, isOpen: true, onBroken };
    this.#connections.add(connection);
    if (!this.#isUp(ends.from, ends.to)) {
      this.#time.after(this.latencyMs, () => this.#break(connection, "unreachable"));
    }
    return connection;
  }

  #deliver(connection: Connection, handle: () => void): void {
    if (!connection.isOpen) return;
    this.#time.after(this.latencyMs, () => {
      if (connection.isOpen && this.#isUp(connection.from, connection.to)) handle();
    });
  }

  #breakWhere(isHit: (connection: Connection) => boolean, reason: string): void {
    for (const connection of [...this.#connections]) {
      if (isHit(connection)) this.#break(connection, reason);
    }
  }

  #break(connection: Connection, reason: string): void {
    if (!this.#connections.delete(connection)) return;
    connection.isOpen = false;
    this.#time.after(this.latencyMs, () => connection.onBroken(reason));
  }

  #close(connection: Connection, onClosed: () => void): void {
    if (!this.#connections.delete(connection)) return;
    connection.isOpen = false;
    this.#time.after(this.latencyMs, onClosed);
  }
}

function copied(runs: readonly Uint8Array[]): readonly Uint8Array[] {
  const size = runs.reduce((sum, run) => sum + run.length, 0);
  if (size === 0) return [];
  const whole = new Uint8Array(size);
  let position = 0;
  for (const run of runs) {
    whole.set(run, position);
    position += run.length;
  }
  return [whole];
}
