import {
  anyText,
  boolean,
  type ConfigType,
  deletePolicy,
  integer,
  oneOf,
  ratio,
} from "./config-checks.ts";

// Every topic configuration that we know: Kafka's names and defaults, and our own under `sordini.`.
// The first argument is the broker setting that serves as the default of all topics.

export interface TopicConfigDefinition<T = unknown> {
  readonly brokerKey: string;
  readonly defaultValue: string;
  readonly type: ConfigType<T>;
  /** What it does here, for people. */
  readonly doc: string;
}

const hourMs = 3_600_000;
const forever = "9223372036854775807";
const notNeeded = "Accepted and kept; it changes nothing here.";

/** Those that change what Sordini does. `TopicConfig` in topic-configs.ts is made of these. */
export const effectiveConfigs = {
  "cleanup.policy": define("log.cleanup.policy", "delete", {
    type: deletePolicy(),
    doc: "What happens to old segments. Only `delete`: compaction is not supported yet.",
  }),
  "retention.ms": define("log.retention.ms", `${168 * hourMs}`, {
    type: integer("long", { min: -1 }),
    doc: "Milliseconds until a segment may be deleted, by its largest timestamp. -1: never.",
  }),
  "retention.bytes": define("log.retention.bytes", "-1", {
    type: integer("long", { min: -1 }),
    doc: "Bytes of a partition above which its oldest segments are deleted. -1: no limit.",
  }),
  "segment.bytes": define("log.segment.bytes", "1073741824", {
    type: integer("int", { min: 1_048_576 }),
    doc: "Bytes at which a new segment file begins.",
  }),
  "segment.ms": define("log.roll.ms", `${168 * hourMs}`, {
    type: integer("long", { min: 1 }),
    doc: "Milliseconds after which a new segment file begins, so that retention can take hold.",
  }),
  "max.message.bytes": define("message.max.bytes", "1048588", {
    type: integer("int", { min: 0 }),
    doc: "Bytes of the largest record batch that is accepted, compressed as it is.",
  }),
  "min.insync.replicas": define("min.insync.replicas", "1", {
    type: integer("int", { min: 1 }),
    doc: "In-sync replicas that a write with acks=all needs.",
  }),
  "index.interval.bytes": define("log.index.interval.bytes", "4096", {
    type: integer("int", { min: 0 }),
    doc: "Bytes of log between two entries of a segment's offset index.",
  }),
  "unclean.leader.election.enable": define("unclean.leader.election.enable", "false", {
    type: boolean(),
    doc: "Elect a replica outside the ISR when no member lives. Acknowledged records get lost.",
  }),
  "compression.type": define("compression.type", "producer", {
    type: oneOf(["producer"], ["uncompressed", "gzip", "snappy", "lz4", "zstd"]),
    doc: "Only `producer`: batches are kept as they were sent.",
  }),
  "message.timestamp.type": define("log.message.timestamp.type", "CreateTime", {
    type: oneOf(["CreateTime"], ["LogAppendTime"]),
    doc: "Only `CreateTime`: the producer's timestamps are kept.",
  }),
  "flush.messages": define("log.flush.interval.messages", forever, {
    type: integer("long", { min: 1 }),
    doc: "Accepted. With sordini.durability=fsync every acknowledged batch is synced anyway.",
  }),
  "flush.ms": define("log.flush.interval.ms", forever, {
    type: integer("long", { min: 0 }),
    doc: "Accepted. With sordini.durability=fsync every acknowledged batch is synced anyway.",
  }),
  "sordini.durability": define("sordini.log.durability", "fsync", {
    type: oneOf<"fsync" | "page-cache">(["fsync", "page-cache"]),
    doc: "What acks=all waits for: synced on every in-sync replica, or held by their systems.",
  }),
} as const;

/** Kafka's other names: accepted, checked, described and kept, without an effect. */
export const acceptedConfigs: Readonly<Record<string, TopicConfigDefinition>> = {
  "segment.jitter.ms": accept("log.roll.jitter.ms", "0", integer("long", { min: 0 })),
  "segment.index.bytes": accept("log.index.size.max.bytes", "10485760", integer("int", { min: 4 })),
  "file.delete.delay.ms": accept(
    "log.segment.delete.delay.ms",
    "60000",
    integer("long", { min: 0 }),
  ),
  "delete.retention.ms": accept(
    "log.cleaner.delete.retention.ms",
    "86400000",
    integer("long", { min: 0 }),
  ),
  "min.compaction.lag.ms": accept(
    "log.cleaner.min.compaction.lag.ms",
    "0",
    integer("long", { min: 0 }),
  ),
  "max.compaction.lag.ms": accept(
    "log.cleaner.max.compaction.lag.ms",
    forever,
    integer("long", { min: 1 }),
  ),
  "min.cleanable.dirty.ratio": accept("log.cleaner.min.cleanable.ratio", "0.5", ratio()),
  "compression.gzip.level": accept(
    "compression.gzip.level",
    "-1",
    integer("int", { min: -1, max: 9 }),
  ),
  "compression.lz4.level": accept(
    "compression.lz4.level",
    "9",
    integer("int", { min: 1, max: 17 }),
  ),
  "compression.zstd.level": accept(
    "compression.zstd.level",
    "3",
    integer("int", { min: -131_072, max: 22 }),
  ),
  preallocate: accept("log.preallocate", "false", boolean()),
  "message.timestamp.before.max.ms": accept(
    "log.message.timestamp.before.max.ms",
    forever,
    integer("long", { min: 0 }),
  ),
  "message.timestamp.after.max.ms": accept(
    "log.message.timestamp.after.max.ms",
    `${hourMs}`,
    integer("long", { min: 0 }),
  ),
  "message.downconversion.enable": accept("log.message.downconversion.enable", "true", boolean()),
  "remote.storage.enable": accept("remote.log.storage.enable", "false", oneOf(["false"], ["true"])),
  "remote.log.copy.disable": accept("remote.log.copy.disable", "false", boolean()),
  "remote.log.delete.on.disable": accept("remote.log.delete.on.disable", "false", boolean()),
  "local.retention.ms": accept("log.local.retention.ms", "-2", integer("long", { min: -2 })),
  "local.retention.bytes": accept("log.local.retention.bytes", "-2", integer("long", { min: -2 })),
  "leader.replication.throttled.replicas": accept(
    "leader.replication.throttled.replicas",
    "",
    anyText("list"),
  ),
  "follower.replication.throttled.replicas": accept(
    "follower.replication.throttled.replicas",
    "",
    anyText("list"),
  ),
};

function define<T>(
  brokerKey: string,
  defaultValue: string,
  { type, doc }: { type: ConfigType<T>; doc: string },
): TopicConfigDefinition<T> {
  return { brokerKey, defaultValue, type, doc };
}

function accept(
  brokerKey: string,
  defaultValue: string,
  type: ConfigType<unknown>,
): TopicConfigDefinition {
  return { brokerKey, defaultValue, type, doc: notNeeded };
}
