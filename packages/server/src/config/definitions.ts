import { isUuid } from "@sordini/base";

// Every server setting in one table: file, environment, `--override`, documentation and the
// broker's defaults for topics all read it. Kafka's keys keep Kafka's names, meanings and, where
// nothing speaks against it, defaults; keys that Kafka does not have start with `sordini.`.

export type ConfigType = "string" | "int" | "long" | "boolean" | "list";

export interface ConfigDefinition {
  readonly key: string;
  readonly type: ConfigType;
  /** Null: no value unless one is given. */
  readonly fallback: string | null;
  readonly doc: string;
  /** Says what would be right when `value` is not; null when it is. Runs after the type check. */
  readonly check?: (value: string) => string | null;
  /** Other keys that mean the same; the first that is set wins. */
  readonly aliases?: readonly ConfigAlias[];
}

export interface ConfigAlias {
  readonly key: string;
  /** Turns the alias's number into the key's own unit. */
  readonly factor?: number;
}

const hourMs = 3_600_000;

export const configDefinitions: readonly ConfigDefinition[] = [
  {
    key: "process.roles",
    type: "list",
    fallback: null,
    doc: "What this process is: broker, controller, or both.",
    check: eachOf(["broker", "controller"]),
  },
  {
    key: "node.id",
    type: "int",
    fallback: null,
    doc: "This node's number, unique in the cluster among brokers and controllers.",
    check: between(0, 2 ** 31 - 1),
    aliases: [{ key: "broker.id" }],
  },
  {
    key: "controller.quorum.voters",
    type: "list",
    fallback: null,
    doc:
      "Where the controllers are, as id@host:port, the same list on every node. At a cluster's " +
      "first start all of them vote; later `sordini quorum add` and `remove` say who does.",
  },
  {
    key: "listeners",
    type: "list",
    fallback: null,
    doc:
      "Where to listen, as NAME://host:port; port 0 lets the kernel choose. By default what " +
      "advertised.listeners names, on every interface, else GRPC://127.0.0.1:9092.",
  },
  {
    key: "advertised.listeners",
    type: "list",
    fallback: null,
    doc: "Where clients and brokers find the listeners; by default where they listen.",
  },
  {
    key: "controller.listener.names",
    type: "list",
    fallback: "CONTROLLER",
    doc: "Names of the listeners that serve controllers and broker sessions.",
  },
  {
    key: "inter.broker.listener.name",
    type: "string",
    fallback: null,
    doc:
      "Name of the listener on which brokers replicate from each other; by default the only one " +
      "of the broker, or PLAINTEXT.",
  },
  {
    key: "listener.security.protocol.map",
    type: "list",
    fallback: null,
    doc: "Security protocol by listener name, as NAME:PLAINTEXT for each listener.",
    check: plaintextOnly,
  },
  {
    key: "log.dirs",
    type: "list",
    fallback: "/tmp/sordini-logs",
    doc: "The folder that holds the partition logs and, by default, the metadata log.",
    check: (value) =>
      value.includes(",") ? "one folder: several log directories are not supported yet" : null,
    aliases: [{ key: "log.dir" }],
  },
  {
    key: "metadata.log.dir",
    type: "string",
    fallback: null,
    doc: "The folder of the controller's Raft log; by default inside log.dirs.",
  },
  {
    key: "broker.rack",
    type: "string",
    fallback: null,
    doc: "Replicas of a partition are spread over racks.",
  },
  {
    key: "num.partitions",
    type: "int",
    fallback: "1",
    doc: "Partitions of a topic that does not say.",
    check: between(1, 100_000),
  },
  {
    key: "default.replication.factor",
    type: "int",
    fallback: "1",
    doc: "Replicas of a topic that does not say.",
    check: between(1, 32_767),
  },
  {
    key: "min.insync.replicas",
    type: "int",
    fallback: "1",
    doc: "Replicas that must be in sync for acks=all, unless the topic says otherwise.",
    check: between(1, 32_767),
  },
  {
    key: "message.max.bytes",
    type: "int",
    fallback: "1048588",
    doc: "Largest record batch, unless the topic's max.message.bytes says otherwise.",
    check: between(0, 64 * 1024 * 1024),
  },
  {
    key: "log.segment.bytes",
    type: "int",
    fallback: "1073741824",
    doc: "Size at which a segment file is full.",
    check: between(1024, 2 ** 31 - 1),
  },
  {
    key: "log.roll.ms",
    type: "long",
    fallback: String(168 * hourMs),
    doc: "Age at which a segment is closed even though it is not full.",
    check: between(1, Number.MAX_SAFE_INTEGER),
    aliases: [{ key: "log.roll.hours", factor: hourMs }],
  },
  {
    key: "log.retention.ms",
    type: "long",
    fallback: String(168 * hourMs),
    doc: "Records older than this are deleted; -1 keeps them for ever.",
    check: between(-1, Number.MAX_SAFE_INTEGER),
    aliases: [
      { key: "log.retention.minutes", factor: 60_000 },
      { key: "log.retention.hours", factor: hourMs },
    ],
  },
  {
    key: "log.retention.bytes",
    type: "long",
    fallback: "-1",
    doc: "Oldest segments of a partition larger than this are deleted; -1: no bound.",
    check: between(-1, Number.MAX_SAFE_INTEGER),
  },
  {
    key: "log.retention.check.interval.ms",
    type: "long",
    fallback: "300000",
    doc: "How often retention is applied.",
    check: between(1, Number.MAX_SAFE_INTEGER),
  },
  {
    key: "log.index.interval.bytes",
    type: "int",
    fallback: "4096",
    doc: "Log bytes between two entries of an offset index.",
    check: between(0, 2 ** 31 - 1),
  },
  {
    key: "unclean.leader.election.enable",
    type: "boolean",
    fallback: "false",
    doc: "Whether a replica outside the ISR may lead when no other can: loses records.",
  },
  {
    key: "auto.leader.rebalance.enable",
    type: "boolean",
    fallback: "true",
    doc: "Whether leadership returns to the preferred replica once it is in sync.",
  },
  {
    key: "leader.imbalance.check.interval.seconds",
    type: "int",
    fallback: "5",
    doc: "How often preferred leaders are looked for.",
    check: between(1, 86_400),
  },
  {
    key: "replica.lag.time.max.ms",
    type: "long",
    fallback: "30000",
    doc: "A follower that has not been caught up for this long leaves the ISR.",
    check: between(1, Number.MAX_SAFE_INTEGER),
  },
  {
    key: "broker.heartbeat.interval.ms",
    type: "int",
    fallback: "500",
    doc: "How often a broker tells the active controller that it lives.",
    check: between(10, 60_000),
  },
  {
    key: "broker.session.timeout.ms",
    type: "int",
    fallback: "3000",
    doc: "A broker that is silent for this long is fenced.",
    check: between(100, 600_000),
  },
  {
    key: "sordini.broker.disconnect.grace.ms",
    type: "int",
    fallback: "100",
    doc: "A broker whose session stream broke is fenced unless it is back within this time.",
    check: between(0, 600_000),
  },
  {
    key: "controller.quorum.election.timeout.ms",
    type: "int",
    fallback: "300",
    doc: "A controller that hears from no leader for one to two times this long seeks election.",
    check: between(20, 60_000),
  },
  {
    key: "sordini.controller.heartbeat.interval.ms",
    type: "int",
    fallback: "50",
    doc: "How often the Raft leader speaks when it has nothing to say.",
    check: between(5, 10_000),
  },
  {
    key: "controlled.shutdown.enable",
    type: "boolean",
    fallback: "true",
    doc: "Whether SIGTERM first moves leadership away.",
  },
  {
    key: "sordini.log.durability",
    type: "string",
    fallback: "fsync",
    doc: "fsync: acks=all means synced on every in-sync replica. page-cache: as Kafka does.",
    check: eachOf(["fsync", "page-cache"]),
  },
  {
    key: "sordini.cluster.id",
    type: "string",
    fallback: null,
    doc: "The cluster's id, 22 characters; by default that of the folder, else Kafka's example id.",
    check: (value) => (isUuid(value) ? null : "22 base64url characters, as Kafka prints them"),
    aliases: [{ key: "cluster.id" }],
  },
  {
    key: "sordini.produce.in.flight.bytes",
    type: "long",
    fallback: "67108864",
    doc: "Produced bytes that may wait to be written before producers are held back.",
    check: between(1024 * 1024, 2 ** 31 - 1),
  },
  {
    key: "sordini.grpc.reflection",
    type: "boolean",
    fallback: "false",
    doc: "Whether the gRPC listener describes its services to tools such as grpcurl.",
  },
  {
    key: "sordini.log.level",
    type: "string",
    fallback: "info",
    doc: "What the server writes to stderr: debug, info, warn, error or silent.",
    check: eachOf(["debug", "info", "warn", "error", "silent"]),
  },
];

