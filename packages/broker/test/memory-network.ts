import { failure, isFailure, type NodeId } from "@sordini/base";
import type { CommandReply, Redirect } from "@sordini/metadata";
import type { FollowerSession, ReplicaPush } from "../src/api.ts";
import type { Broker } from "../src/broker.ts";
import type { Peers } from "../src/ports.ts";
import type { ScriptedController } from "./scripted-controller.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The port of a broker's replication endpoint is its node id. */
export const replicationListener = "PEER";

interface Connection {
  readonly from: NodeId;
  readonly to: NodeId;
  isOpen: boolean;
  onBroken: (reason: string) => void;
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
      openReplication: (target, hello, events) => {
        const connection = this.#connect({ from: node, to: target.port }, events.onClosed);
        let session: FollowerSession | undefined;
        this.#deliver(connection, () => {
          const accepted = this.brokers.get(target.port)?.acceptFollower(hello, {
            push: (pushes) => this.#push(connection, pushes, events.onPushes, () => session),
            close: (why) => this.#break(connection, why.message),
          });
          if (accepted === undefined) this.#break(connection, "nobody there");
          else if (isFailure<FollowerSession>(accepted)) this.#break(connection, accepted.message);
          else session = accepted;
        });
        const end = connection.onBroken;
        connection.onBroken = (reason) => {
          session?.onClosed();
          end(reason);
        };
        return {
          send: (update) => this.#deliver(connection, () => session?.onUpdate(update)),
          close: () => this.#close(connection, () => session?.onClosed()),
        };
      },
      openSession: (controller, registration, events) => {
        const connection = this.#connect({ from: node, to: controller }, events.onClosed);
        const late =
          <A extends unknown[]>(handle: (...args: A) => void) =>
          (...args: A): void =>
            this.#deliver(connection, () => handle(...args));
        const down = {
          onRejected: late(events.onRejected),
          onAccepted: late(events.onAccepted),
          onSnapshot: late(events.onSnapshot),
          onEntries: late(events.onEntries),
          onHeartbeatReply: late(events.onHeartbeatReply),
          onClosed: late(events.onClosed),
        };
        this.#deliver(connection, () => {
          if (controller === this.activeController) this.#active().open(registration, down);
          else down.onRejected(this.#redirect());
        });
        return {
          heartbeat: (heartbeat) =>
            this.#deliver(connection, () => this.#active().heartbeat(node, down, heartbeat)),
          close: () =>
            this.#close(connection, () => this.controllers.get(controller)?.closed(node, down)),
        };
      },
      submit: (controller, command, timeoutMs) =>
        this.#ask(node, controller, timeoutMs, () => this.#active().answer(command)) as Promise<
          CommandReply | Redirect
        >,
      describeQuorum: () => Promise.resolve(this.#redirect()),
    };
  }

  #active(): ScriptedController {
    return this.controllers.get(this.activeController) as ScriptedController;
  }

  #redirect(): Redirect {
    return { ...failure("NOT_CONTROLLER", "another one"), controllerId: this.activeController };
  }

  #ask(
    from: NodeId,
    to: NodeId,
    ...[timeoutMs, answer]: [number, () => object | null]
  ): Promise<object> {
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

  #push(
    connection: Connection,
    pushes: readonly ReplicaPush[],
    ...[onPushes, session]: [
      (pushes: readonly ReplicaPush[]) => void,
      () => FollowerSession | undefined,
    ]
  ): boolean {
    this.pushMessages += 1;
    this.pushes += pushes.length;
    // What crosses a network is a copy, and one block.
    const copies = pushes.map((push) => ({ ...push, runs: copied(push.runs) }));
    this.#deliver(connection, () => onPushes(copies));
    if (this.holdsSinks) this.#drains.push(() => session()?.onDrain());
    return !this.holdsSinks;
  }

  #isUp(from: NodeId, to: NodeId): boolean {
    return !this.#cut.has(`${from}-${to}`);
  }

  #connect(ends: { from: NodeId; to: NodeId }, onBroken: (reason: string) => void): Connection {
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
