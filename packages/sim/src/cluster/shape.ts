import type { Millis } from "@sordini/base";
import { type ControllerConfig, defaultControllerConfig } from "@sordini/controller";
import { defaultRaftOptions, type RaftOptions } from "@sordini/raft";
import type { Durability, StorageLimits } from "@sordini/storage";
import type { Chance } from "../chance.ts";
import type { NetworkConfig } from "../network/network.ts";
import type { SyncMs } from "./sim-disk.ts";

/** Everything that a seed decides about a cluster before it starts. */
export interface Shape {
  /** Voters at the start. */
  readonly controllers: number;
  /** Controllers that are not voters, and may become some. */
  readonly spareControllers: number;
  readonly brokers: number;
  /** True: nodes 1 to n are controller and broker; false: controllers are 101 and up. */
  readonly combined: boolean;
  readonly replicationFactor: number;
  readonly minInsync: number;
  readonly partitions: number;
  readonly durability: Durability;
  readonly raft: RaftOptions;
  readonly controller: ControllerConfig;
  readonly storage: Partial<StorageLimits>;
  readonly segmentBytes: number;
  readonly indexIntervalBytes: number;
  readonly replicaLagMs: Millis;
  readonly produceInFlightBytes: number;
  readonly network: NetworkConfig;
  /** Of Raft messages that vanish although their connection holds. */
  readonly raftLoss: number;
  readonly pushesInFlightMax: number;
  readonly syncMs: SyncMs;
  readonly producers: number;
  readonly readers: number;
  /** Services that use the SDK, which repeats what got no answer. */
  readonly sdks: number;
  /** Mean pause of a producer between two batches. */
  readonly thinkMs: Millis;
  readonly recordsPerBatchMax: number;
}

/** Draws a cluster: mostly as people run it, with now and then an extreme in each respect. */
export function drawShape(chance: Chance): Shape {
  const controllers = chance.pick([1, 3, 3, 3, 3, 5]);
  const brokers = chance.pick([1, 2, 3, 3, 3, 3, 4, 5]);
  const replicationFactor = Math.min(brokers, chance.pick([1, 2, 3, 3, 3]));
  const heartbeatMs = chance.pick([20, 50, 50, 100]);
  const electionMs = heartbeatMs * chance.pick([3, 4, 6]);
  const drawn: Shape = {
    controllers,
    spareControllers: chance.pick([0, 0, 1, 2]),
    brokers,
    combined: chance.isHit(0.5),
    replicationFactor,
    minInsync: Math.min(replicationFactor, chance.pick([1, 1, 2, 2, 3])),
    partitions: chance.pick([1, 1, 2, 3, 5]),
    durability: chance.isHit(0.9) ? "fsync" : "page-cache",
    raft: drawRaft(chance, { heartbeatMs, electionMs }),
    controller: drawController(chance),
    storage: drawStorage(chance),
    segmentBytes: chance.pick([300, 1_000, 4_000, 1 << 20]),
    indexIntervalBytes: chance.pick([0, 200, 4_096]),
    replicaLagMs: chance.pick([300, 1_000, 1_000, 5_000]),
    produceInFlightBytes: chance.pick([2_000, 1 << 20]),
    network: drawNetwork(chance),
    raftLoss: chance.pick([0, 0, 0.01, 0.1]),
    pushesInFlightMax: chance.pick([1, 2, 16]),
    syncMs: drawSync(chance),
    producers: chance.pick([1, 2, 3]),
    readers: chance.pick([1, 2]),
    sdks: chance.pick([0, 0, 1]),
    thinkMs: chance.pick([20, 80, 150, 300]),
    recordsPerBatchMax: chance.pick([1, 3, 10]),
  };
  return { ...drawn, raft: { ...drawn.raft, electionTimeoutMs: timeToElect(drawn) } };
}

/**
 * A vote takes two messages and two syncs: with timeouts shorter than that nobody is ever elected,
 * and Raft does not promise it (section 5.6; seed 10450).
 */
function timeToElect({ raft, network, syncMs }: Shape): RaftOptions["electionTimeoutMs"] {
  const voteMs = 2 * (network.latencyMs.max + syncMs.max);
  const min = Math.max(raft.electionTimeoutMs.min, voteMs);
  return { min, max: 2 * min };
}

function drawRaft(
  chance: Chance,
  { heartbeatMs, electionMs }: { readonly heartbeatMs: Millis; readonly electionMs: Millis },
): RaftOptions {
  return {
    ...defaultRaftOptions,
    heartbeatMs,
    electionTimeoutMs: { min: electionMs, max: 2 * electionMs },
    appendEntriesMax: chance.pick([1, 2, 64]),
    appendsInFlightMax: chance.pick([1, 2, 16]),
    committedEntriesMax: chance.pick([1, 2, 1_000]),
  };
}

function drawController(chance: Chance): ControllerConfig {
  const heartbeatIntervalMs = chance.pick([50, 100, 500]);
  return {
    ...defaultControllerConfig,
    heartbeatIntervalMs,
    sessionTimeoutMs: heartbeatIntervalMs * chance.pick([4, 6]),
    disconnectGraceMs: chance.pick([10, 100, 100, 1_000]),
    rebalanceLeaders: chance.isHit(0.7),
    rebalanceIntervalMs: chance.pick([60, 300, 1_000, 5_000]),
    snapshotIntervalEntries: chance.pick([2, 5, 20, 10_000]),
    snapshotIntervalBytes: chance.pick([500, 4 * 1024 * 1024]),
  };
}

function drawStorage(chance: Chance): Partial<StorageLimits> {
  return {
    journalFileCount: chance.pick([2, 3, 4]),
    journalFileBytes: chance.pick([4, 16, 32, 64]) << 10,
    groupBytesMax: chance.pick([1 << 10, 4 << 10]),
    checkpointBytesPerLog: chance.pick([2 << 10, 16 << 10]),
    checkpointBytes: chance.pick([4 << 10, 64 << 10]),
    tailBytesMax: chance.pick([500, 8_000, 4 << 20]),
    openFilesMax: chance.pick([2, 8, 100]),
  };
}

function drawSync(chance: Chance): SyncMs {
  return {
    ...chance.pick([
      { min: 0.1, max: 0.5 },
      { min: 0.1, max: 0.5 },
      { min: 0.1, max: 5 },
      { min: 2, max: 40 },
    ]),
    spike: chance.pick([20, 100, 400]),
    spikeProbability: chance.pick([0, 0.01, 0.1]),
  };
}

function drawNetwork(chance: Chance): NetworkConfig {
  return {
    latencyMs: chance.pick([
      { min: 0.05, max: 0.3 },
      { min: 0.05, max: 0.3 },
      { min: 0.05, max: 8 },
      { min: 5, max: 12 },
    ]),
    spikeMs: chance.pick([5, 30, 200]),
    spikeProbability: chance.pick([0, 0.002, 0.02]),
    abortMs: { min: 200, max: chance.pick([500, 3_000]) },
  };
}
