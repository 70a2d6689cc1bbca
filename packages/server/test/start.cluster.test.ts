import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@sordini/client";
import { type Cluster, createCluster, freePorts } from "@sordini/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// What a user can do wrong when starting a server, or what a machine can do to one: each is a
// sentence on stderr and exit code 1, and nothing is lost.

const main = fileURLToPath(import.meta.resolve("@sordini/server/main"));
let cluster: Cluster;

beforeEach(async () => {
  cluster = await createCluster({ brokers: 1 });
});
afterEach(() => cluster.close());

const node = () => cluster.node(1);
const folder = () => join(cluster.folder, "node-1");

/** Runs a server over the cluster's configuration until it ends by itself. */
function run(...overrides: string[]) {
  const options = overrides.flatMap((override) => ["--override", override]);
  const config = join(folder(), "server.properties");
  const ended = spawnSync(process.execPath, [main, "--config", config, ...options], {
    encoding: "utf8",
    timeout: 20_000,
  });
  const words = ended.stderr.split("\n").filter((line) => line.startsWith("sordini:"));
  return { code: ended.status, words: words.join("\n") };
}

async function sendOne(value: string): Promise<void> {
  await using client = new Client({ bootstrap: cluster.bootstrap });
  await using producer = client.producer();
  await producer.send("t", { value });
}

async function readAll(): Promise<string[]> {
  await using client = new Client({ bootstrap: cluster.bootstrap });
  await using consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  const values: string[] = [];
  for await (const record of consumer.subscribe(["t"])) {
    values.push(Buffer.from(record.value ?? []).toString());
  }
  return values;
}

async function createTopic(): Promise<void> {
  await using client = new Client({ bootstrap: cluster.bootstrap });
  await using admin = client.admin();
  await admin.createTopics([{ name: "t", partitions: 1, replicationFactor: 1 }]);
}

describe("a start is refused with a sentence", () => {
  test("a configuration that cannot be read", () => {
    const ended = spawnSync(process.execPath, [main, "--config", join(folder(), "no-such-file")], {
      encoding: "utf8",
    });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("cannot read the configuration: ENOENT");
  });

  test("a contradictory configuration", () => {
    const { code, words } = run("node.id=7");
    expect(code).toBe(1);
    expect(words).toContain("allowed: node.id 7 among the voters (1)");
  });

  test("a port in use", async () => {
    const taken = createServer();
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const [other] = await freePorts(1);
    const listeners = `GRPC://127.0.0.1:${port},CONTROLLER://127.0.0.1:${other}`;
    const { code, words } = run(
      `listeners=${listeners}`,
      `controller.quorum.voters=1@127.0.0.1:${other}`,
    );
    taken.close();
    expect(code).toBe(1);
    expect(words).toMatch(new RegExp(`cannot listen on GRPC://127.0.0.1:${port}: .*EADDRINUSE`));
  });

  test("another cluster's directory", async () => {
    await node().start();
    await node().stop();
    const { code, words } = run("sordini.cluster.id=AAAAAAAAAAAAAAAAAAAAAA");
    expect(code).toBe(1);
    expect(words).toMatch(/AAAAAAAAAAAAAAAAAAAAAA/);
    expect(words).toMatch(/cluster 4L6g3nShT-eMCtK--X86sw/);
  });

  test("a directory in use by another process", async () => {
    await node().start();
    const [client, controller] = await freePorts(2);
    const { code, words } = run(
      `listeners=GRPC://127.0.0.1:${client},CONTROLLER://127.0.0.1:${controller}`,
      `controller.quorum.voters=1@127.0.0.1:${controller}`,
    );
    expect(code).toBe(1);
    expect(words).toMatch(/in use|lock/);
  });
});

test("a damaged metadata log is named, and the node does not lead a shorter past", async () => {
  await node().start();
  await createTopic();
  await node().stop();
  damageRaftLog(join(folder(), "data", "__cluster_metadata-0", "log"));
  // A lone controller without a vote elects nobody, so this start never gets to serve.
  const config = join(folder(), "server.properties");
  const ended = spawnSync(process.execPath, [main, "--config", config], {
    encoding: "utf8",
    timeout: 4_000,
    killSignal: "SIGKILL",
  });
  expect(ended.stdout).toBe("");
  expect(ended.stderr).toContain("cannot vote");
});

test("random bytes on each port do no harm", async () => {
  await node().start();
  await createTopic();
  const settings = readFileSync(join(folder(), "server.properties"), "utf8");
  const listeners = /^listeners=(.*)$/m.exec(settings)?.[1] ?? "";
  const ports = [...listeners.matchAll(/:(\d+)/g)].map((match) => Number(match[1]));
  expect(ports).toHaveLength(2);
  for (const port of ports) await sendRandomBytes(port, 10 << 20);
  await sendOne("after");
  expect(await readAll()).toEqual(["after"]);
});

const canMount = spawnSync("sh", [
  "-c",
  'd=$(mktemp -d) && mount -t tmpfs -o size=1m none "$d" && umount "$d" && rmdir "$d"',
]).status;

// Where mounting is not allowed, the storage port's faults stand in (packages/storage/test).
test.skipIf(canMount !== 0)("a full disk loses nothing that was acknowledged", async () => {
  const disk = mkdtempSync(join(tmpdir(), "sordini-full-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=400m", "none", disk]);
  try {
    const small = await createCluster({
      brokers: 1,
      settings: { "log.dirs": join(disk, "data"), "sordini.log.durability": "fsync" },
    });
    await cluster.close();
    cluster = small;
    await node().start();
    await createTopic();
    const sent = await fillDisk();
    expect(sent.length).toBeGreaterThan(0);
    await node().kill();
    rmSync(join(disk, "filler"));
    await node().start();
    expect((await readAll()).slice(0, sent.length)).toEqual(sent);
  } finally {
    await cluster.close();
    execFileSync("umount", [disk]);
  }

  /** Sends records until the disk is full and one of them fails; returns those acknowledged. */
  async function fillDisk(): Promise<string[]> {
    await using client = new Client({ bootstrap: cluster.bootstrap });
    await using producer = client.producer({ deliveryTimeoutMs: 2_000 });
    const acknowledged: string[] = [];
    mkdirSync(disk, { recursive: true });
    for (let index = 0; index < 1_000; index++) {
      if (index === 10) fillUp(join(disk, "filler"));
      const value = `${index} ${"x".repeat(900_000)}`;
      try {
        await producer.send("t", { value });
        acknowledged.push(value);
      } catch {
        return acknowledged;
      }
    }
    throw new Error("the disk never got full");
  }
});

function fillUp(path: string): void {
  spawnSync("sh", ["-c", `dd if=/dev/zero of="${path}" bs=1M 2>/dev/null`]);
}

/** Flips a byte in the middle of every file of the store that holds data. */
function damageRaftLog(store: string): void {
  for (const name of readdirSync(store).filter((file) => /\.(log|ldb)$/.test(file))) {
    const path = join(store, name);
    const bytes = readFileSync(path);
    if (bytes.length < 100) continue;
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] as number) ^ 0xff;
    writeFileSync(path, bytes);
  }
}

async function sendRandomBytes(port: number, count: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined); // the server may reset the connection while we write
  socket.resume();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let state = port;
  const chunk = Buffer.alloc(64 * 1024);
  for (let sent = 0; sent < count && !socket.destroyed; sent += chunk.length) {
    for (let index = 0; index < chunk.length; index++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      chunk[index] = state >>> 16;
    }
    if (!socket.write(chunk)) await Promise.race([drained(socket), closed]);
  }
  socket.end();
  await closed;
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("drain", resolve));
}
