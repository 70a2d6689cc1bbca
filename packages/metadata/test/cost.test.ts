import { assert, isFailure, partitionKey, Prng } from "@sordini/base";
import { describe, expect, test } from "vitest";
import {
  applyBatch,
  type Command,
  emptyImage,
  type Image,
  type MetadataRecord,
  type PartitionState,
  type Plan,
  partitionOf,
  partitionsPerPlanMax,
  plan,
  type ReplyTo,
  replay,
  replicasOn,
} from "../src/index.ts";
import { contextWith } from "./histories.ts";
import { checkImage } from "./invariants.ts";
import { uuidOf } from "./world.ts";

// A change must cost in proportion to the change. Time would tell too, on a quiet machine; the
// number of objects that the new image does not share with the old one tells on any.

const partitionsPerTopic = 500;

/** Topics of 500 partitions, three replicas each, spread evenly over the brokers. */
function imageOf({ topics, brokers }: { topics: number; brokers: number }): Image {
  let image = emptyImage;
  for (let brokerId = 1; brokerId <= brokers; brokerId++) {
    image = replay(image, registered(brokerId));
  }
  for (let topic = 0; topic < topics; topic++) image = withTopic(image, topic);
  return image;
}

function registered(brokerId: number): MetadataRecord {
  return {
    kind: "brokerRegistered",
    v: 1,
    brokerId,
    brokerEpoch: brokerId,
    incarnationId: uuidOf("process"),
    directoryIds: [uuidOf("disk")],
    endpoints: [],
    rack: null,
    fenced: false,
    inControlledShutdown: false,
  };
}

function withTopic(image: Image, topic: number): Image {
  const topicId = uuidOf(`topic-${topic}-`);
  const name = `topic-${topic}`;
  let after = replay(image, { kind: "topic", v: 1, topicId, name, internal: false });
  for (let partition = 0; partition < partitionsPerTopic; partition++) {
    const replicas = [0, 1, 2].map((i) => 1 + ((topic + partition + i) % image.brokers.size));
    after = replay(after, {
      kind: "partition",
      v: 1,
      topicId,
      partition,
      replicas,
      isr: replicas.toSorted((a, b) => a - b),
      leader: replicas[0] ?? -1,
      leaderEpoch: 0,
      partitionEpoch: 0,
    });
  }
  return after;
}

/** Every object that can be reached, but for what `known` holds. */
function reachable(root: object, known: ReadonlySet<object> = new Set()): Set<object> {
  const found = new Set<object>();
  const left = [root];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (found.has(next) || known.has(next)) continue;
    found.add(next);
    left.push(...Object.values(next).filter((value) => typeof value === "object" && value));
  }
  return found;
}

describe("the cost of a change to an image of 100,000 partitions", () => {
  const large = imageOf({ topics: 200, brokers: 6 });
  const everything = reachable(large);

  function copiedBy(records: readonly MetadataRecord[]): number {
    return reachable(records.reduce(replay, large), everything).size;
  }

  const ref = { topicId: uuidOf("topic-7-"), partition: 77 };

  function change(): MetadataRecord {
    const { isr, replicas } = partitionOf(large, ref) as PartitionState;
    const leader = replicas[1] as number;
    return {
      kind: "partitionChanged",
      v: 1,
      ...ref,
      isr,
      leader,
      leaderEpoch: 1,
      partitionEpoch: 1,
    };
  }

  test("the image is as large as it says", () => {
    expect(everything.size).toBeGreaterThan(400_000);
  });

  test("one partition: a few dozen objects", () => {
    expect(copiedBy([change()])).toBeLessThan(40);
  });

  test("one topic removed: in proportion to its partitions", () => {
    const removed: MetadataRecord = { kind: "topicRemoved", v: 1, topicId: ref.topicId };
    expect(copiedBy([removed])).toBeLessThan(partitionsPerTopic * 3 * 8);
  });

  test("one broker, one config, one producer id block: a few dozen objects", () => {
    const fenced: MetadataRecord = {
      kind: "brokerChanged",
      v: 1,
      brokerId: 1,
      brokerEpoch: 1,
      fenced: true,
    };
    const config: MetadataRecord = {
      kind: "configSet",
      v: 1,
      resource: { type: "topic", name: "topic-7" },
      key: "retention.ms",
      value: "1",
    };
    const ids: MetadataRecord = { kind: "producerIdsGiven", v: 1, nextProducerId: 1000 };
    expect(copiedBy([fenced, config, ids])).toBeLessThan(40);
  });

  test("its delta names that partition alone", () => {
    const { delta } = applyBatch(large, [change()]);
    expect(delta.topics.map((topic) => topic.partitions.length)).toEqual([1]);
    expect(delta.brokers).toEqual([]);
  });
});

