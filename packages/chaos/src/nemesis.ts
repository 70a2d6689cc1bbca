import { setTimeout as sleep } from "node:timers/promises";
import type { PartitionDescription } from "@sordini/client";
import type { Chance } from "@sordini/sim";
import type { Cluster } from "@sordini/testing";
import type { ClusterLoad } from "./cluster-load.ts";
import type { ClusterView } from "./cluster-view.ts";
import { affectedBy, nodeNames } from "./faults/victims.ts";
import type { HistoryFile } from "./history-file.ts";
import type { Target } from "./options.ts";
import type { Recovery } from "./recovery.ts";
import type { RunClock } from "./run-clock.ts";

export interface NemesisParts {
  readonly cluster: Cluster;
  readonly view: ClusterView;
  readonly load: ClusterLoad;
  readonly chance: Chance;
  readonly history: HistoryFile;
  readonly clock: RunClock;
}

/** What one kill did. */
export interface Kill {
  readonly nodeIds: readonly number[];
  /** Partitions that the killed nodes led; those that they followed where they led none. */
  readonly affected: readonly number[];
  /** Records acknowledged since the kill before this one, or since the load began. */
  readonly acknowledgedBefore: number;
  /** Kill to the next acknowledged record, on the affected partition where it took longest. */
  readonly failoverMs: number;
  /** Start of the killed processes to full ISRs. */
  readonly rejoinMs: number;
}

const failoverMsMax = 30_000;
const rejoinMsMax = 60_000;
const downMsMax = 500;
const pauseMs = { min: 100, max: 500 } as const;

/**
 * Kills and restarts nodes (F1), one fault at a time: the next waits until the killed node is back
 * and the ISRs are full again, since two faults at once may lawfully stop a cluster of three.
 */
export class Nemesis {
  readonly #parts: NemesisParts;
  /** Killed and not started again. */
  readonly #down = new Set<number>();
  #acknowledgedAtLastKill = 0;

  constructor(parts: NemesisParts) {
    this.#parts = parts;
  }

  /** One kill and everything up to the cluster's full recovery; throws when that does not come. */
  async strike(target: Target): Promise<Kill> {
    const { load, view, chance } = this.#parts;
    await sleep(chance.between(pauseMs.min, pauseMs.max));
    this.#checkAlive();
    const partitions = await view.partitions();
    const nodeIds = await this.#choose(target, partitions);
    const affected = affectedBy(nodeIds, partitions);
    const acknowledgedBefore = load.acknowledged - this.#acknowledgedAtLastKill;
    this.#acknowledgedAtLastKill = load.acknowledged;

    this.#note(`kill -9 ${nodeNames(nodeIds)}, partitions ${affected.join(",")}`);
    const recovery = load.recoveryOf(affected);
    try {
      await this.#kill(nodeIds);
      // Without any node left there is nothing to fail over to before the restart.
      if (target !== "all") {
        await this.#recovered(recovery, nodeIds);
        await sleep(chance.between(0, downMsMax));
      }
      const rejoinMs = await this.#rejoin(nodeIds);
      const failoverMs = await this.#recovered(recovery, nodeIds);
      return { nodeIds, affected, acknowledgedBefore, failoverMs, rejoinMs };
    } catch (error) {
      this.#checkAlive(); // a crash explains more than what did not happen because of it
      throw error;
    } finally {
      load.forget(recovery);
    }
  }

  /** Starts whatever is down; resolves once every replica is in sync. */
  async heal(): Promise<void> {
    const down = this.#parts.cluster.nodes.filter((node) => !node.isRunning);
    if (down.length > 0) await this.#rejoin(down.map(({ nodeId }) => nodeId));
    await this.#parts.view.untilWhole(rejoinMsMax);
  }

  async #choose(
    target: Target,
    partitions: readonly PartitionDescription[],
  ): Promise<readonly number[]> {
    const { chance, view, cluster } = this.#parts;
    const all = cluster.nodes.map(({ nodeId }) => nodeId);
    switch (target) {
      case "all":
        return all;
      case "random":
        return [chance.pick(all)];
      case "controller":
        return [await view.activeController()];
      case "leader": {
        const { partition, leader } = chance.pick(partitions);
        if (leader === null) throw new Error(`partition ${partition} has no leader`);
        return [leader];
      }
      case "follower": {
        const { isr, leader } = chance.pick(partitions);
        return [chance.pick(isr.filter((nodeId) => nodeId !== leader))];
      }
    }
  }

  async #recovered(recovery: Recovery, nodeIds: readonly number[]): Promise<number> {
    const failoverMs = await recovery.within(failoverMsMax);
    if (failoverMs !== null) return failoverMs;
    const { lastFailure } = this.#parts.load;
    throw new Error(
      `partitions ${recovery.waiting.join(",")} took no record within ${failoverMsMax} ms ` +
        `after ${nodeNames(nodeIds)} was killed${lastFailure === "" ? "" : ` (${lastFailure})`}`,
    );
  }

  async #kill(nodeIds: readonly number[]): Promise<void> {
    for (const nodeId of nodeIds) this.#down.add(nodeId);
    await Promise.all(nodeIds.map((nodeId) => this.#parts.cluster.node(nodeId).kill()));
  }

  /** Resolves to the milliseconds from the start of the processes to full ISRs. */
  async #rejoin(nodeIds: readonly number[]): Promise<number> {
    const { clock, view, cluster } = this.#parts;
    const startedMs = clock.now();
    this.#note(`start ${nodeNames(nodeIds)}`);
    await Promise.all(nodeIds.map((nodeId) => cluster.node(nodeId).start()));
    for (const nodeId of nodeIds) this.#down.delete(nodeId);
    await view.untilWhole(rejoinMsMax);
    return clock.now() - startedMs;
  }

  /** A process that ends unasked is a fault of its own, and none of ours. */
  #checkAlive(): void {
    const { nodes } = this.#parts.cluster;
    const dead = nodes.filter((node) => !node.isRunning && !this.#down.has(node.nodeId));
    const [first] = dead;
    if (first === undefined) return;
    const who = nodeNames(dead.map(({ nodeId }) => nodeId));
    throw new Error(`${who} ended without being killed, see ${first.logFile}`);
  }

  #note(what: string): void {
    this.#parts.history.write({ kind: "fault", atMs: this.#parts.clock.now(), what });
  }
}
