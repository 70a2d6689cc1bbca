import type { NodeId } from "@sordini/base";
import type {
  ClusterView,
  MetadataPush,
  NodeView,
  RaftSend,
  StateChecker,
} from "../cluster-view.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { AppliedImages } from "./applied-images.ts";
import { BrokerImages } from "./broker-images.ts";
import { CheckQuorum } from "./check-quorum.ts";
import { Commits } from "./commits.ts";
import { CommittedLog } from "./committed-log.ts";
import { ControllerWatch, type RaftRule } from "./controller-look.ts";
import { Elections } from "./elections.ts";
import { LogMatching } from "./log-matching.ts";
import { Patience } from "./patience.ts";
import { Snapshots } from "./snapshots.ts";
import { VoterSets } from "./voter-sets.ts";

/**
 * I1 to I14 over all controllers of a cluster, and what brokers know of their log: what no
 * single node can see. Each rule is a file of its own; they share what was ever committed. An event
 * that changed nothing costs a few comparisons.
 */
export class RaftChecker implements StateChecker {
  readonly name = "Raft";
  readonly #watches = new Map<NodeId, ControllerWatch>();
  readonly #rules: readonly RaftRule[];
  readonly #brokerImages: BrokerImages;

  constructor(cluster: ClusterView) {
    const committed = new CommittedLog();
    const acknowledgements = new Acknowledgements(cluster);
    this.#brokerImages = new BrokerImages(committed);
    // In order: whether an entry is committed, later rules ask of the ghost log.
    this.#rules = [
      new LogMatching(),
      new Elections(cluster),
      acknowledgements,
      new Commits({ cluster, committed, acknowledgements }),
      new Snapshots(cluster, committed),
      new VoterSets(committed),
      new CheckQuorum(cluster),
      new Patience(cluster),
      new AppliedImages(),
    ];
  }

  afterEvent(node: NodeView): void {
    this.#brokerImages.look(node);
    if (node.controller === null) return;
    let watch = this.#watches.get(node.nodeId);
    if (watch?.incarnation !== node.incarnation) {
      watch = new ControllerWatch(node.incarnation);
      this.#watches.set(node.nodeId, watch);
    }
    const look = watch.look(node);
    if (look === null) return;
    for (const rule of this.#rules) rule.look?.(look);
  }

  onRaftSend(send: RaftSend): void {
    for (const rule of this.#rules) rule.onSend?.(send);
  }

  onMetadataPush(push: MetadataPush): void {
    this.#brokerImages.onPush(push);
  }

  onNodeEnded(nodeId: NodeId): void {
    this.#watches.delete(nodeId);
  }
}
