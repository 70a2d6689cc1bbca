// How long a partition takes no records after its leader was killed:
//   node packages/bench/src/failover.ts --kills 20 [--keep DIRECTORY]
// SIGKILL of the process that leads a partition of a cluster of three, every third time that of the
// active controller as well; until the first record that was sent after the kill is acknowledged with
// acks=all. Between kills the node comes back, the ISRs fill up and preferred leaders lead again.
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Admin, Client, type Producer } from "@sordini/client";
import { type Cluster, startCluster } from "@sordini/testing";

const topic = "failover";
const brokers = 3;
/** Between two records: as dense as the answer should be exact. */
const sendPauseMs = 2;
const lookPauseMs = 20;
const recoveryMsMax = 60_000;

interface Kill {
  readonly nodeId: number;
  readonly wasController: boolean;
  readonly ms: number;
}

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, keep: { type: "string" } },
});
await measure(Number(values.kills), values.keep);

async function measure(kills: number, folder: string | undefined): Promise<void> {
  await using cluster = await startCluster({
    brokers,
    ...(folder === undefined ? {} : { dataDirectory: folder }),
  });
  await using client = new Client({ bootstrap: cluster.bootstrap });
  const admin = client.admin();
  await admin.createTopics([{ name: topic, partitions: brokers, replicationFactor: brokers }]);
  const producer = client.producer();
  const done: Kill[] = [];
  for (let round = 0; round < kills; round++) {
    await settled(admin);
    const kill = await killOne({ cluster, admin, producer, controllerToo: round % 3 === 2 });
    done.push(kill);
    const what = kill.wasController ? "leader and active controller" : "leader";
    print(`${new Date().toISOString()} node ${kill.nodeId} (${what}): ${kill.ms.toFixed(0)} ms`);
    await cluster.node(kill.nodeId).start();
  }
  report(done);
}

async function killOne(options: {
  readonly cluster: Cluster;
  readonly admin: Admin;
  readonly producer: Producer;
  readonly controllerToo: boolean;
}): Promise<Kill> {
  const { cluster, admin, producer, controllerToo } = options;
  const { leaderId: controller } = await admin.describeQuorum();
  const others = cluster.nodes.map((node) => node.nodeId).filter((nodeId) => nodeId !== controller);
  const nodeId = controllerToo
    ? controller
    : (others[Math.floor(Math.random() * others.length)] as number);
  const partition = await partitionLedBy(admin, nodeId);
  await producer.send(topic, { partition, value: "before" });
  const died = cluster.node(nodeId).kill();
  const killedAt = performance.now();
  const ms = await firstAcknowledged(producer, { partition, since: killedAt });
  await died;
  return { nodeId, wasController: nodeId === controller, ms };
}

/** Sends record after record, without waiting for the one before, until the first is acknowledged. */
async function firstAcknowledged(
  producer: Producer,
  { partition, since }: { readonly partition: number; readonly since: number },
): Promise<number> {
  let acknowledgedAt = Number.POSITIVE_INFINITY;
  const onDelivery = (error: Error | null): void => {
    if (error !== null) throw error;
    acknowledgedAt = Math.min(acknowledgedAt, performance.now());
  };
  while (acknowledgedAt === Number.POSITIVE_INFINITY) {
    producer.enqueue(topic, { partition, value: "after" }, onDelivery);
    await sleep(sendPauseMs);
  }
  await producer.flush();
  return acknowledgedAt - since;
}

async function partitionLedBy(admin: Admin, nodeId: number): Promise<number> {
  const [description] = await admin.describeTopics([topic]);
  const led = description?.partitions.find(({ leader }) => leader === nodeId);
  if (led === undefined) throw new Error(`node ${nodeId} leads no partition`);
  return led.partition;
}

/** Every replica in sync, every partition led by its preferred leader. */
async function settled(admin: Admin): Promise<void> {
  const deadline = performance.now() + recoveryMsMax;
  for (;;) {
    const [description] = await admin.describeTopics([topic]);
    const partitions = description?.partitions ?? [];
    const inSync = partitions.every(({ isr }) => isr.length === brokers);
    if (inSync && partitions.every(({ leader, replicas }) => leader === replicas[0])) return;
    if (performance.now() > deadline) throw new Error("the cluster has not recovered");
    if (inSync) await admin.electLeaders();
    await sleep(lookPauseMs);
  }
}

function report(kills: readonly Kill[]): void {
  const all = kills.map(({ ms }) => ms);
  const ofControllers = kills.filter((kill) => kill.wasController).map(({ ms }) => ms);
  for (const [name, ms] of [
    ["all", all],
    ["active controller", ofControllers],
  ] as const) {
    const [p50, p99] = [quantile(ms, 0.5), quantile(ms, 0.99)];
    print(`${name}: ${ms.length} kills, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`);
  }
  print(
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(" ")}`,
  );
}

/** By nearest rank: of 20 values the 99th percentile is the largest. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
