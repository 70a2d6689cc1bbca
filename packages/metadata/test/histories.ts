import { assert, isFailure, Prng, randomBelow } from "@sordini/base";
import * as fc from "fast-check";
import {
  type Command,
  emptyImage,
  type Image,
  type MetadataRecord,
  type PlanContext,
  plan,
  replay,
  topicByName,
} from "../src/index.ts";
import { uuidOf } from "./world.ts";

export interface Step {
  readonly before: Image;
  readonly command: Command;
  readonly records: readonly MetadataRecord[];
  readonly after: Image;
}

const brokerId = fc.integer({ min: 1, max: 4 });
const name = fc.constantFrom("a", "b", "c");

/** A command whose details follow from the image: most of them succeed. */
type Move = (image: Image, rng: Prng) => Command;

const moves: readonly [number, fc.Arbitrary<Move>][] = [
  [3, fc.tuple(brokerId, fc.nat(3), fc.boolean()).map(register)],
  [4, brokerId.map((id) => ofBroker(id, "unfenceBroker"))],
  [2, brokerId.map((id) => ofBroker(id, "fenceBroker"))],
  [1, brokerId.map((id) => ofBroker(id, "shutDownBroker"))],
  [1, brokerId.map((id) => ofBroker(id, "allocateProducerIds"))],
  [1, brokerId.map((brokerId) => () => ({ kind: "unregisterBroker", brokerId }))],
  [3, fc.tuple(name, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(create)],
  [1, name.map((name) => () => ({ kind: "deleteTopics", names: [name], topicIds: [] }))],
  [1, name.map(grow)],
  [6, fc.tuple(name, fc.nat(15)).map(alterIsr)],
  [1, fc.constantFrom("preferred" as const, "unclean" as const).map(elect)],
  [1, fc.tuple(name, fc.constantFrom("1", "2", null)).map(configure)],
];

const move = fc.oneof(...moves.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** Random histories of one cluster, the plans of each committing at once. */
export const history: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.array(move, { minLength: 20, maxLength: 80, size: "max" }), fc.nat())
  .map(([moves, seed]) => runHistory(moves, new Prng(seed)));

function runHistory(moves: readonly Move[], rng: Prng): readonly Step[] {
  const context = contextWith(rng);
  const steps: Step[] = [];
  // Three brokers live from the start, or most histories would wait for the first in vain.
  let image = [1, 2, 3].reduce(joinCluster, emptyImage);
  for (const next of moves) {
    const before = image;
    const command = next(image, rng);
    const planned = plan(image, command, context);
    if (isFailure(planned)) continue;
    image = planned.records.reduce(replay, image);
    steps.push({ before, command, records: planned.records, after: image });
  }
  return steps;
}

export function contextWith(rng: Prng): PlanContext {
  return {
    rng,
    defaultPartitions: 2,
    defaultReplicationFactor: 1,
    staticConfigs: new Map(),
  };
}

function joinCluster(image: Image, brokerId: number): Image {
  const rng = new Prng(brokerId);
  const moves = [register([brokerId, 0, false]), ofBroker(brokerId, "unfenceBroker")];
  return moves.reduce((image, next) => {
    const planned = plan(image, next(image, rng), contextWith(rng));
    assert(!isFailure(planned), "an empty cluster takes any broker");
    return planned.records.reduce(replay, image);
  }, image);
}

function register([brokerId, process, clean]: [number, number, boolean]): Move {
  return () => ({
    kind: "registerBroker",
    brokerId,
    incarnationId: uuidOf(`process-${process}-`),
    directoryIds: [uuidOf(process === 3 ? "other-disk" : "disk")],
    endpoints: [],
    rack: process === 0 ? null : `rack-${brokerId % 2}`,
    wasCleanShutdown: clean,
  });
}

function ofBroker(
  brokerId: number,
  kind: "unfenceBroker" | "fenceBroker" | "shutDownBroker" | "allocateProducerIds",
): Move {
  return (image) => {
    const brokerEpoch = image.brokers.get(brokerId)?.brokerEpoch ?? 0;
    return { kind, brokerId, brokerEpoch };
  };
}

function create([name, replicationFactor, unclean]: [string, number, boolean]): Move {
  const configs = unclean ? [{ key: "unclean.leader.election.enable", value: "true" }] : [];
  const topic = { name, partitions: -1, replicationFactor, assignments: [], configs };
  return () => ({ kind: "createTopics", topics: [topic], validateOnly: false });
}

function grow(name: string): Move {
  return (image) => {
    const count = (topicByName(image, name)?.partitions.size ?? 0) + 1;
    const topics = [{ name, count, assignments: [] }];
    return { kind: "createPartitions", topics, validateOnly: false };
  };
}

/**
 * A leader proposes some subset of the replicas, itself included; now and then on stale grounds.
 */
function alterIsr([name, mask]: [string, number]): Move {
  return (image, rng) => {
    const topic = topicByName(image, name);
    const partition = randomBelow(rng, Math.max(topic?.partitions.size ?? 1, 1));
    const state = topic?.partitions.get(partition);
    const leader = state?.leader ?? 1;
    const epochOf = (id: number) => image.brokers.get(id)?.brokerEpoch ?? 0;
    const isr = (state?.replicas ?? [1])
      .filter((id, i) => id === leader || (mask >>> i) & 1)
      .map((id) => ({ brokerId: id, brokerEpoch: epochOf(id) }));
    const change = {
      topicId: topic?.topicId ?? uuidOf("nothing"),
      partition,
      leaderEpoch: state?.leaderEpoch ?? 0,
      partitionEpoch: (state?.partitionEpoch ?? 0) - (randomBelow(rng, 8) === 0 ? 1 : 0),
      isr,
    };
    const brokerEpoch = epochOf(leader);
    return { kind: "alterPartition", brokerId: leader, brokerEpoch, changes: [change] };
  };
}

function elect(election: "preferred" | "unclean"): Move {
  return () => ({ kind: "electLeaders", election, partitions: null });
}

function configure([name, value]: [string, string | null]): Move {
  const resource = { type: "topic", name } as const;
  const changes = [{ resource, key: "min.insync.replicas", value }];
  return () => ({ kind: "alterConfigs", changes, validateOnly: false });
}
