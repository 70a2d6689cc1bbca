import { setTimeout as sleep } from "node:timers/promises";
import { type Admin, type PartitionDescription, SordiniError } from "@sordini/client";
import type { RunClock } from "../run-clock.ts";

/** Who led something from a time on, until the next of them. */
export interface Reign {
  readonly fromMs: number;
  /** Null: nobody. */
  readonly nodeId: number | null;
  /** Leader epoch, or term of the active controller. */
  readonly epoch: number;
}

/** A change of leaders for which there was no reason. */
export interface CalmChange {
  readonly atMs: number;
  readonly what: string;
  /** False when leadership only went back to its preferred replica. */
  readonly isFailover: boolean;
}

const sampleMs = 200;

export interface LeaderWatchOptions {
  readonly admin: Admin;
  readonly topic: string;
  readonly clock: RunClock;
}

/**
 * Asks a few times a second who leads. An isolated node answers from old metadata, so only a higher
 * epoch counts as news. While all is calm, each change is a false failover, unless leadership
 * returns to where it was before the last fault.
 */
export class LeaderWatch {
  readonly #options: LeaderWatchOptions;
  readonly #partitions = new Map<number, Reign[]>();
  readonly #controllers: Reign[] = [];
  readonly #calmChanges: CalmChange[] = [];
  #calmSinceMs: number | null = null;
  #calmMs = 0;
  #isStopped = false;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: LeaderWatchOptions) {
    this.#options = options;
  }

  /** By partition, oldest first. */
  get partitions(): ReadonlyMap<number, readonly Reign[]> {
    return this.#partitions;
  }

  get controllers(): readonly Reign[] {
    return this.#controllers;
  }

  get calmChanges(): readonly CalmChange[] {
    return this.#calmChanges;
  }

  /** How long it has been calm, together. */
  get calmMs(): number {
    const { clock } = this.#options;
    return this.#calmMs + (this.#calmSinceMs === null ? 0 : clock.now() - this.#calmSinceMs);
  }

  start(): void {
    this.#finished = this.#watch();
  }

  async stop(): Promise<void> {
    this.endCalm();
    this.#isStopped = true;
    await this.#finished;
  }

  /** The cluster is whole and nobody hurts it: what changes from now on changes without reason. */
  async beginCalm(): Promise<void> {
    await this.#look();
    this.#calmSinceMs = this.#options.clock.now();
  }

  endCalm(): void {
    this.#calmMs = this.calmMs;
    this.#calmSinceMs = null;
  }

  async #watch(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#look();
      } catch (error) {
        if (!(error instanceof SordiniError)) throw error; // the cluster may be away, for a while
      }
      await sleep(sampleMs);
    }
  }

  async #look(): Promise<void> {
    const { admin, topic, clock } = this.#options;
    const calmSinceMs = this.#calmSinceMs;
    const [[description], quorum] = await Promise.all([
      admin.describeTopics([topic]),
      admin.describeQuorum(),
    ]);
    const atMs = clock.now();
    const isCalm = calmSinceMs !== null && this.#calmSinceMs === calmSinceMs;
    const { leaderId, leaderEpoch } = quorum;
    const controller = { fromMs: atMs, nodeId: leaderId, epoch: leaderEpoch };
    if (addReign(this.#controllers, controller) && isCalm) {
      const what = `node ${leaderId} became the active controller, term ${leaderEpoch}`;
      this.#calmChanges.push({ atMs, what, isFailover: true });
    }
    for (const partition of description?.partitions ?? []) {
      if (this.#addLeader(partition, atMs) && isCalm) this.#addCalmChange(partition, atMs);
    }
  }

  #addLeader({ partition, leader, leaderEpoch }: PartitionDescription, fromMs: number): boolean {
    const reigns = this.#partitions.get(partition) ?? [];
    this.#partitions.set(partition, reigns);
    return addReign(reigns, { fromMs, nodeId: leader, epoch: leaderEpoch });
  }

  #addCalmChange(description: PartitionDescription, atMs: number): void {
    const { partition, leader, leaderEpoch, replicas } = description;
    const what = `node ${leader} became leader of partition ${partition}, epoch ${leaderEpoch}`;
    this.#calmChanges.push({ atMs, what, isFailover: leader !== replicas[0] });
  }
}

/** True when it is news that replaces an older reign. */
function addReign(reigns: Reign[], reign: Reign): boolean {
  const last = reigns.at(-1);
  if (last !== undefined && last.epoch >= reign.epoch) return false;
  reigns.push(reign);
  return last !== undefined;
}
