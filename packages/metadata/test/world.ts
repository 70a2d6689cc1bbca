import { assert, isFailure, type NodeId, Prng } from "@sordini/base";
import {
  applyBatch,
  type Command,
  type ConfigResource,
  decodeRecords,
  describeTopicConfigs,
  emptyImage,
  encodeRecords,
  type Image,
  imageToRecords,
  type IsrChange,
  type PlanContext,
  partitionOf,
  plan,
  planPreferredElections,
  type ReplicaAssignment,
  topicByName,
} from "../src/index.ts";
import { checkImage, checkStep } from "./invariants.ts";
import { renderDelta, renderRecord, renderReply, renderTopic } from "./render.ts";
import type { ScriptCommand } from "./script.ts";

type Verb = (world: World, command: ScriptCommand) => string;

/** One controller without Raft: every plan commits at once. Golden scripts talk to it. */
export class World {
  image: Image = emptyImage;
  context: PlanContext = {
    rng: new Prng(7),
    defaultPartitions: 1,
    defaultReplicationFactor: 3,
    staticConfigs: new Map(),
  };
  /** By name; a deleted topic's id stays here, as in a client that did not notice. */
  readonly topicIds = new Map<string, string>();

  run(command: ScriptCommand): string {
    const verb = verbs[command.verb];
    assert(verb !== undefined, `no command ${command.verb}`);
    return verb(this, command);
  }

  submit(command: Command): string {
    return this.commit(plan(this.image, command, this.context));
  }

  commit(planned: ReturnType<typeof plan>): string {
    if (isFailure(planned)) return `${planned.error}: ${planned.message}`;
    const before = this.image;
    const { image, delta } = applyBatch(before, decodeRecords(encodeRecords(planned.records)));
    checkImage(image);
    checkStep(before, image);
    this.image = image;
    for (const topic of image.topics.values()) this.topicIds.set(topic.name, topic.topicId);
    const known = (topicId: string) => (image.topics.has(topicId) ? image : before);
    const lines = [
      ...planned.records.map(
        (record) =>
          `+ ${renderRecord(record, "topicId" in record ? known(record.topicId) : image)}`,
      ),
      ...renderReply(planned.reply),
      ...renderDelta(delta, image),
    ];
    return lines.join("\n") || "nothing to do";
  }

  epochOf(brokerId: NodeId, { options }: ScriptCommand): number {
    const given = options.get("epoch");
    return given === undefined
      ? (this.image.brokers.get(brokerId)?.brokerEpoch ?? 0)
      : Number(given);
  }
}

const verbs: Readonly<Record<string, Verb>> = {
  defaults(world, { options }) {
    const staticConfigs = new Map(options);
    world.context = {
      ...world.context,
      defaultPartitions: Number(options.get("num.partitions") ?? 1),
      defaultReplicationFactor: Number(options.get("default.replication.factor") ?? 3),
      staticConfigs,
    };
    return "ok";
  },
  brokers(world, { words, options }) {
    const racks = options.get("racks")?.split(",");
    for (const [i, word] of words.entries()) {
      world.submit(registration(Number(word), new Map([["rack", racks?.[i] ?? ""]])));
      const brokerEpoch = world.image.lastBrokerEpoch;
      world.submit({ kind: "unfenceBroker", brokerId: Number(word), brokerEpoch });
    }
    return `${world.image.brokers.size} live`;
  },
  register(world, { words, options }) {
    return world.submit(registration(Number(words[0]), options));
  },
  fence: (world, command) => submitForBroker(world, command, "fenceBroker"),
  unfence: (world, command) => submitForBroker(world, command, "unfenceBroker"),
  shutdown: (world, command) => submitForBroker(world, command, "shutDownBroker"),
  unregister: (world, { words }) =>
    world.submit({ kind: "unregisterBroker", brokerId: Number(words[0]) }),
  create(world, { words, options }) {
    const names = words.filter((word) => word !== "validate");
    const assignments = parseAssignments(options.get("assign"));
    const numbers = new Set(["partitions", "rf", "assign"]);
    const configs = [...options]
      .filter(([key]) => !numbers.has(key))
      .map(([key, value]) => ({ key, value }));
    const topic = {
      partitions: Number(options.get("partitions") ?? -1),
      replicationFactor: Number(options.get("rf") ?? -1),
      assignments,
      configs,
    };
    return world.submit({
      kind: "createTopics",
      topics: names.map((name) => ({ name: name === "''" ? "" : name, ...topic })),
      validateOnly: words.includes("validate"),
    });
  },
  delete(world, { words }) {
    const ids = words.filter((word) => word.startsWith("id:"));
    return world.submit({
      kind: "deleteTopics",
      names: words.filter((word) => !word.startsWith("id:")),
      topicIds: ids.map((word) => world.topicIds.get(word.slice(3)) ?? word.slice(3)),
    });
  },
  grow(world, { words, options }) {
    const names = words.filter((word) => word !== "validate");
    const count = Number(options.get("to"));
    const assignments = parseAssignments(options.get("assign"));
    return world.submit({
      kind: "createPartitions",
      topics: names.map((name) => ({ name, count, assignments })),
      validateOnly: words.includes("validate"),
    });
  },
  config(world, { words, options }) {
    const [type = "", name = ""] = (words[0] ?? "").split(":");
    const resource = { type, name } as ConfigResource;
    return world.submit({
      kind: "alterConfigs",
      changes: [...options].map(([key, value]) => ({ resource, key, value: value || null })),
      validateOnly: words.includes("validate"),
    });
  },
  describe(world, { words, options }) {
    const shown = describeTopicConfigs(world.image, words[0] ?? "", world.context);
    const all = options.get("all") === "yes";
    const lines = shown
      .filter(({ source }) => all || source !== "default")
      .map(({ key, value, source }) => `${key} = ${value} (${source})`);
    return lines.join("\n") || "nothing is set";
  },
  alter(world, command) {
    const { words, options } = command;
    const brokerId = Number(words[0]);
    const changes = words.slice(1).map((word) => isrChange(world, word, options));
    const brokerEpoch = world.epochOf(brokerId, command);
    return world.submit({ kind: "alterPartition", brokerId, brokerEpoch, changes });
  },
  elect(world, { words }) {
    const partitions = words.slice(1).map(parsePartition);
    return world.submit({
      kind: "electLeaders",
      election: words[0] === "unclean" ? "unclean" : "preferred",
      partitions: partitions.length > 0 ? partitions : null,
    });
  },
  rebalance(world, { options }) {
    return world.commit(planPreferredElections(world.image, Number(options.get("limit"))));
  },
  "producer-ids": (world, command) => submitForBroker(world, command, "allocateProducerIds"),
  table(world, { words }) {
    const topic = topicByName(world.image, words[0] ?? "");
    return topic === undefined ? "no such topic" : renderTopic(topic).join("\n");
  },
  // A new controller or broker: it learns everything from a snapshot.
  restore(world) {
    const records = imageToRecords(world.image);
    world.image = applyBatch(emptyImage, records).image;
    return `${records.length} records`;
  },
};

