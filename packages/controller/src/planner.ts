import { assert, failure, isFailure, type NodeId, unreachable } from "@sordini/base";
import {
  type Command,
  type CommandReply,
  encodeRecords,
  type Image,
  type MetadataRecord,
  plan,
  type PlanContext,
  type Redirect,
  replay,
} from "@sordini/metadata";
import type { Peer, Refusal } from "@sordini/raft";
import { commandBytesInFlightMax, commandBytesMax, commandsInFlightMax } from "./limits.ts";
import type { ProposeResult, ReadResult } from "./pending-answers.ts";

/** What the planner needs of the Raft node. */
export interface Proposer {
  propose(payload: Uint8Array, done: (result: ProposeResult) => void): void;
  readIndex(): Promise<ReadResult>;
}

export interface PlannerOptions {
  readonly nodeId: NodeId;
  readonly context: PlanContext;
  readonly proposer: Proposer;
  /** The image after the last committed batch. */
  readonly committed: () => Image;
}

interface InFlight {
  readonly records: readonly MetadataRecord[];
  readonly sizeBytes: number;
}

/**
 * Plans one term's commands. Each is planned against the image that the commands before it will
 * lead to, so that they pipeline; each is answered only after its records have committed. Lives as
 * long as the leadership: the next one starts from the committed image again.
 */
export class Planner {
  readonly #options: PlannerOptions;
  readonly #inFlight = new Set<InFlight>();
  #bytesInFlight = 0;
  /** Committed plus all in flight; null when it has to be computed anew. */
  #planned: Image | null = null;
  #lastCommit: Promise<ProposeResult> | null = null;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** True: too much is in flight for commands that can wait. */
  get isFull(): boolean {
    return (
      this.#inFlight.size >= commandsInFlightMax || this.#bytesInFlight >= commandBytesInFlightMax
    );
  }

  async submit(command: Command): Promise<CommandReply | Redirect> {
    const { nodeId, context } = this.#options;
    const planned = plan(this.#image(), command, context);
    if (isFailure(planned)) {
      return (await this.#confirm()) ?? { ...planned, controllerId: nodeId };
    }
    const { records, reply } = planned;
    if (records.length === 0) return (await this.#confirm()) ?? reply;
    const payload = encodeRecords(records);
    if (payload.length > commandBytesMax) return tooLarge(payload.length, nodeId);
    const result = await this.#commit(records, payload);
    switch (result.outcome) {
      case "committed":
        return reply;
      case "refused":
        return refused(result.refusal, nodeId);
      case "unknown":
        return inDoubt(result.leader, nodeId);
      default:
        return unreachable(result);
    }
  }

  /** The image that the next command is planned against. */
  #image(): Image {
    if (this.#planned !== null) return this.#planned;
    let image = this.#options.committed();
    for (const { records } of this.#inFlight) image = records.reduce(replay, image);
    this.#planned = image;
    return image;
  }

  #commit(records: readonly MetadataRecord[], payload: Uint8Array): Promise<ProposeResult> {
    const item = { records, sizeBytes: payload.length };
    this.#planned = records.reduce(replay, this.#image());
    this.#inFlight.add(item);
    this.#bytesInFlight += item.sizeBytes;
    const commit = new Promise<ProposeResult>((resolve) => {
      this.#options.proposer.propose(payload, (result) => {
        this.#settle(item, result);
        resolve(result);
      });
    });
    this.#lastCommit = commit;
    return commit;
  }

  /** Runs in the node's loop, after the image of a committed batch was replaced. */
  #settle(item: InFlight, { outcome }: ProposeResult): void {
    assert(this.#inFlight.delete(item), "a proposal was answered twice");
    this.#bytesInFlight -= item.sizeBytes;
    // What did not commit must not be planned upon; what did is in the committed image now.
    if (outcome !== "committed" || this.#inFlight.size === 0) this.#planned = null;
  }

  /**
   * Before an answer that needs no record: it may rest on records that are still in flight, or this
   * node may no longer lead without knowing it (B35, I12). Null: all is well.
   */
  async #confirm(): Promise<Redirect | null> {
    const { nodeId, proposer } = this.#options;
    const [commit, read] = await Promise.all([this.#lastCommit, proposer.readIndex()]);
    // This command itself has left no trace, whatever became of the others.
    if (commit?.outcome === "unknown") return redirectTo(commit.leader, notLeading(nodeId));
    if (commit?.outcome === "refused") return refused(commit.refusal, nodeId);
    return read.outcome === "ready" ? null : refused(read.refusal, nodeId);
  }
}

/** NOT_CONTROLLER with the active controller, as far as it is known. */
export function redirectTo(leader: Peer | null, message: string): Redirect {
  return { ...failure("NOT_CONTROLLER", message), controllerId: leader?.nodeId ?? -1 };
}

/**
 * Not NOT_CONTROLLER, which says that the command was not taken: whoever sent an ISR change once
 * more would take the second answer for that of the first (I19), and a topic would be created
 * twice.
 */
export function inDoubt(leader: Peer | null, nodeId: NodeId): Redirect {
  const message =
    `controller ${nodeId} stopped leading before the change committed: ` +
    "it may have taken effect";
  return { ...failure("REQUEST_TIMED_OUT", message), controllerId: leader?.nodeId ?? -1 };
}

function tooLarge(sizeBytes: number, nodeId: NodeId): Redirect {
  const message =
    `the change would take ${sizeBytes} bytes of the metadata log, and one may take ` +
    `${commandBytesMax}: make several of it`;
  return { ...failure("POLICY_VIOLATION", message), controllerId: nodeId };
}

function notLeading(nodeId: NodeId): string {
  return `controller ${nodeId} does not lead`;
}

/** A refusal of the Raft core as an answer. */
export function refused({ reason, leader }: Refusal, nodeId: NodeId): Redirect {
  switch (reason) {
    case "busy":
      return throttled(nodeId);
    case "notLeader":
    case "transferring":
      return redirectTo(leader, notLeading(nodeId));
    default:
      return unreachable(reason);
  }
}

export function throttled(nodeId: NodeId): Redirect {
  const message = "too many metadata changes are in flight: try again in a moment";
  return { ...failure("THROTTLING_QUOTA_EXCEEDED", message), controllerId: nodeId };
}
