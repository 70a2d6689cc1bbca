import { expect, test } from "vitest";
import type { SordiniError } from "@sordini/client";
import { Chance } from "../../src/chance.ts";
import { drawShape } from "../../src/cluster/shape.ts";
import { SimCluster } from "../../src/cluster/sim-cluster.ts";
import { createSdk } from "../../src/workload/sdk-client.ts";
import { withoutRealWorld } from "../../src/world/forbidden.ts";
import type { SimProcess } from "../../src/world/sim-process.ts";
import { World } from "../../src/world/world.ts";

type Sdk = ReturnType<typeof createSdk>;

const recordCount = 60;
/** The value of the record after all others. */
const end = "end";

/** The SDK and three brokers of the production code, in trouble while records are sent. */
class TroubledRun {
  readonly world: World;
  readonly acknowledged: { readonly value: string; readonly offset: number }[] = [];
  readonly read: { readonly value: string; readonly offset: number }[] = [];
  readonly #cluster: SimCluster;
  readonly #process: SimProcess;
  readonly #sdk: Sdk;
  readonly #chance: Chance;
  #isSending = true;

  constructor(seed: number) {
    this.world = new World({ seed, afterEvent: () => this.#cluster.afterEvent() });
    const size = { brokers: 3, controllers: 3, combined: false, replicationFactor: 3 };
    this.#cluster = new SimCluster({
      world: this.world,
      shape: { ...drawShape(new Chance(this.world.stream("shape"))), ...size, minInsync: 2 },
      checkers: () => [],
      trace: false,
    });
    this.#process = this.#cluster.newClient();
    this.#sdk = createSdk(this.#cluster, this.#process, { requestTimeoutMs: 10_000 });
    this.#chance = new Chance(this.world.stream("trouble"));
  }

  /** Runs until every acknowledged record was read; the fingerprint of all that happened. */
  async go(): Promise<string> {
    let isDone = false;
    this.#cluster.startFirst();
    this.#process.run(() => {
      this.#scenario().then(
        () => (isDone = true),
        (error: unknown) => this.world.fail(error),
      );
    });
    const inTime = await this.world.run(this.world.nowMs + 120_000, () => isDone);
    const { acknowledged, read } = this;
    if (!inTime) throw new Error(`${acknowledged.length} acknowledged, ${read.length} read`);
    return this.world.hash.digest;
  }

  async #scenario(): Promise<void> {
    await this.#createTopic();
    const reading = this.#readAll();
    const troubling = this.#trouble();
    await this.#sendAll();
    this.#isSending = false;
    await troubling;
    await reading;
    await this.#sdk.close();
  }

  /** Until it is there: while the cluster starts, nobody may know whether it was created. */
  async #createTopic(): Promise<void> {
    const admin = this.#sdk.admin();
    for (;;) {
      try {
        await admin.createTopics([{ name: "t", partitions: 1, replicationFactor: 3 }]);
        return;
      } catch (error) {
        if ((error as SordiniError).code === "TOPIC_ALREADY_EXISTS") return;
        await this.#process.sleep(100);
      }
    }
  }

  async #sendAll(): Promise<void> {
    const producer = this.#sdk.producer();
    const sent: Promise<unknown>[] = [];
    for (let i = 0; i < recordCount; i++) {
      const value = String(i);
      const noted = producer
        .send("t", { value })
        .then(({ offset }) => this.acknowledged.push({ value, offset }));
      sent.push(noted);
      await this.#process.sleep(this.#chance.within(0, 100));
    }
    await Promise.all(sent);
    await producer.send("t", { value: end });
  }

  async #readAll(): Promise<void> {
    const consumer = this.#sdk.consumer({ from: "earliest" });
    for await (const { value, offset } of consumer.subscribe(["t"])) {
      const text = new TextDecoder().decode(value ?? undefined);
      if (text === end) return;
      this.read.push({ value: text, offset });
    }
  }

  async #trouble(): Promise<void> {
    const { network } = this.#cluster;
    const client = this.#process.nodeId;
    while (this.#isSending) {
      await this.#process.sleep(this.#chance.within(20, 400));
      const node = this.#cluster.node(this.#chance.pick(this.#cluster.brokerIds));
      const [from, to] = this.#chance.pick([
        [client, node.nodeId],
        [node.nodeId, client],
      ]);
      switch (this.#chance.pick(["kill", "reset", "block"] as const)) {
        case "kill":
          this.#cluster.kill(node);
          await this.#process.sleep(this.#chance.within(1, 1_500));
          node.start();
          break;
        case "reset":
          network.reset(client, node.nodeId);
          break;
        case "block":
          network.block(from, to);
          await this.#process.sleep(this.#chance.within(1, 2_500));
          network.unblock(from, to);
      }
    }
  }
}

test.each([1, 2, 3])("what the SDK was told is there, in its order: seed %i", (seed) =>
  withoutRealWorld(async () => {
    const run = new TroubledRun(seed);
    await run.go();
    expect(run.acknowledged).toHaveLength(recordCount);
    for (const acknowledged of run.acknowledged) expect(run.read).toContainEqual(acknowledged);
    // Without sequence numbers a retry may store a record twice, but never ahead of an earlier one.
    const firsts = [...new Set(run.read.map(({ value }) => Number(value)))];
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
    const offsets = run.read.map(({ offset }) => offset);
    expect(offsets).toEqual(offsets.map((_, i) => i));
  }),
);

test("the same seed gives the same run", () =>
  withoutRealWorld(async () => {
    expect(await new TroubledRun(7).go()).toBe(await new TroubledRun(7).go());
  }));