function submitForBroker(
  world: World,
  command: ScriptCommand,
  kind: "fenceBroker" | "unfenceBroker" | "shutDownBroker" | "allocateProducerIds",
): string {
  const brokerId = Number(command.words[0]);
  return world.submit({ kind, brokerId, brokerEpoch: world.epochOf(brokerId, command) });
}

/** An id in Kafka's form that shows the name it was made of. */
export function uuidOf(name: string): string {
  return name.padEnd(22, "A");
}

function registration(brokerId: NodeId, options: ReadonlyMap<string, string>): Command {
  return {
    kind: "registerBroker",
    brokerId,
    incarnationId: uuidOf(options.get("process") ?? `first-of-${brokerId}-`),
    directoryIds: [uuidOf(options.get("directory") ?? `disk-of-${brokerId}-`)],
    endpoints: [{ listener: "GRPC", host: `host-${brokerId}`, port: 9094 }],
    rack: options.get("rack") || null,
    wasCleanShutdown: options.get("clean") === "yes",
  };
}

/** "0:1,2;1:2,3" */
function parseAssignments(text = ""): readonly ReplicaAssignment[] {
  const parts = text === "" ? [] : text.split(";");
  return parts.map((part) => {
    const [partition, replicas = ""] = part.split(":");
    const ids = replicas === "" ? [] : replicas.split(",").map(Number);
    return { partition: Number(partition), replicas: ids };
  });
}

function parsePartition(text: string): { topic: string; partition: number } {
  const dash = text.lastIndexOf("-");
  return { topic: text.slice(0, dash), partition: Number(text.slice(dash + 1)) };
}

/** "flights-0" with isr=1,2@7: what is not given is as the image says now. */
function isrChange(world: World, word: string, options: ReadonlyMap<string, string>): IsrChange {
  const { topic, partition } = parsePartition(word);
  const topicId = world.topicIds.get(topic) ?? uuidOf(topic);
  const now = partitionOf(world.image, { topicId, partition });
  const members = options.get("isr")?.split(",").filter(Boolean) ?? [];
  return {
    topicId,
    partition,
    leaderEpoch: Number(options.get("leaderEpoch") ?? now?.leaderEpoch ?? 0),
    partitionEpoch: Number(options.get("partitionEpoch") ?? now?.partitionEpoch ?? 0),
    isr: members.map((member) => {
      const [id, epoch] = member.split("@").map(Number);
      const brokerId = id as number;
      const current = world.image.brokers.get(brokerId)?.brokerEpoch ?? 0;
      return { brokerId, brokerEpoch: epoch ?? current };
    }),
  };
}
