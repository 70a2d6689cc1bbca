import type { NodeId, Offset } from "@sordini/base";
import type { Broker, Partition } from "@sordini/broker";
import type { Controller } from "@sordini/controller";
import { type Image, type PartitionState, topicsOf } from "@sordini/metadata";
import type { PartitionLog } from "@sordini/storage";
import { type ClusterView, InvariantViolation } from "./cluster-view.ts";
import { isSameImage } from "./image-text.ts";
import { imageOf } from "./raft/broker-images.ts";
import { firstDifference } from "./replication/partition-ghost.ts";

// What must hold once the faults are over and the cluster has had its time: everything that runs
// agrees. Partitions of which no in-sync replica runs are left out: unavailable, but not wrong.

/** What was lost in a way that nothing promises to survive. */
export interface Exceptions {
  readonly isUnavailable: (state: PartitionState) => boolean;
  /** A broker that the controllers rightly keep out. */
  readonly isKeptOut: (nodeId: NodeId) => boolean;
}

/** What keeps a cluster from rest; asked after each event, so it is no error with a stack yet. */
export interface Unrest {
  /** L1, L2, L3, L8 or L9. */
  readonly invariant: string;
  readonly text: string;
}

const none: Exceptions = { isUnavailable: () => false, isKeptOut: () => false };

/**
 * Why the cluster is not at rest yet: L1, L8, L9 of the controllers, L2 and L3 of the partitions.
 * Null when it is. Reads no disk, so that it can be asked again and again while time passes.
 */
export function whyNotAtRest(cluster: ClusterView, exceptions: Exceptions = none): Unrest | null {
  const controllers: Controller[] = [];
  const brokers = new Map<NodeId, Broker>();
  for (const { nodeId, controller, broker } of cluster.nodes()) {
    if (controller !== null) controllers.push(controller);
    if (broker !== null && !exceptions.isKeptOut(nodeId)) brokers.set(nodeId, broker);
  }
  const active = controllers.filter(({ isActive }) => isActive);
  const [leader] = active;
  if (leader === undefined || active.length > 1) {
    return { invariant: "L1", text: `${active.length} controllers are active` };
  }
  return (
    whyControllersDiffer(leader, controllers) ?? whyBrokersLag(leader.image, brokers, exceptions)
  );
}

/**
 * I20 in bytes: whatever runs and is in sync holds the same batches below the high watermark, from
 * the same epochs. Call at rest; throws `InvariantViolation`, and what a log's `read` rejects with.
 */
export async function checkLogsAgree(cluster: ClusterView): Promise<void> {
  const replicas = new Map<string, Partition[]>();
  for (const { broker } of cluster.nodes()) {
    for (const partition of broker?.replicas ?? []) {
      const key = nameOf(partition.ref);
      const others = replicas.get(key);
      if (others === undefined) replicas.set(key, [partition]);
      else others.push(partition);
    }
  }
  for (const partitions of replicas.values()) await compareReplicas(partitions);
}

function whyControllersDiffer(
  leader: Controller,
  controllers: readonly Controller[],
): Unrest | null {
  const { core, applied } = leader.raft;
  const open = core.log.voters.entries.at(-1)?.index ?? 0;
  if (open > core.commit) return { invariant: "L9", text: "a voter change is not committed" };
  for (const { self, raft, image } of controllers) {
    if (raft.applied !== applied) {
      const text = `controller ${self.nodeId} has applied ${raft.applied} of ${applied} entries`;
      return { invariant: "L8", text };
    }
    if (isSameImage(image, leader.image)) continue;
    return { invariant: "L8", text: `controller ${self.nodeId} has another image` };
  }
  return null;
}

