import { setTimeout as sleep } from "node:timers/promises";
import { Chance } from "@sordini/sim";
import type { Cluster } from "@sordini/testing";
import type { ClusterLoad } from "../cluster-load.ts";
import type { ClusterView } from "../cluster-view.ts";
import type { LoopDisk } from "../disks/loop-disk.ts";
import { FaultMissed, type Shot } from "../faults/fault.ts";
import { nodeNames } from "../faults/victims.ts";
import type { HistoryFile } from "../history-file.ts";
import type { Network } from "../network/network.ts";
import type { Recovery } from "../recovery.ts";
import type { RunClock } from "../run-clock.ts";
import type { Episode, PlannedFault } from "../schedule.ts";

export interface EpisodeParts {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly disks: ReadonlyMap<number, LoopDisk>;
  readonly view: ClusterView;
  readonly load: ClusterLoad;
  readonly history: HistoryFile;
  readonly clock: RunClock;
}

/** A fault that was injected and healed. */
export interface FaultSpan {
  readonly kind: string;
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** How it is known that it really happened. */
  readonly proof: string;
  /** False when it did not happen after all; `proof` says why. */
  readonly happened: boolean;
  /** Fault to the next acknowledged record, on the affected partition where it took longest. */
  readonly recoveryMs: number;
}

export interface EpisodeOutcome {
  /** The kinds that overlapped: "kill", "kill + partition". */
  readonly label: string;
  readonly faults: readonly FaultSpan[];
  /** Last healing to the next acknowledged record, on the partition where it took longest. */
  readonly afterHealMs: number;
  /** Last healing to full ISRs. */
  readonly rejoinMs: number;
}

/** Less than a follower may lag: an ISR that shrinks is no recovery of a healthy cluster. */
const recoveryMsMax = 8_000;
const rejoinMsMax = 60_000;

/** Carries out one episode: faults side by side, then healing, until the cluster is whole again. */
export class EpisodeRunner {
  readonly #parts: EpisodeParts;

  constructor(parts: EpisodeParts) {
    this.#parts = parts;
  }

  /** Throws when the cluster does not recover or a process ends by itself. */
  async run(episode: Episode): Promise<EpisodeOutcome> {
    const { load, view, clock } = this.#parts;
    const shots = await this.#aimAll(episode);
    const spans = await Promise.allSettled(
      episode.faults.map((fault, index) => this.#shoot(fault, shots[index] as Shot)),
    );
    const healedMs = clock.now();
    const everywhere = load.recoveryOf(load.partitionNumbers);
    try {
      for (const span of spans) if (span.status === "rejected") throw span.reason;
      const afterHealMs = await this.#recovered(everywhere, "the faults were healed");
      this.checkAlive();
      await view.untilWhole(rejoinMsMax);
      return {
        label: labelOf(episode),
        faults: await Promise.all(
          spans
            .filter((span) => span.status === "fulfilled")
            .map(async ({ value: { recovery, ...span } }) => {
              const recoveryMs = await this.#recovered(recovery, span.text);
              load.forget(recovery);
              return { ...span, recoveryMs };
            }),
        ),
        ...{ afterHealMs, rejoinMs: clock.now() - healedMs },
      };
    } catch (error) {
      this.checkAlive(); // a crash explains more than what did not happen because of it
      throw error;
    } finally {
      load.forget(everywhere);
    }
  }

  /** Throws when a process has ended that nobody ended. Not while faults are under way. */
  checkAlive(): void {
    const dead = this.#parts.cluster.nodes.filter((node) => !node.isRunning);
    const [first] = dead;
    if (first === undefined) return;
    const who = nodeNames(dead.map(({ nodeId }) => nodeId));
    throw new Error(`${who} ended without being killed, see ${first.logFile}`);
  }

  async #aimAll({ faults }: Episode): Promise<Shot[]> {
    const { cluster, network, disks, view } = this.#parts;
    const partitions = await view.partitions();
    const controllerId = await view.activeController();
    let freeNodeIds = cluster.nodes.map(({ nodeId }) => nodeId);
    // Who takes hold of nodes chooses first: cuts between the dead would prove nothing.
    const order = faults.toSorted((a, b) => Number(isOnLinks(a)) - Number(isOnLinks(b)));
    const shots = new Map<PlannedFault, Shot>();
    for (const fault of order) {
      const stage = { cluster, network, disks, view, partitions, controllerId, freeNodeIds };
      const shot = fault.kind.aim(stage, new Chance(fault.seed));
      freeNodeIds = freeNodeIds.filter((nodeId) => !shot.nodeIds.includes(nodeId));
      shots.set(fault, shot);
    }
    return faults.map((fault) => shots.get(fault) as Shot);
  }

  async #shoot({ kind, afterMs, holdMs }: PlannedFault, shot: Shot) {
    const { clock, load } = this.#parts;
    await sleep(afterMs);
    const fromMs = clock.now();
    const recovery = load.recoveryOf(shot.affected);
    this.#note(shot.text);
    const injected = await settled(() => shot.inject());
    if (injected.error === null) await sleep(holdMs);
    const healed = await settled(() => shot.heal());
    const toMs = clock.now();
    const error = injected.error ?? healed.error;
    this.#note(`end of: ${shot.text}: ${error?.message ?? healed.value}`);
    if (error !== null && !(error instanceof FaultMissed)) throw error;
    return {
      ...{ kind: kind.name, text: shot.text, fromMs, toMs, recovery },
      happened: error === null,
      proof: error?.message ?? healed.value ?? "",
    };
  }

  async #recovered(recovery: Recovery, after: string): Promise<number> {
    const ms = await recovery.within(recoveryMsMax);
    if (ms !== null) return ms;
    const { lastFailure } = this.#parts.load;
    throw new Error(
      `partitions ${recovery.waiting.join(",")} took no record within ${recoveryMsMax} ms ` +
        `after: ${after}${lastFailure === "" ? "" : ` (${lastFailure})`}`,
    );
  }

  #note(what: string): void {
    this.#parts.history.write({ kind: "fault", atMs: this.#parts.clock.now(), what });
  }
}

function labelOf({ faults }: Episode): string {
  return faults
    .map(({ kind }) => kind.name)
    .toSorted()
    .join(" + ");
}

function isOnLinks({ kind }: PlannedFault): boolean {
  return kind.reach === "links";
}

type Settled<T> =
  | { readonly value: T; readonly error: null }
  | { readonly value: null; readonly error: Error };

async function settled<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await work(), error: null };
  } catch (error) {
    return { value: null, error: error as Error };
  }
}
