import { setTimeout as sleep } from "node:timers/promises";
import type { PartitionDescription } from "@sordini/client";
import type { Chance } from "@sordini/sim";
import type { Cluster, NodeProcess } from "@sordini/testing";
import type { ClusterView } from "../cluster-view.ts";
import type { LoopDisk } from "../disks/loop-disk.ts";
import type { Network } from "../network/network.ts";

/**
 * What a fault takes hold of, and so how it combines: `node` with one on another node and with any
 * on links, `cluster` with those on links only.
 */
export type Reach = "node" | "cluster" | "links";

/**
 * What a fault needs: a disk of its own for each node (root and loop devices); Linux's /proc, which
 * says whose a connection is and whether a process stands still; or the durability that promises to
 * survive it.
 */
export type Need = "disks" | "procfs" | "fsync";

/** One way to hurt a cluster. */
export interface FaultKind {
  readonly name: string;
  /** For --help and the report. */
  readonly what: string;
  readonly reach: Reach;
  /** How long one lasts. */
  readonly holdMs: { readonly min: number; readonly max: number };
  readonly needs: readonly Need[];
  /** Chooses whom to hurt; harms nobody yet. The same dice choose the same. */
  aim(stage: Stage, chance: Chance): Shot;
}

/** The cluster as it was when the faults of an episode were aimed. */
export interface Stage {
  readonly cluster: Cluster;
  readonly network: Network;
  /** By node id; empty unless a fault of the run needs them. */
  readonly disks: ReadonlyMap<number, LoopDisk>;
  readonly view: ClusterView;
  readonly partitions: readonly PartitionDescription[];
  readonly controllerId: number;
  /** Nodes that no other fault of the episode has taken hold of. */
  readonly freeNodeIds: readonly number[];
}

/** A fault with its victims. */
export interface Shot {
  /** "kill -9 node 2, a leader". */
  readonly text: string;
  /** Nodes that it takes hold of; none for faults on links. */
  readonly nodeIds: readonly number[];
  /** Partitions that may have to do without records for a while. */
  readonly affected: readonly number[];
  inject(): Promise<void>;
  /** Undoes it; resolves to the proof that it had really happened. Throws FaultMissed. */
  heal(): Promise<string>;
}

/** The fault did not happen: a run that counts it would prove nothing. */
export class FaultMissed extends Error {
  override readonly name = "FaultMissed";
}

const biteMsMax = 10_000;
const lookMs = 20;

/**
 * A fault on links hurts only whom it meets: it stays until `amount` has grown, 10 s at most.
 * Resolves to the growth, 0 when there was none.
 */
export async function untilItBites(before: number, amount: () => number): Promise<number> {
  const deadlineMs = performance.now() + biteMsMax;
  while (amount() === before && performance.now() < deadlineMs) await sleep(lookMs);
  return amount() - before;
}

const startMsMax = 60_000;

/** Starts a node and waits until it serves; throws when that takes too long. */
export async function startNode(node: NodeProcess): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`node ${node.nodeId} does not serve ${startMsMax} ms after its start`));
  }, startMsMax);
  try {
    await Promise.race([node.start(), late]);
  } finally {
    clearTimeout(timer);
  }
}