/** Kafka's keys that make no difference here: accepted, with one line that says so. */
export const ignoredKeys: readonly RegExp[] = [
  /^num\.(network|io|replica\.fetchers|recovery)\b/,
  /^socket\.(send|receive)\.buffer\.bytes$/,
  /^socket\.request\.max\.bytes$/,
  /^background\.threads$/,
  /^log\.message\.format\.version$/,
  /^inter\.broker\.protocol\.version$/,
  /^security\.inter\.broker\.protocol$/,
  /^confluent\./,
  /^(heap\.opts|jmx\.)/,
  /^auto\.create\.topics\.enable$/,
  /^delete\.topic\.enable$/,
  /^log\.flush\.(interval|scheduler)\./,
  /^log\.cleaner\./,
  /^(offsets|transaction|group|share)\./,
  /^controller\.quorum\.(fetch\.timeout\.ms|request\.timeout\.ms|append\.linger\.ms)$/,
];

/** Keys that ask for what Sordini is not; the sentence says what to do instead. */
export const refusedKeys: readonly {
  readonly key: RegExp;
  readonly when: (value: string) => boolean;
  readonly advice: string;
}[] = [
  {
    key: /^zookeeper\./,
    when: () => true,
    advice: "there is no ZooKeeper here: set process.roles and controller.quorum.voters (KRaft)",
  },
  {
    key: /^security\.inter\.broker\.protocol$/,
    when: (value) => value !== "PLAINTEXT",
    advice: "TLS and SASL are not supported yet: remove the key, PLAINTEXT is what there is",
  },
  {
    key: /^remote\.log\.storage\.system\.enable$/,
    when: (value) => value === "true",
    advice: "tiered storage is not supported: remove the key",
  },
];

function between(low: number, high: number) {
  return (value: string): string | null => {
    const number = Number(value);
    return number >= low && number <= high ? null : `a whole number from ${low} to ${high}`;
  };
}

function eachOf(allowed: readonly string[]) {
  return (value: string): string | null => {
    const items = value.split(",").map((item) => item.trim());
    return items.every((item) => allowed.includes(item)) ? null : allowed.join(" or ");
  };
}

function plaintextOnly(value: string): string | null {
  const names: string[] = [];
  for (const item of value.split(",")) {
    const match = /^\s*([A-Za-z0-9_-]+):([A-Za-z0-9_]+)\s*$/.exec(item);
    if (match === null) return `NAME:PLAINTEXT for each listener, found "${item.trim()}"`;
    const [name, protocol] = [(match[1] as string).toUpperCase(), match[2] as string];
    if (protocol !== "PLAINTEXT") {
      return `${name}:PLAINTEXT, found ${protocol}: TLS and SASL are not supported yet`;
    }
    if (names.includes(name)) return `each listener name once, found ${name} twice`;
    names.push(name);
  }
  return null;
}
