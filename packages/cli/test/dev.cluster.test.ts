import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@sordini/testing";
import { afterAll, expect, test } from "vitest";
import { checkPortsFree } from "../src/dev-cluster.ts";
import { Sordini, sordini } from "./support/binary.ts";

const data = mkdtempSync(join(tmpdir(), "sordini-cli-"));
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** The first of `count` free ports in a row. */
async function freePortRow(count: number): Promise<number> {
  for (;;) {
    const [first = 0] = await freePorts(1);
    const isFree = await checkPortsFree(first, count).then(
      () => true,
      () => false,
    );
    if (isFree) return first;
  }
}

async function served(dev: Sordini): Promise<string> {
  await expect.poll(() => dev.stdout + dev.stderr, { timeout: 60_000 }).toContain("Ctrl-C stops");
  return /^bootstrap {2}(.*)$/m.exec(dev.stdout)?.[1] ?? "";
}

test("the README's walk, and the cluster goes on with --data where it stopped", async () => {
  const port = await freePortRow(3);
  await using dev = new Sordini(["dev", "--data", join(data, "walk"), "--port", String(port)]);
  const bootstrap = await served(dev);
  expect(bootstrap.split(",")).toEqual([0, 1, 2].map((index) => `127.0.0.1:${port + index}`));

  const on = { bootstrap };
  const create = ["topic", "create", "flights", "--partitions", "3", "--replication-factor", "3"];
  expect(await sordini(create, on)).toEqual({
    exitCode: 0,
    stdout: "created topic flights: 3 partitions, replication factor 3\n",
    stderr: "",
  });
  const sent = await sordini(["produce", "flights", "-k", ":", "-v"], {
    bootstrap,
    stdin: 'SFO:{"delay":12}\n',
  });
  expect(sent.stderr).toMatch(/^1 record acknowledged, 16 bytes, /);
  expect(sent.stdout).toMatch(/^[012] 0\n$/);
  expect(sent.exitCode).toBe(0);

  const format = ["--from", "start", "--exit-at-end", "-f", "%p %o %k %v\\n"];
  const read = await sordini(["consume", "flights", ...format], on);
  const expected = `${sent.stdout.trimEnd()} SFO {"delay":12}\n`;
  expect(read).toEqual({ exitCode: 0, stdout: expected, stderr: "" });

  const info = await sordini(["cluster", "info"], on);
  expect(info.stdout).toMatch(/^cluster \S+, active controller [123]\n/);
  expect(info.stdout.match(/ active /g)).toHaveLength(4); // the heading, and three brokers
  const quorum = await sordini(["quorum", "status"], on);
  expect(quorum.stdout.match(/ (leader|follower) /g)?.toSorted()).toEqual([
    " follower ",
    " follower ",
    " leader ",
  ]);

  dev.process.kill("SIGINT");
  expect(await dev.finished).toMatchObject({ exitCode: 0, stderr: "stopping\n" });

  await using again = new Sordini(["dev", "--data", join(data, "walk"), "--port", String(port)]);
  await served(again);
  expect(await sordini(["consume", "flights", ...format], on)).toEqual(read);
  again.process.kill("SIGTERM");
  expect((await again.finished).exitCode).toBe(0);
});

test("a folder's cluster keeps its size, and a port in use is named", async () => {
  const folder = mkdtempSync(join(data, "size-"));
  for (const node of ["node-1", "node-2", "node-3"]) mkdirSync(join(folder, node));
  const size = await sordini(["dev", "--data", folder, "--brokers", "5"]);
  expect(size).toMatchObject({ exitCode: 1, stdout: "" });
  expect(size.stderr).toContain("holds a cluster of 3 brokers, not 5: leave --brokers out");

  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { readonly port: number };
  const refused = await sordini(["dev", "--brokers", "1", "--port", String(port)]);
  expect(refused).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: `sordini: port ${port} cannot be used (EADDRINUSE): choose others with --port\n`,
  });
  await new Promise((resolve) => taken.close(resolve));
});

test("one server by hand: a configuration that cannot be read is a user's mistake", async () => {
  const { exitCode, stdout, stderr } = await sordini(["server", "--config", "no/such.properties"]);
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^sordini: .*no\/such\.properties.*\n$/);
});
