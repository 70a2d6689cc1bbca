import { type Admin, ConnectionError, SordiniError, type TopicListing } from "@sordini/client";
import { describe, expect, test } from "vitest";
import { type Ran, runIn } from "../support/console.ts";
import { FakeClient } from "../support/fake-client.ts";

const flights: TopicListing = {
  name: "flights",
  topicId: "id-1",
  partitions: 3,
  replicationFactor: 2,
};
const airports: TopicListing = { ...flights, name: "airports", topicId: "id-2", partitions: 12 };

/** Runs a command against an admin client that knows these calls only. */
function runWith(admin: Partial<Admin>, ...commandLine: string[]): Promise<Ran> {
  return runIn({ client: new FakeClient({ admin }) }, commandLine);
}

describe("sordini topic list", () => {
  const listTopics = async () => [flights, airports];

  test("is a table in order of name", async () => {
    const { stdout, stderr, exitCode } = await runWith({ listTopics }, "topic", "list");
    expect(stdout.split("\n")).toEqual([
      "TOPIC     PARTITIONS  REPLICATION  ID",
      "airports          12            2  id-2",
      "flights            3            2  id-1",
      "",
    ]);
    expect([stderr, exitCode]).toEqual(["", 0]);
  });

  test("is an array, or a line each", async () => {
    const json = await runWith({ listTopics }, "topic", "list", "-o", "json");
    expect(JSON.parse(json.stdout)).toEqual([airports, flights]);
    const { stdout } = await runWith({ listTopics }, "topic", "list", "--output=jsonl");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([airports, flights]);
    const none = await runWith({ listTopics: async () => [] }, "topic", "list", "-o", "json");
    expect(JSON.parse(none.stdout)).toEqual([]);
  });

  test("refuses another format", async () => {
    const { exitCode, stderr } = await runIn({}, ["topic", "list", "-o", "yaml"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^sordini: .*'yaml' is invalid. Allowed choices are table, json, jsonl/);
  });
});

test("sordini topic describe shows partitions, and the settings that were decided", async () => {
  const admin: Partial<Admin> = {
    describeTopics: async () => [
      {
        name: "flights",
        topicId: "id-1",
        partitions: [
          { partition: 0, leader: 1, leaderEpoch: 4, replicas: [1, 2], isr: [1] },
          { partition: 1, leader: null, leaderEpoch: 5, replicas: [2, 1], isr: [] },
        ],
      },
    ],
    describeConfigs: async ([resource]) => [
      {
        resource: resource ?? { type: "topic", name: "" },
        entries: [
          { key: "retention.ms", value: "-1", source: "topic", documentation: "" },
          { key: "segment.bytes", value: "1", source: "default", documentation: "" },
        ],
      },
    ],
  };
  const { stdout } = await runWith(admin, "topic", "describe", "flights");
  expect(stdout.split("\n")).toEqual([
    "topic flights, 2 partitions, id id-1",
    "",
    "PARTITION  LEADER  EPOCH  REPLICAS  ISR",
    "        0       1      4  1,2       1",
    "        1    none      5  2,1       -",
    "",
    "CONFIG        VALUE  SOURCE",
    "retention.ms  -1     topic",
    "",
  ]);
  const json = await runWith(admin, "topic", "describe", "flights", "-o", "json");
  expect(JSON.parse(json.stdout)).toMatchObject({ name: "flights", configs: [{}, {}] });
});

test("sordini cluster info shows the brokers and who is the active controller", async () => {
  const broker = { nodeId: 1, host: "127.0.0.1", port: 9092, rack: null, fenced: false };
  const describeCluster = async () => ({
    clusterId: "c-1",
    controllerId: 2,
    brokers: [
      { ...broker, partitions: 3, leaders: 1 },
      { ...broker, nodeId: 2, port: 9093, rack: "b", fenced: true, partitions: 0, leaders: 0 },
    ],
  });
  const { stdout } = await runWith({ describeCluster }, "cluster", "info");
  expect(stdout.split("\n")).toEqual([
    "cluster c-1, active controller 2",
    "",
    "BROKER  ADDRESS         RACK  STATE   REPLICAS  LEADERS",
    "     1  127.0.0.1:9092  -     active         3        1",
    "     2  127.0.0.1:9093  b     fenced         0        0",
    "",
  ]);
});

test("sordini quorum status shows how far each voter is behind", async () => {
  const voter = { directoryId: "d", lastContactMs: 0, lastCaughtUpMs: 0 };
  const describeQuorum = async () => ({
    leaderId: 1,
    leaderEpoch: 3,
    highWatermark: 40,
    voters: [
      { ...voter, nodeId: 1, logEndOffset: 41 },
      { ...voter, nodeId: 2, logEndOffset: 38, lastContactMs: 12, lastCaughtUpMs: null },
    ],
    observers: [],
  });
  const { stdout } = await runWith({ describeQuorum }, "quorum", "status");
  expect(stdout.split("\n")).toEqual([
    "leader 1, epoch 3, high watermark 40",
    "",
    "NODE  ROLE      LOG-END  LAG  CONTACT-MS  CAUGHT-UP-MS  DIRECTORY",
    "   1  leader         41    0           0             0  d",
    "   2  follower       38    3          12             -  d",
    "",
  ]);
});

test("sordini offsets shows start and end of each partition in order", async () => {
  const listOffsets: Admin["listOffsets"] = async (_, at) =>
    [1, 0].map((partition) => ({
      topic: "flights",
      partition,
      offset: at === "earliest" ? partition : 10,
      timestampMs: null,
      leaderEpoch: 0,
    }));
  const { stdout } = await runWith({ listOffsets }, "offsets", "flights");
  expect(stdout.split("\n")).toEqual([
    "PARTITION  START  END  RECORDS",
    "        0      0   10       10",
    "        1      1   10        9",
    "",
  ]);
});

describe("changes", () => {
  test("sordini topic create passes on what was said, and nothing else", async () => {
    const asked: unknown[] = [];
    const createTopics: Admin["createTopics"] = async (topics, options) => {
      asked.push({ topics, options });
      return [{ name: "flights", topicId: "id", partitions: 3, replicationFactor: 1 }];
    };
    const one = await runWith({ createTopics }, "topic", "create", "flights");
    expect(one.stdout).toBe("created topic flights: 3 partitions, replication factor 1\n");
    const all = [
      "--partitions",
      "3",
      "--replication-factor",
      "2",
      "--config",
      "a=b=c",
      "--dry-run",
    ];
    const two = await runWith({ createTopics }, "topic", "create", "flights", ...all);
    expect(two.stdout).toMatch(/^would create topic flights/);
    expect(asked).toEqual([
      { topics: [{ name: "flights", config: {} }], options: { validateOnly: false } },
      {
        topics: [{ name: "flights", partitions: 3, replicationFactor: 2, config: { a: "b=c" } }],
        options: { validateOnly: true },
      },
    ]);
  });

  test("sordini topic alter changes settings and adds partitions", async () => {
    const asked: unknown[] = [];
    const admin: Partial<Admin> = {
      alterConfigs: async (changes) => void asked.push(changes),
      createPartitions: async (topics) => void asked.push(topics),
    };
    const options = ["--partitions", "6", "--config", "a=1", "--reset-config", "b"];
    const { stdout } = await runWith(admin, "topic", "alter", "flights", ...options);
    expect(stdout).toBe("altered topic flights\n");
    const resource = { type: "topic", name: "flights" };
    expect(asked).toEqual([
      [
        { resource, key: "a", value: "1" },
        { resource, key: "b", value: null },
      ],
      [{ name: "flights", count: 6 }],
    ]);
    const nothing = await runIn({}, ["topic", "alter", "flights"]);
    expect(nothing.exitCode).toBe(2);
    expect(nothing.stderr).toMatch(/^sordini: nothing to change: give --partitions/);
  });

  test("sordini topic delete takes several names", async () => {
    const deleteTopics: Admin["deleteTopics"] = async () => undefined;
    const { stdout } = await runWith({ deleteTopics }, "topic", "delete", "a", "b");
    expect(stdout).toBe("deleted topic a\ndeleted topic b\n");
  });
});

describe("the cluster's address", () => {
  const client = new FakeClient({ admin: { listTopics: async () => [] } });
  const environment = { SORDINI_BOOTSTRAP: "env:1" };

  test.each([
    [["topic", "list"], {}, "127.0.0.1:9092"],
    [["topic", "list"], environment, "env:1"],
    [["topic", "list", "-b", "a:1,b:2"], environment, "a:1,b:2"],
    [["-b", "a:1", "topic", "list"], environment, "a:1"],
    [["topic", "--bootstrap=a:1", "list"], {}, "a:1"],
  ] as const)("%j", async (commandLine, environment, expected) => {
    const { connected, exitCode } = await runIn({ client, environment }, commandLine);
    expect({ connected, exitCode }).toEqual({ connected: [expected], exitCode: 0 });
    expect(client.isClosed).toBe(true);
  });

  test("is checked wherever it comes from", async () => {
    const option = await runIn({}, ["topic", "list", "-b", "nowhere"]);
    expect(option.exitCode).toBe(2);
    expect(option.stderr).toContain("'nowhere' is invalid. Expected HOST:PORT");
    const inherited = await runIn({ environment: { SORDINI_BOOTSTRAP: "x" } }, ["topic", "list"]);
    expect(inherited.exitCode).toBe(2);
    expect(inherited.stderr).toContain("SORDINI_BOOTSTRAP 'x' is invalid. Expected HOST:PORT");
  });
});

describe("errors", () => {
  function refusing(error: Error): Partial<Admin> {
    return { listTopics: () => Promise.reject(error) };
  }

  test.each([
    [new ConnectionError("no broker answers"), /^sordini: no broker answers \(set -b HOST:PORT/],
    [
      new SordiniError("UNKNOWN_TOPIC_OR_PARTITION", "no x"),
      /^sordini: no x \(`sordini topic list`/,
    ],
    [new SordiniError("INVALID_CONFIG", "a\nb"), /^sordini: a b\n$/],
  ])("%s is one line and 1", async (error, expected) => {
    const { exitCode, stdout, stderr } = await runWith(refusing(error), "topic", "list");
    expect(stderr).toMatch(expected);
    expect(stderr.split("\n")).toHaveLength(2);
    expect([exitCode, stdout]).toEqual([1, ""]);
  });

  test("show their stack with --debug, before or after the command", async () => {
    const admin = refusing(new TypeError("oops"));
    for (const line of [
      ["--debug", "topic", "list"],
      ["topic", "list", "--debug"],
    ]) {
      expect((await runWith(admin, ...line)).stderr).toContain("listing.test.ts");
    }
  });

  test.each([
    [[], ""],
    [["topic"], ""],
    [["topics"], "sordini: unknown command 'topics' (Did you mean topic?) (--help shows how)\n"],
    [["topic", "create"], "sordini: missing required argument 'name' (--help shows how)\n"],
    [["topic", "list", "--all"], "sordini: unknown option '--all' (--help shows how)\n"],
    [["offsets", "a", "b"], "sordini: too many arguments for 'offsets'."],
    [["server"], "sordini: required option '--config <file>' not specified (--help shows how)\n"],
    [["dev", "--brokers", "0"], "sordini: option '--brokers <count>' argument '0' is invalid."],
    [["dev", "--port", "65536"], "sordini: option '--port <port>' argument '65536' is invalid."],
  ] as const)("usage: sordini %j", async (commandLine, message) => {
    const { exitCode, stdout, stderr } = await runIn({}, commandLine);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message === "" ? "Usage: sordini" : message);
  });

  test("help and version are no errors", async () => {
    const help = await runIn({}, ["--help"]);
    expect([help.exitCode, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toContain("Look and change:");
    const version = await runIn({}, ["--version"]);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