function whyBrokersLag(
  image: Image,
  brokers: ReadonlyMap<NodeId, Broker>,
  { isUnavailable }: Exceptions,
): Unrest | null {
  const partitions = new Map<string, Map<NodeId, Partition>>();
  for (const [nodeId, broker] of brokers) {
    if (!isSameImage(imageOf(broker), image)) {
      return { invariant: "L8", text: `broker ${nodeId} has another image` };
    }
    for (const partition of broker.replicas) {
      const name = nameOf(partition.ref);
      const known = partitions.get(name) ?? new Map<NodeId, Partition>();
      partitions.set(name, known.set(nodeId, partition));
    }
  }
  for (const topic of topicsOf(image)) {
    for (const state of topic.partitions.values()) {
      if (isUnavailable(state)) continue;
      const replicas = partitions.get(nameOf(state)) ?? new Map<NodeId, Partition>();
      const alive = state.replicas.filter((nodeId) => brokers.has(nodeId));
      const why = whyPartitionLags(state, { alive, replicas });
      const name = `${topic.name}-${state.partition}`;
      if (why !== null) return { ...why, text: `${name}: ${why.text}` };
    }
  }
  return null;
}

function whyPartitionLags(
  { isr, leader, leaderEpoch }: PartitionState,
  parts: {
    readonly alive: readonly NodeId[];
    readonly replicas: ReadonlyMap<NodeId, Partition>;
  },
): Unrest | null {
  const { alive, replicas } = parts;
  if (!isr.some((nodeId) => alive.includes(nodeId))) return null;
  const leads = replicas.get(leader)?.replica;
  if (leads?.role !== "leader") return { invariant: "L3", text: "no replica leads" };
  for (const nodeId of alive) {
    const { log, replica } = replicas.get(nodeId) ?? { log: null, replica: null };
    if (log?.online !== true) {
      return { invariant: "L3", text: `the log of replica ${nodeId} is not in service` };
    }
    if (replica?.leaderEpoch !== leaderEpoch || replica.role === "offline") {
      return { invariant: "L3", text: `replica ${nodeId} has no part in epoch ${leaderEpoch}` };
    }
    const { highWatermark } = replica;
    if (log.durableEnd === leads.logEnd && highWatermark === leads.logEnd) continue;
    const text = `replica ${nodeId} is durable to ${log.durableEnd}, committed ${highWatermark}`;
    return { invariant: "L2", text: `${text}, of ${leads.logEnd}` };
  }
  if (isr.length === alive.length && alive.every((nodeId) => isr.includes(nodeId))) return null;
  return { invariant: "L3", text: `in sync are ${isr.join(", ")}, alive ${alive.join(", ")}` };
}

function nameOf(ref: { readonly topicId: string; readonly partition: number }): string {
  return `${ref.topicId} ${ref.partition}`;
}

async function compareReplicas(partitions: readonly Partition[]): Promise<void> {
  const open = partitions.flatMap(({ log, replica }) =>
    log !== null && replica.role !== "offline" ? [{ log, replica }] : [],
  );
  const [first, ...others] = open;
  const name = partitions[0]?.name ?? "";
  if (first === undefined) return;
  const from = Math.max(...open.map(({ log }) => log.logStart));
  const to = Math.min(...open.map(({ replica }) => replica.highWatermark));
  const expected = await digestOf(first.log, { from, to });
  for (const { log } of others) {
    const offset = firstDifference(first.log.epochs, log.epochs, { from, to });
    if (offset !== null) {
      throw new InvariantViolation("I20", `${name}: ${offset} is of two epochs in two replicas`);
    }
    const found = await digestOf(log, { from, to });
    if (found === expected) continue;
    const text = `${name}: two replicas differ between ${from} and ${to}`;
    throw new InvariantViolation("I20", `${text} (${expected}, ${found})`);
  }
}

const readBytes = 1_048_576;

/** FNV-1a over whole batches, and their size: replicas may hand them out in other portions. */
async function digestOf(
  log: PartitionLog,
  { from, to }: { readonly from: Offset; readonly to: Offset },
): Promise<string> {
  let hash = 0x811c9dc5;
  let sizeBytes = 0;
  let offset = from;
  while (offset < to) {
    const { runs, nextOffset } = await log.read({ offset, bytesMax: readBytes, end: to });
    if (nextOffset <= offset) {
      const text = `nothing is to be read at ${offset}, committed is ${to}`;
      throw new InvariantViolation("I20", `partition ${log.id.partition}: ${text}`);
    }
    for (const run of runs) {
      sizeBytes += run.length;
      for (const byte of run) hash = Math.imul(hash ^ byte, 0x01000193);
    }
    offset = nextOffset;
  }
  return `${(hash >>> 0).toString(16)} of ${sizeBytes} bytes`;
}
