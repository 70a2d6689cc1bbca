import type { Millis, NodeId } from "@sordini/base";
import { replicasOn } from "@sordini/metadata";
import type { Chance } from "../chance.ts";
import type { ReignListener, SimCluster } from "../cluster/sim-cluster.ts";
import type { SimNode } from "../cluster/sim-node.ts";
import type { Topics } from "../workload/topics.ts";
import { DamageBudget } from "./damage-budget.ts";

/** How long a machine stays down, mostly. */
const downMs = [0, 5, 50, 300, 1_500];

/**
 * Carries faults out and takes them back; knows what may still be broken without a promise broken.
 */
export class Nemesis {
  readonly cluster: SimCluster;
  readonly topics: Topics;
  readonly budget: DamageBudget;
  readonly #retired = new Set<SimNode>();
  #isOver = false;

  constructor(cluster: SimCluster, topics: Topics) {
    this.cluster = cluster;
    this.topics = topics;
    this.budget = new DamageBudget(cluster);
    cluster.onNodeDied = (node) => this.startLater(node, 50);
  }

  /** Nodes whose process runs and is not paused. */
  get awake(): SimNode[] {
    return this.cluster.nodes().filter(({ process }) => process?.isPaused === false);
  }

  get nodeIds(): NodeId[] {
    return [...this.cluster.machines.keys()];
  }

  pickDownMs(chance: Chance): Millis {
    return chance.pick(downMs);
  }

  /** Something that takes a fault back, unless the end of all faults has done so before. */
  later(delayMs: Millis, what: string, undo: () => void): void {
    this.cluster.world.after(delayMs, what, () => {
      if (!this.#isOver) undo();
    });
  }

  /** Watches the newest leaders for a while, at most until the end of all faults. */
  watchReigns(forMs: Millis, listener: ReignListener): void {
    const { world } = this.cluster;
    const endMs = world.nowMs + forMs;
    this.cluster.onReign((leader, news) => {
      if (!this.#isOver && world.nowMs < endMs) listener(leader, news);
    });
  }

  startLater(node: SimNode, delayMs: Millis): void {
    const waitMs = this.#isOver ? 0 : delayMs;
    this.cluster.world.after(waitMs, `n${node.nodeId} is started`, () => {
      if (!this.#retired.has(node)) node.start();
    });
  }

  /**
   * Takes nodes away for good that the others can do without: they must go on and converge. Not
   * while the voters change: who is none yet may be needed next.
   */
  retireSome(chance: Chance): SimNode[] {
    const { cluster, budget } = this;
    const { voters, isCertain } = cluster.voters;
    const isVoter = ({ nodeId }: SimNode) => voters.some((voter) => voter.nodeId === nodeId);
    const isSpared = (node: SimNode) =>
      (!node.roles.controller || isCertain) &&
      (!isVoter(node) || (voters.length >= 3 && budget.areVotersSound)) &&
      (!node.roles.broker || (budget.allowsLogs(node) && this.#isNotNeeded(node)));
    const candidates = cluster.nodes().filter(isSpared);
    const retired = candidates.length === 0 ? [] : [chance.pick(candidates)];
    for (const node of retired) {
      this.#retired.add(node);
      cluster.kill(node);
    }
    return retired;
  }

  /** The ISR of its partitions stays large enough without it. */
  #isNotNeeded({ nodeId }: SimNode): boolean {
    const { image, shape } = this.cluster;
    return replicasOn(image, nodeId).every(({ isr }) => isr.length > shape.minInsync);
  }

  isRetired(id: NodeId): boolean {
    return this.#retired.has(this.cluster.node(id));
  }

  /**
   * The end of all faults: links, clocks and disks are well, what is down is started, and what has
   * given its disk up is started again, as a person would do.
   */
  end(): void {
    this.#isOver = true;
    const { network, shape } = this.cluster;
    network.unblockAll();
    network.hastenAll();
    network.config = { ...shape.network, spikeProbability: 0 };
    for (const node of this.cluster.machines.values()) {
      node.disk.heal();
      if (node.process === null) continue;
      node.process.clock = { rate: 1, wallOffsetMs: 0 };
      node.process.resume();
      if (node.isOffline) this.cluster.kill(node);
    }
    for (const node of this.cluster.machines.values()) node.start();
  }
}
