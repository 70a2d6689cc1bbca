import { assert, type Failure, failure, isFailure, type NodeId } from "@sordini/base";
import type {
  ControllerSessionStream,
  FollowerSession,
  FollowerSink,
  Peers,
  ReplicaPush,
  ReplicateHello,
  ReplicationEvents,
  ReplicationStream,
  SessionEvents,
} from "@sordini/broker";
import type { Controller, SessionHandle, SessionSink } from "@sordini/controller";
import type {
  CommandReply,
  CommittedEntry,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  Redirect,
  Registration,
} from "@sordini/metadata";
import type { SimProcess } from "../world/sim-process.ts";
import { call, type CallResult } from "./call.ts";
import type { Connection } from "./connection.ts";
import type { Door, Doors } from "./doors.ts";
import type { Network } from "./network.ts";

export interface NodePeersOptions {
  readonly process: SimProcess;
  readonly network: Network;
  readonly doors: Doors;
  /** Entries of the metadata log arrive from a controller. */
  readonly onMetadata: (entries: readonly CommittedEntry[]) => void;
  /** Pushes on their way on one stream beyond which it says that it is full. */
  readonly pushesInFlightMax: number;
}

const describeQuorumMsMax = 5_000;

/** A broker's way to other nodes over the simulated network; the port of each is its node id. */
export class NodePeers implements Peers {
  readonly #options: NodePeersOptions;

  constructor(options: NodePeersOptions) {
    this.#options = options;
  }

  openReplication(
    { port: leader }: { readonly port: number },
    hello: ReplicateHello,
    events: ReplicationEvents,
  ): ReplicationStream {
    let session: FollowerSession | undefined;
    const connection: Connection = this.#connect(leader, "broker", {
      what: "replication",
      onBroken: (side, reason) => {
        if (side === "client") events.onClosed(reason);
        else session?.onClosed();
      },
    });
    const sink: FollowerSink = {
      push: (pushes) => {
        const sent = pushes.map(copyOf);
        connection.deliver("client", () => events.onPushes(sent));
        return this.#hasRoom(connection, () => session?.onDrain());
      },
      close: (why) => connection.break(why.message),
    };
    connection.deliver("server", () => {
      const accepted = this.#options.doors.brokerAt(leader)?.acceptFollower(hello, sink);
      if (accepted === undefined) connection.break("nobody there");
      else if (isFailure<FollowerSession>(accepted)) connection.break(accepted.message);
      else session = accepted;
    });
    return {
      send: (update) => connection.deliver("server", () => session?.onUpdate(update)),
      close: () => connection.close("client"),
    };
  }

  openSession(
    controller: NodeId,
    registration: Registration,
    events: SessionEvents,
  ): ControllerSessionStream {
    let handle: SessionHandle | undefined;
    const connection: Connection = this.#connect(controller, "controller", {
      what: "session",
      onBroken: (side, reason) => {
        if (side === "client") events.onClosed(reason);
        else handle?.onClosed();
      },
    });
    const down = (callback: () => void): boolean => {
      connection.deliver("client", callback);
      return this.#hasRoom(connection, () => handle?.onDrain());
    };
    const sink: SessionSink = {
      rejected: (redirect) => {
        down(() => events.onRejected(redirect));
        connection.close("server");
      },
      accepted: (accepted) => void down(() => events.onAccepted(accepted)),
      heartbeatReply: (reply) => void down(() => events.onHeartbeatReply(reply)),
      snapshot: (part) => down(() => events.onSnapshot(part)),
      entries: (entries, highWatermark) =>
        down(() => {
          this.#options.onMetadata(entries);
          events.onEntries(entries, highWatermark);
        }),
    };
    connection.deliver("server", () => {
      handle = this.#controllerAt(controller).openSession(registration, sink);
    });
    return {
      heartbeat: (heartbeat) => connection.deliver("server", () => handle?.heartbeat(heartbeat)),
      close: () => connection.close("client"),
    };
  }

  submit(
    controller: NodeId,
    command: Parameters<Controller["submit"]>[0],
    timeoutMs: number,
  ): Promise<CommandReply | Redirect> {
    const ask = (asked: Controller) => asked.submit(command);
    return this.#call(controller, { what: command.kind, timeoutMs, ask });
  }

  describeQuorum(controller: NodeId): Promise<QuorumDescription | Redirect> {
    const ask = (asked: Controller) => asked.describeQuorum();
    const call = { what: "describeQuorum", timeoutMs: describeQuorumMsMax, ask };
    return this.#call(controller, call);
  }

  changeQuorum(
    controller: NodeId,
    change: QuorumChange,
    timeoutMs: number,
  ): Promise<QuorumVoters | Redirect> {
    const ask = (asked: Controller) => asked.changeVoters(change);
    return this.#call(controller, { what: change.kind, timeoutMs, ask });
  }

  async #call<T>(
    controller: NodeId,
    request: {
      readonly what: string;
      readonly timeoutMs: number;
      readonly ask: (controller: Controller) => Promise<T>;
    },
  ): Promise<T | Redirect> {
    const { network, process: from, doors } = this.#options;
    const server = () => doors.controllerAt(controller);
    const result = await call({
      ...request,
      ...{ network, from, to: controller, door: "controller", server },
    });
    if (result.outcome === "answered") return result.reply;
    return { ...failureOf(result), controllerId: -1 };
  }

  #controllerAt(node: NodeId): Controller {
    const controller = this.#options.doors.controllerAt(node);
    assert(controller !== undefined, `nothing listens at controller ${node}`);
    return controller;
  }

  #connect(
    to: NodeId,
    door: Door,
    rest: Pick<Parameters<Network["connect"]>[0], "what" | "onBroken">,
  ): Connection {
    const { network, process } = this.#options;
    return network.connect({ from: process, to, door, ...rest });
  }

  /** False when the stream is full: then `onDrain` follows once it has room again. */
  #hasRoom(connection: Connection, onDrain: () => void): boolean {
    const { pushesInFlightMax } = this.#options;
    if (connection.inFlight("client") <= pushesInFlightMax) return true;
    connection.onceDrained("client", pushesInFlightMax >> 1, onDrain);
    return false;
  }
}

function failureOf(result: Exclude<CallResult<unknown>, { outcome: "answered" }>): Failure {
  if (result.outcome === "timedOut") return failure("REQUEST_TIMED_OUT", "no answer in time");
  const error = result.outcome === "unknown" ? "NETWORK_EXCEPTION" : "BROKER_NOT_AVAILABLE";
  return failure(error, result.why);
}

/** What crosses a network is a copy, and one block. */
function copyOf(push: ReplicaPush): ReplicaPush {
  const size = push.runs.reduce((sum, run) => sum + run.length, 0);
  if (size === 0) return push;
  const whole = new Uint8Array(size);
  let position = 0;
  for (const run of push.runs) {
    whole.set(run, position);
    position += run.length;
  }
  return { ...push, runs: [whole] };
}
