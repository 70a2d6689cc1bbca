import { rmSync } from "node:fs";
import type { QuorumDescription } from "@sordini/client";
import { type Cluster, startCluster } from "@sordini/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Finished, sordini } from "./support/binary.ts";

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ brokers: 3 });
});

afterAll(() => cluster?.close());

/** Runs a command at one node, so that it also works while others are down. */
function run(...commandLine: string[]): Promise<Finished> {
  return sordini(commandLine, { bootstrap: cluster.bootstrap });
}

async function quorum(): Promise<QuorumDescription> {
  const { stdout, stderr } = await run("quorum", "describe", "-o", "json");
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as QuorumDescription;
}

test("a controller that lost its disk is replaced; then another may be lost (I14)", async () => {
  await run("topic", "create", "before", "--replication-factor", "3");
  const { leaderId, voters } = await quorum();
  const [lost = 0, other = 0] = [1, 2, 3].filter((nodeId) => nodeId !== leaderId);
  const old = voters.find(({ nodeId }) => nodeId === lost);

  await cluster.node(lost).kill();
  rmSync(cluster.node(lost).dataDirectory, { recursive: true });
  await cluster.node(lost).start();

  // It is another voter now: it observes, and its old self still stands among the voters.
  await expect.poll(async () => (await quorum()).observers.length, { timeout: 30_000 }).toBe(1);
  const observed = await quorum();
  expect(observed.voters).toHaveLength(3);
  expect(observed.observers).toMatchObject([{ nodeId: lost }]);
  expect(observed.observers[0]?.directoryId).not.toBe(old?.directoryId);

  const tooEarly = await run("quorum", "add", `${lost}`);
  expect(tooEarly.stderr).toContain(`controller ${lost} with directory ${old?.directoryId} is a`);
  expect(tooEarly.exitCode).toBe(1);

  const removed = await run("quorum", "remove", `${lost}`);
  expect([removed.stderr, removed.exitCode]).toEqual(["", 0]);
  const added = await run("quorum", "add", `${lost}`);
  expect([added.stderr, added.exitCode]).toEqual(["", 0]);
  expect(added.stdout).toMatch(/; the voters are 1, 2, 3\n$/);
  const replaced = await quorum();
  expect(replaced.voters.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3]);
  expect(replaced.observers).toEqual([]);

  // Without the replacement these two would be one voter of three.
  await cluster.node(other).kill();
  await run("topic", "create", "after", "--replication-factor", "1");
  const { stdout } = await run("topic", "list");
  expect(stdout).toMatch(/^after .*\nbefore /m);

  // It need not be the leader that survives.
  await cluster.node(other).start();
  await cluster.node(leaderId).kill();
  const last = await run("topic", "create", "last", "--replication-factor", "1");
  expect([last.stderr, last.exitCode]).toEqual(["", 0]);
});

test("what cannot be is said", async () => {
  const stranger = await run("quorum", "add", "9");
  expect(stranger.stderr).toContain("controller 9 is not among the observers");
  const nobody = await run("quorum", "remove", "9");
  expect(nobody.stderr).toContain("controller 9 is not one of the voters");
  expect([stranger.exitCode, nobody.exitCode]).toEqual([1, 1]);
});