test("a request that names a million topics is refused before it looks at them (B23)", () => {
  const topic = { partitions: 1, replicationFactor: 1, assignments: [] };
  const configs = [{ key: "retention.millis", value: "1" }]; // help with each would take minutes
  const topics = Array.from({ length: 1_000_000 }, (_, i) => ({
    ...topic,
    name: `t${i}`,
    configs,
  }));
  const command = { kind: "createTopics", topics, validateOnly: false } as const;
  const refused = plan(emptyImage, command, contextWith(new Prng(1)));
  expect(refused).toMatchObject({ error: "POLICY_VIOLATION" });
});

describe("a broker with more partitions than one plan may change (B23)", () => {
  /** Submits again while something remains, as the controller does; the sizes of the plans. */
  function submit<C extends Command>(image: Image, command: C): Submitted<C> {
    const sizes: number[] = [];
    let after = image;
    for (;;) {
      const { records, reply } = planOnce(after, command);
      after = records.reduce(replay, after);
      sizes.push(records.length);
      assert(sizes.length < 10, `${command.kind} makes no progress`);
      if (!("remaining" in reply) || reply.remaining === 0) return { image: after, sizes, reply };
    }
  }

  function planOnce<C extends Command>(image: Image, command: C): Plan<ReplyTo<C>> {
    const planned = plan(image, command, contextWith(new Prng(1)));
    assert(!isFailure(planned), `${command.kind} was refused`);
    return planned;
  }

  interface Submitted<C extends Command> {
    readonly image: Image;
    readonly sizes: readonly number[];
    readonly reply: ReplyTo<C>;
  }

  const image12k = imageOf({ topics: 24, brokers: 3 });
  const held = replicasOn(image12k, 1).length;

  test("is fenced in several plans, none too large, and comes back", () => {
    const fenced = submit(image12k, { kind: "fenceBroker", brokerId: 1, brokerEpoch: 1 });
    expect(fenced.sizes.reduce((a, b) => a + b, 0)).toBe(held + 1);
    expect(Math.max(...fenced.sizes)).toBeLessThanOrEqual(partitionsPerPlanMax + 1);
    checkImage(fenced.image);

    const again = { kind: "registerBroker", ...restartOf(1) } as const;
    const registered = submit(fenced.image, again);
    expect(registered.reply.brokerEpoch).toBe(4);
    const back = submit(registered.image, { kind: "unfenceBroker", brokerId: 1, brokerEpoch: 4 });
    expect(back.sizes).toEqual([1]);
    checkImage(back.image);
  });

  test("a clean restart registers only once everything has left the old process (I25)", () => {
    const command = { kind: "registerBroker", ...restartOf(1) } as const;
    const first = planOnce(image12k, command);
    expect(first.reply).toEqual({
      kind: "registerBroker",
      brokerEpoch: -1,
      remaining: held - partitionsPerPlanMax,
    });
    const { image, reply } = submit(image12k, command);
    expect(reply.brokerEpoch).toBe(4);
    checkImage(image);
  });

  test("an interrupted fencing is finished before the broker is let back in", () => {
    const first = planOnce(image12k, { kind: "fenceBroker", brokerId: 1, brokerEpoch: 1 });
    const interrupted = first.records.reduce(replay, image12k);
    const command = { kind: "unfenceBroker", brokerId: 1, brokerEpoch: 1 } as const;
    const { image, sizes } = submit(interrupted, command);
    expect(sizes).toEqual([held - partitionsPerPlanMax + 1]);
    checkImage(image);
    const key = partitionKey(uuidOf("topic-0-"), 0);
    expect(image.replicasByBroker.get(1)?.has(key)).toBe(true);
  });

  test("stops in several plans, and then leads nothing", () => {
    const command = { kind: "shutDownBroker", brokerId: 1, brokerEpoch: 1 } as const;
    const { image, reply } = submit(image12k, command);
    expect(reply.leadershipsLeft).toBe(0);
    checkImage(image);
  });
});

function restartOf(brokerId: number) {
  return {
    brokerId,
    incarnationId: uuidOf("second-process"),
    directoryIds: [uuidOf("disk")],
    endpoints: [],
    rack: null,
    wasCleanShutdown: true,
  };
}
