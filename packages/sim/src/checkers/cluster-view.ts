import type { NodeId, Offset, TopicId } from "@sordini/base";
import type { Broker } from "@sordini/broker";
import type { Controller } from "@sordini/controller";
import type { CommittedEntry } from "@sordini/metadata";
import type { Index, Message, Peer, Term, Voter } from "@sordini/raft";
import type { LogDirectory } from "@sordini/storage";

// What a checker may look at in a simulated cluster: the running code itself, and what its disks
// would hold after a power loss. Checkers only look, they never call anything that changes a node.

/** One node whose process runs. */
export interface NodeView {
  readonly nodeId: NodeId;
  /** Counts the starts of this node's process. */
  readonly incarnation: number;
  /** Null in a node without that role, and until its disk is open. */
  readonly controller: Controller | null;
  readonly broker: Broker | null;
  /** The broker's, as soon as it is open. */
  readonly logDirectory: LogDirectory | null;
}

/** What one controller's disk holds for certain: what a start after a power loss would find. */
export interface DurableRaft {
  /** Node and directory that the disk belongs to. */
  readonly peer: Peer;
  readonly term: Term;
  readonly vote: Peer | null;
  /** Everything up to here is in a snapshot, or was never there. */
  readonly base: Index;
  readonly last: Index;
  /** The term of an entry; undefined when it is not there. */
  termOf(index: Index): Term | undefined;
}

/** The whole simulated cluster. */
export interface ClusterView {
  readonly nowMs: number;
  /** Nodes whose process runs, by id. */
  nodes(): Iterable<NodeView>;
  /** One for each controller's disk, whether its process runs or not. */
  durableRafts(): Iterable<DurableRaft>;
}

/** A Raft message as it leaves a controller. */
export interface RaftSend {
  readonly from: Peer;
  readonly to: Voter;
  readonly message: Message;
}

/** Entries of the metadata log as a broker receives them from a controller. */
export interface MetadataPush {
  readonly to: NodeId;
  readonly entries: readonly CommittedEntry[];
}

/** A client was told that a partition ends here, or was given records up to here. */
export interface Shown {
  readonly topicId: TopicId;
  readonly partition: number;
  readonly end: Offset;
}

/**
 * A checker of invariants over states. Throws `InvariantViolation` as soon as one is broken. Called
 * after each event of one node with that node, so that a check costs what one node costs.
 */
export interface StateChecker {
  readonly name: string;
  afterEvent?(node: NodeView): void;
  onRaftSend?(send: RaftSend): void;
  onMetadataPush?(push: MetadataPush): void;
  onShown?(shown: Shown): void;
  /** The process has ended (crash or stop); what it knew is gone, its disk stays. */
  onNodeEnded?(nodeId: NodeId): void;
  /** A fault changed files of the node's logs behind its back, or gave it another disk. */
  onDiskHarmed?(nodeId: NodeId): void;
}

/** An invariant is broken. `invariant` is its number, I1 to I47 or L1 to L9. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
  readonly invariant: string;

  constructor(invariant: string, text: string) {
    super(`${invariant}: ${text}`);
    this.invariant = invariant;
  }
}
