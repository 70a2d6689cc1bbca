import { type NodeId, Prng, randomBelow } from "@sordini/base";
import { expect, test } from "vitest";
import type { PartitionRef } from "../src/api.ts";
import type { Sent } from "./client.ts";
import { TestCluster } from "./cluster.ts";

const brokerIds: readonly NodeId[] = [1, 2, 3];
const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

/**
 * A seeded walk through kills, losses of power, cut networks and a controller that is away, under
 * load; then everything heals. Whatever was acknowledged is there, once, at its offset, on every
 * replica (I16, I20, I23, I24; liveness L2, L3).
 */
test.each(seeds)("seed %i: nothing acknowledged is lost", async (seed) => {
  const walk = await Walk.start(seed);
  for (let i = 0; i < 80; i++) await walk.step();
  await walk.heal();
  for (const ref of walk.partitions) expect(await walk.violations(ref)).toEqual([]);
  expect(walk.acknowledged()).toBeGreaterThan(0);
});

interface Attempt {
  readonly value: string;
  readonly ref: PartitionRef;
  readonly sent: Sent;
}

class Walk {
  readonly cluster: TestCluster;
  readonly partitions: readonly PartitionRef[];
  readonly #rng: Prng;
  readonly #down = new Set<NodeId>();
  readonly #attempts: Attempt[] = [];

  private constructor(seed: number, cluster: TestCluster, topic: PartitionRef) {
    this.#rng = new Prng(seed);
    this.cluster = cluster;
    this.partitions = [topic, { ...topic, partition: 1 }];
  }

  static async start(seed: number): Promise<Walk> {
    const cluster = await TestCluster.start(brokerIds);
    const topic = await cluster.topic("flights", {
      partitions: 2,
      replicas: [1, 2, 3],
      configs: { "min.insync.replicas": "2" },
    });
    return new Walk(seed, cluster, topic);
  }

  acknowledged(): number {
    return this.#attempts.filter(({ sent }) => sent.answers.some((a) => "baseOffset" in a)).length;
  }

  async step(): Promise<void> {
    const { cluster } = this;
    const dice = randomBelow(this.#rng, 100);
    if (dice < 70) this.#produce();
    else if (dice < 75) await this.#stop((id) => cluster.killAndFence(id));
    else if (dice < 78) {
      await this.#stop((id) => {
        cluster.losePower(id);
        cluster.controller.fence(id);
      });
    } else if (dice < 86) await this.#restart();
    else if (dice < 90) cluster.network.cut(this.#anyBroker(), this.#anyBroker());
    else if (dice < 95) cluster.network.heal();
    else if (dice < 97) cluster.network.moveController(101 + randomBelow(this.#rng, 2));
    else cluster.controller.alterPartitions = dice === 97 ? "hold" : "answer";
    await cluster.time.advance(randomBelow(this.#rng, 30) / 10);
    if (dice % 10 === 0) await cluster.time.advance(randomBelow(this.#rng, 2000));
  }

  /** All faults end; all brokers come back, and every replica catches up. */
  async heal(): Promise<void> {
    const { cluster } = this;
    cluster.network.heal();
    cluster.controller.alterPartitions = "answer";
    for (const id of [...this.#down]) await cluster.startBroker(id);
    const inSync = () => this.partitions.every((ref) => cluster.state(ref).isr.length === 3);
    await cluster.time.until(inSync, 60_000);
    await cluster.time.advance(6000); // every producer has its answer by now
  }

  /** What does not hold, in words; first at the leader, then wherever leadership is moved to. */
  async violations(ref: PartitionRef): Promise<readonly string[]> {
    const { cluster } = this;
    await cluster.at(cluster.state(ref).leader).produce(ref, ["last"]);
    const values = await cluster.at(cluster.state(ref).leader).read(ref);
    const found = this.#attempts
      .filter((attempt) => attempt.ref === ref)
      .flatMap((attempt) => violationOf(attempt, values) ?? []);
    if (new Set(values).size !== values.length) found.push("a record is there twice");
    for (let i = 0; i < 2; i++) {
      cluster.controller.fence(cluster.state(ref).leader);
      await cluster.time.until(() => cluster.state(ref).isr.length === 3, 20_000);
      const { leader } = cluster.state(ref);
      const copy = await cluster.at(leader).read(ref);
      if (copy.join() !== values.join()) found.push(`broker ${leader} has another log`);
    }
    return found;
  }

  #produce(): void {
    const ref = this.partitions[randomBelow(this.#rng, 2)] as PartitionRef;
    const { leader } = this.cluster.state(ref);
    const at = randomBelow(this.#rng, 10) === 0 ? this.#anyBroker() : leader;
    if (at < 0 || this.#down.has(at)) return;
    const value = `v${this.#attempts.length}`;
    const sent = this.cluster.at(at).send(ref, [value]);
    this.#attempts.push({ value, ref, sent });
  }

  async #stop(how: (id: NodeId) => void): Promise<void> {
    const id = this.#anyBroker();
    if (this.#down.has(id)) return;
    this.#down.add(id);
    how(id);
    await this.cluster.time.settle();
  }

  async #restart(): Promise<void> {
    const [id] = this.#down;
    if (id === undefined) return;
    this.#down.delete(id);
    await this.cluster.launch(id);
  }

  #anyBroker(): NodeId {
    return brokerIds[randomBelow(this.#rng, brokerIds.length)] as NodeId;
  }
}

function violationOf({ value, sent }: Attempt, values: readonly string[]): string | null {
  const [answer, ...more] = sent.answers;
  if (answer === undefined) return `${value} was never answered`;
  if (more.length > 0) return `${value} was answered more than once`;
  if ("error" in answer || values[answer.baseOffset] === value) return null;
  return `${value} was acknowledged at ${answer.baseOffset} and is lost`;
}
