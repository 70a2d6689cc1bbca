import { SordiniError } from "@sordini/client";
import { describe, expect, test } from "vitest";
import { Recorder, runIn } from "../support/console.ts";
import { FakeClient, FakeProducer } from "../support/fake-client.ts";

/** Runs `sordini produce` with this input. */
async function produce(
  stdin: Iterable<string>,
  { options = [], producer = new FakeProducer() }: Partial<ProduceCase>,
) {
  const client = new FakeClient({ producer });
  const ran = await runIn({ client, stdin }, ["produce", "flights", ...options]);
  return { ...ran, sent: producer.sent, producerOptions: client.producerOptions };
}

interface ProduceCase {
  readonly options: readonly string[];
  readonly producer: FakeProducer;
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `${i}\n`).join("");
}

describe("sordini produce", () => {
  test("sends a record a line and sums up on stderr", async () => {
    const { sent, stdout, stderr, exitCode, producerOptions } = await produce(["a\n\nb"], {});
    expect(sent.map(({ value }) => value)).toEqual(["a", "", "b"]);
    expect([stdout, exitCode]).toEqual(["", 0]);
    expect(stderr).toMatch(/^3 records acknowledged, 2 bytes, \d+ ms\n$/);
    expect(producerOptions).toEqual({ acks: "all", compression: "none" });
  });

  test("splits the key at the first separator", async () => {
    const { sent } = await produce(['SFO:{"delay":12}\n:none\n'], { options: ["-k", ":"] });
    expect(sent).toEqual([
      { key: "SFO", value: '{"delay":12}', partition: 0 },
      { key: "", value: "none", partition: 0 },
    ]);
    const tabs = await produce(["a\tb"], { options: ["-k", "\\t"] });
    expect(tabs.sent).toMatchObject([{ key: "a", value: "b" }]);
  });

  test("stops at a line without its separator, and says which", async () => {
    const { sent, stderr, exitCode } = await produce(["a:1\nb\nc:3\n"], { options: ["-k", ":"] });
    expect(sent).toMatchObject([{ key: "a" }]);
    expect(exitCode).toBe(1);
    expect(stderr.split("\n").slice(1)).toEqual([
      'sordini: 1 record not acknowledged: line 2 has no ":" between key and value',
      "",
    ]);
  });

  test("prints partition and offset of each record with -v", async () => {
    const { stdout } = await produce(["a\nb\n"], { options: ["-v", "-p", "4"] });
    expect(stdout).toBe("4 0\n4 1\n");
  });

  test("sends every record although nobody reads the places any more", async () => {
    const stdout = new Recorder();
    stdout.failure = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    const producer = new FakeProducer({ space: 1 });
    const client = new FakeClient({ producer });
    const world = { client, stdout, stdin: [lines(10), lines(10)] };
    const { exitCode, stderr } = await runIn(world, ["produce", "flights", "-v"]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^20 records acknowledged/);
    expect(producer.sent).toHaveLength(20);
  });

  test("ends with an error when the places cannot be written", async () => {
    const stdout = new Recorder();
    stdout.failure = Object.assign(new Error("no space"), { code: "ENOSPC" });
    const client = new FakeClient({ producer: new FakeProducer() });
    const { exitCode, stderr } = await runIn({ client, stdout, stdin: ["a\n"] }, [
      ...["produce", "flights", "-v"],
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/\nsordini: cannot write the output: no space\n$/);
  });

  test("reads no further than the producer's buffer has space", async () => {
    const producer = new FakeProducer({ space: 7 });
    const { sent, exitCode, stderr } = await produce([lines(500), lines(500)], { producer });
    expect(producer.pendingMax).toBe(7);
    expect(sent).toHaveLength(1000);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^1000 records acknowledged, /);
  });

  test("goes on after a record that is too large, and counts it", async () => {
    const tooLarge = new SordiniError("MESSAGE_TOO_LARGE", "2 MB are more than 1 MB");
    const producer = new FakeProducer({ failures: { big: tooLarge } });
    const { sent, exitCode, stderr } = await produce(["a\nbig\n", "b\n"], { producer });
    expect(sent.map(({ value }) => value)).toEqual(["a", "b"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^2 records acknowledged/);
    expect(stderr).toContain(
      "\nsordini: 1 record not acknowledged: line 2: 2 MB are more than 1 MB (the topic's",
    );
  });

  test("ends its reading at a failure that the next record would share", async () => {
    const refused = new SordiniError("NOT_ENOUGH_REPLICAS", "1 of 2 replicas is in sync");
    const producer = new FakeProducer({ space: 1, failures: { "3": refused } });
    const { sent, exitCode, stderr } = await produce([lines(100)], { producer });
    expect(sent.map(({ value }) => value)).toEqual(["0", "1", "2", "4"]); // 4 was on its way
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/\nsordini: 1 record not acknowledged: line 4: 1 of 2 replicas is in/);
  });

  test("does not call acks=0 an acknowledgement", async () => {
    const { stderr, producerOptions } = await produce(["a\n"], {
      options: ["--acks", "0", "--compression", "zstd"],
    });
    expect(stderr).toMatch(/^1 record sent, not acknowledged \(acks=0\)/);
    expect(producerOptions).toEqual({ acks: 0, compression: "zstd" });
  });

  test("says that a topic is unknown before it reads anything", async () => {
    const { exitCode, stderr } = await runIn({ client: new FakeClient() }, ["produce", "nosuch"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^sordini: no topic is named nosuch \(`sordini topic list` shows/);
  });

  test.each([
    [["--acks", "2"], "'2' is invalid. Expected all (every in-sync replica), 1 (the leader) or 0"],
    [
      ["--compression", "rar"],
      "'rar' is invalid. Allowed choices are none, gzip, snappy, lz4, zstd",
    ],
    [["-p", "-1"], "'-1' is invalid. Expected a whole number, 0 or more."],
    [["-k", ""], "Expected at least one character"],
  ])("%j is a usage error", async (options, message) => {
    const { exitCode, stderr, sent } = await produce(["a\n"], { options });
    expect([exitCode, sent]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });
});
