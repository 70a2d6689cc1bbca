import { setTimeout as sleep } from "node:timers/promises";
import type { Admin, Producer, SordiniError } from "@sordini/client";
import { type BenchCluster, createTopic, withCluster } from "../bench-cluster.ts";
import { Latency } from "../latency.ts";
import { type Benchmark, type Figures, noFigures } from "../row.ts";

const killCount = 20;
const nodes = 3;
/** Between two records: as dense as the answer should be exact. */
const sendEveryMs = 2;
const lookPauseMs = 20;
const recoveryMsMax = 60_000;

export const failoverBenchmarks: readonly Benchmark[] = [
  { name: `failover ${killCount} kills`, run: (scale) => measure(Math.ceil(killCount * scale)) },
];

/**
 * SIGKILL of the process that leads a partition, every third time of the one that is the active
 * controller too, until the first record that was sent after the kill is acknowledged with
 * acks=all. Between kills the node comes back, the ISRs fill up and preferred leaders lead again.
 */
function measure(kills: number): Promise<Figures> {
  return withCluster(async (bench) => {
    const { client, cluster } = bench;
    const shape = { partitions: nodes, replicationFactor: nodes, durability: "fsync" } as const;
    const topic = await createTopic(client, shape);
    const admin = client.admin();
    const producer = client.producer({ acks: "all" });
    const times = new Latency();
    for (let round = 0; round < kills; round++) {
      await settled(admin, topic);
      const { leaderId: controller } = await admin.describeQuorum();
      const others = cluster.nodes.map(({ nodeId }) => nodeId).filter((id) => id !== controller);
      const victim = round % 3 === 2 ? controller : (others[round % others.length] as number);
      const ms = await killOne(bench, { admin, producer, topic, victim });
      const what = victim === controller ? "leader and active controller" : "leader";
      process.stderr.write(`killed node ${victim} (${what}): ${ms.toFixed(0)} ms\n`);
      times.record(ms);
      await cluster.node(victim).start();
    }
    return { ...noFigures, p50Ms: times.percentileMs(50), p99Ms: times.percentileMs(99) };
  });
}

interface Kill {
  readonly admin: Admin;
  readonly producer: Producer;
  readonly topic: string;
  readonly victim: number;
}

async function killOne({ cluster }: BenchCluster, kill: Kill): Promise<number> {
  const { admin, producer, topic, victim } = kill;
  const [description] = await admin.describeTopics([topic]);
  const led = description?.partitions.find(({ leader }) => leader === victim);
  if (led === undefined) throw new Error(`node ${victim} leads no partition`);
  const { partition } = led;
  await producer.send(topic, { partition, value: "before" });
  const died = cluster.node(victim).kill();
  const killedMs = performance.now();
  const acknowledgedMs = await firstAcknowledged(producer, { topic, partition });
  await died;
  return acknowledgedMs - killedMs;
}

/** Sends records without waiting for the ones before, until the first is acknowledged. */
async function firstAcknowledged(
  producer: Producer,
  { topic, partition }: { readonly topic: string; readonly partition: number },
): Promise<number> {
  const first = Promise.withResolvers<number>();
  const onDelivery = (error: SordiniError | null): void => {
    if (error === null) first.resolve(performance.now());
    else first.reject(error);
  };
  const offering = setInterval(() => {
    producer.enqueue(topic, { partition, value: "after" }, onDelivery);
  }, sendEveryMs);
  try {
    return await first.promise;
  } finally {
    clearInterval(offering);
    await producer.flush();
  }
}

/** Resolves once every replica is in sync and every partition led by its preferred leader. */
async function settled(admin: Admin, topic: string): Promise<void> {
  const deadlineMs = performance.now() + recoveryMsMax;
  while (performance.now() < deadlineMs) {
    const [description] = await admin.describeTopics([topic]);
    const partitions = description?.partitions ?? [];
    const inSync = partitions.every(({ isr }) => isr.length === nodes);
    if (inSync && partitions.every(({ leader, replicas }) => leader === replicas[0])) return;
    if (inSync) await admin.electLeaders();
    await sleep(lookPauseMs);
  }
  throw new Error(`after ${recoveryMsMax} ms not every replica was in sync again`);
}
