import { appendFileSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, freePorts, startCluster } from "@sordini/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Finished, Sordini, sordini } from "./support/binary.ts";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ brokers: 3 });
  for (const topic of ["lines", "large", "waiting"]) {
    const { stderr } = await run("topic", "create", topic, "--replication-factor", "3");
    if (stderr !== "") throw new Error(stderr);
  }
});

afterAll(() => cluster?.close());

function run(...commandLine: string[]): Promise<Finished> {
  return sordini(commandLine, { bootstrap: cluster.bootstrap });
}

function runWith(stdin: string | Uint8Array, ...commandLine: string[]): Promise<Finished> {
  return sordini(commandLine, { bootstrap: cluster.bootstrap, stdin });
}

describe("produce and consume", () => {
  const count = 50_000;
  const input = Array.from({ length: count }, (_, i) => `${i} ${"ü".repeat(i % 50)}\n`).join("");

  test("a file comes back as the same file, whatever the codec", async () => {
    for (const codec of ["none", "gzip", "snappy", "lz4", "zstd"]) {
      const topic = `file-${codec}`;
      await run("topic", "create", topic, "--partitions", "1");
      const sent = await runWith(input, "produce", topic, "--compression", codec);
      expect(sent.stderr).toMatch(/^50000 records acknowledged, /);
      expect(sent).toMatchObject({ exitCode: 0, stdout: "" });
      const { stdout, stderr, exitCode } = await run("consume", topic, "--exit-at-end");
      expect(stdout === input).toBe(true);
      expect([stderr, exitCode]).toEqual(["", 0]);
    }
  });

  test("-v names the place of every record, --from finds it again", async () => {
    const { stdout } = await runWith("a\nb\nc\n", "produce", "lines", "-v", "-p", "0");
    expect(stdout).toBe("0 0\n0 1\n0 2\n");
    const read = await run("consume", "lines", "--from", "1", "-n", "1", "-f", "%o=%v");
    expect(read.stdout).toBe("1=b");
    const recent = await run("consume", "lines", "--from", "@-1h", "--exit-at-end");
    expect(recent.stdout).toBe("a\nb\nc\n");
    const end = await run("consume", "lines", "--from", "end", "--exit-at-end");
    expect(end).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    const json = await run("consume", "lines", "--exit-at-end", "-o", "jsonl");
    const values = json.stdout.trimEnd().split("\n");
    expect(values.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { offset: 0, value: "a" },
      { offset: 1, value: "b" },
      { offset: 2, value: "c" },
    ]);
    const offsets = await run("offsets", "lines", "-o", "json");
    expect(JSON.parse(offsets.stdout)).toMatchObject([{ start: 0, end: 3, records: 3 }]);
  });

  test.each(["0", "1", "all"])("--acks %s", async (acks) => {
    const { exitCode, stderr } = await runWith("x\n", "produce", "waiting", "--acks", acks);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(acks === "0" ? /^1 record sent, not ack/ : /^1 record acknowledged/);
  });

  test("a reader who leaves early ends the command quietly", async () => {
    const { bootstrap } = cluster;
    await using consumer = new Sordini(["consume", "file-none"], { bootstrap });
    await expect.poll(() => consumer.stdout.length, { timeout: 20_000 }).toBeGreaterThan(0);
    consumer.process.stdout.destroy();
    const { exitCode, stderr } = await consumer.finished;
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends a waiting consumer quietly", async (signal, expected) => {
    await using consumer = new Sordini(["consume", "lines"], { bootstrap: cluster.bootstrap });
    await expect.poll(() => consumer.stdout, { timeout: 20_000 }).toBe("a\nb\nc\n");
    consumer.process.kill(signal);
    expect(await consumer.finished).toMatchObject({ exitCode: expected, stderr: "" });
  });

  test("Ctrl-C during produce delivers what was read, and says so", async () => {
    const { bootstrap } = cluster;
    await using producer = new Sordini(["produce", "waiting", "-v"], { bootstrap });
    producer.process.stdin.write("one\ntwo\nthr");
    await expect.poll(() => producer.stdout.split("\n").length, { timeout: 20_000 }).toBe(3);
    producer.process.kill("SIGINT");
    const { exitCode, stderr } = await producer.finished;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^2 records acknowledged, /);
  });
});

