import { topicByName } from "@sordini/metadata";
import { Chance } from "../../src/chance.ts";
import { drawShape, type Shape } from "../../src/cluster/shape.ts";
import { SimCluster } from "../../src/cluster/sim-cluster.ts";
import { lastingTopic, Topics } from "../../src/workload/topics.ts";
import { World } from "../../src/world/world.ts";

/** Three of each, apart, with one partition that all brokers hold. */
const calm: Partial<Shape> = {
  ...{ controllers: 3, spareControllers: 0, brokers: 3, combined: false },
  ...{ replicationFactor: 3, minInsync: 1, partitions: 1, durability: "fsync", raftLoss: 0 },
  syncMs: { min: 0.1, max: 0.5, spike: 0, spikeProbability: 0 },
};

/** A cluster of the production code that no checker watches, for tests of what looks at one. */
export class SmallCluster {
  readonly world: World;
  readonly cluster: SimCluster;

  constructor(shape: Partial<Shape> = {}) {
    this.world = new World({ seed: 1, afterEvent: () => this.cluster.afterEvent() });
    this.cluster = new SimCluster({
      world: this.world,
      shape: { ...drawShape(new Chance(1)), ...calm, ...shape },
      checkers: () => [],
      trace: false,
    });
  }

  /** Started, with its topic there and every replica in sync. */
  static async started(shape: Partial<Shape> = {}): Promise<SmallCluster> {
    const small = new SmallCluster(shape);
    small.cluster.startFirst();
    void new Topics(small.cluster).createLasting();
    const { brokers, replicationFactor } = small.cluster.shape;
    await small.until(() => small.isr().length === Math.min(brokers, replicationFactor));
    return small;
  }

  /** Of the topic's only partition. */
  isr(): readonly number[] {
    const topic = topicByName(this.cluster.image, lastingTopic);
    return topic?.partitions.get(0)?.isr ?? [];
  }

  /** Lets so much virtual time pass. Rejects when something is found to be wrong meanwhile. */
  async pass(forMs: number): Promise<void> {
    await this.world.run(this.world.nowMs + forMs);
  }

  /** Runs until it is so; fails when it is not within a virtual minute. */
  async until(isSo: () => boolean): Promise<void> {
    if (isSo() || (await this.world.run(this.world.nowMs + 60_000, isSo))) return;
    throw new Error(`not so within a virtual minute: ${isSo.toString()}`);
  }
}