describe("bad input is one line on stderr and 1", () => {
  test.each([
    ["unknown topic", ["topic", "describe", "nosuch"], /nosuch.*`sordini topic list`/],
    ["unknown topic to read", ["consume", "nosuch"], /nosuch.*`sordini topic list`/],
    ["unknown topic to write", ["produce", "nosuch"], /nosuch.*`sordini topic list`/],
    ["unknown topic to delete", ["topic", "delete", "nosuch"], /nosuch/],
    ["unknown topic's offsets", ["offsets", "nosuch"], /nosuch/],
    ["bad topic name", ["topic", "create", "a b"], /"a b" contains " ": use letters, digits/],
    ["topic exists", ["topic", "create", "lines"], /lines.*`sordini topic describe`/],
    [
      "replication factor above the brokers",
      ["topic", "create", "many", "--replication-factor", "4"],
      /4.*3.*`sordini cluster info`/,
    ],
    ["bad setting", ["topic", "create", "many", "--config", "retention.ms=x"], /retention\.ms/],
    ["fewer partitions", ["topic", "alter", "lines", "--partitions", "1"], /partition/],
    ["offset out of range", ["consume", "lines", "--from", "99"], /99/],
    ["unknown partition", ["consume", "lines", "-p", "7"], /7/],
  ] as const)("%s", async (_, commandLine, message) => {
    const { exitCode, stdout, stderr } = await run(...commandLine);
    expect(stderr).toMatch(/^sordini: [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("a bug");
    expect([exitCode, stdout]).toEqual([1, ""]);
  });

  test("a partition that the topic does not have", async () => {
    const { exitCode, stderr } = await runWith("a\n", "produce", "lines", "-p", "7");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^0 records ack[^\n]*\nsordini: 1 record not acknowledged: line 1: .*7/);
  });

  test("an oversized record fails alone, and nothing else is lost", async () => {
    const stdin = `small\n${"x".repeat(2_000_000)}\nalso small\n`;
    const { exitCode, stdout, stderr } = await runWith(stdin, "produce", "large", "-v");
    expect(exitCode).toBe(1);
    expect(stdout).toBe("0 0\n0 1\n");
    expect(stderr).toMatch(
      /^2 records acknowledged[^\n]*\nsordini: 1 record not ack[^\n]*line 2: /,
    );
    const read = await run("consume", "large", "--exit-at-end");
    expect(read.stdout).toBe("small\nalso small\n");
  });

  test("nobody at the address", async () => {
    const [port] = await freePorts(1);
    const started = performance.now();
    for (const commandLine of [
      ["topic", "list"],
      ["produce", "lines"],
      ["consume", "lines"],
    ]) {
      const bootstrap = `127.0.0.1:${port}`;
      const { exitCode, stdout, stderr } = await sordini(commandLine, { bootstrap, stdin: "a\n" });
      expect([exitCode, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^sordini: [^\n]*\n$/);
      expect(stderr).toContain(bootstrap);
      expect(stderr).toContain("SORDINI_BOOTSTRAP");
    }
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe("after the cluster has stopped", () => {
  beforeAll(() => cluster.stop());

  test("log dump shows every batch of a segment, and names the damage", async () => {
    const [segment = ""] = readdirSync(cluster.folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith("00000000000000000000.log"))
      .map((name) => join(cluster.folder, name))
      .toSorted((a, b) => readFileSync(b).length - readFileSync(a).length);
    const whole = await sordini(["log", "dump", segment, "-o", "json"]);
    const batches = JSON.parse(whole.stdout) as { recordCount: number; crcValid: boolean }[];
    expect(batches.reduce((sum, { recordCount }) => sum + recordCount, 0)).toBe(50_000);
    expect(batches.every(({ crcValid }) => crcValid)).toBe(true);
    expect([whole.stderr, whole.exitCode]).toEqual(["", 0]);

    truncateSync(segment, readFileSync(segment).length - 1);
    const cut = await sordini(["log", "dump", segment]);
    expect(cut.exitCode).toBe(1);
    expect(cut.stderr).toMatch(/the last \d+ bytes are not a whole batch\n$/);
    appendFileSync(segment, Buffer.alloc(1, 0x55));
    const flipped = await sordini(["log", "dump", segment]);
    expect(flipped.exitCode).toBe(1);
    expect(flipped.stderr).toMatch(/1 batch with a wrong CRC, the first at byte \d+\n$/);
  });

  test.each([
    ["no/such.log", /^sordini: ENOENT: no such file or directory/],
    [".", /^sordini: \. is no file/],
    [process.execPath, /no record batch at byte 0/],
  ])("log dump %s", async (file, message) => {
    const { exitCode, stderr } = await sordini(["log", "dump", file]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
  });
});
