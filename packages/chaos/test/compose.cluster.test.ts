import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@sordini/client";
import { afterEach, expect, test } from "vitest";

// The compose files, as somebody uses them who has no container engine: their services run as
// processes, clients come in from outside.

const root = join(import.meta.dirname, "../../..");

/** `scripts/compose-as-processes.ts`, once everything is healthy. */
interface Compose {
  readonly process: ChildProcess;
  readonly bootstrap: string;
  readonly folder: string;
  readonly pids: ReadonlyMap<string, number>;
}

let running: ChildProcess | undefined;
afterEach(async () => {
  if (running === undefined || running.exitCode !== null) return;
  running.kill("SIGTERM");
  await once(running, "exit");
});

async function up(file: string): Promise<Compose> {
  const script = join(root, "scripts/compose-as-processes.ts");
  const child = spawn(process.execPath, [script, "--file", join(root, file)]);
  running = child;
  let printed = "";
  let complained = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text));
  const isUp = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes("Ctrl-C")) resolve();
    });
  });
  const ended = once(child, "exit").then(() => {
    throw new Error(`it ended before it was up:\n${complained}`);
  });
  await Promise.race([isUp, ended]);
  ended.catch(() => undefined); // later on that is what the test wants
  const pids = [...printed.matchAll(/^(\S+) pid (\d+)/gm)].map(
    ([, name, pid]) => [name as string, Number(pid)] as const,
  );
  return {
    process: child,
    bootstrap: /^bootstrap (.*)$/m.exec(printed)?.[1] as string,
    folder: /^folder (.*)$/m.exec(printed)?.[1] as string,
    pids: new Map(pids),
  };
}

async function send(bootstrap: string, values: readonly string[]): Promise<void> {
  await using client = new Client({ bootstrap });
  await using producer = client.producer({ acks: "all" });
  await Promise.all(values.map((value) => producer.send("t", { value })));
}

async function readAll(bootstrap: string): Promise<string[]> {
  await using client = new Client({ bootstrap });
  await using consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  const values: string[] = [];
  for await (const { value } of consumer.subscribe(["t"])) {
    values.push(Buffer.from(value ?? []).toString());
  }
  return values.sort();
}

const nodes = {
  "docker-compose.yml": ["broker-1", "broker-2", "broker-3"],
  "deploy/docker-compose.isolated.yml": [
    "controller-1",
    "controller-2",
    "controller-3",
    "broker-1",
    "broker-2",
    "broker-3",
  ],
};

test.each(Object.entries(nodes))("%s outlives one of its services", async (file, services) => {
  const { process: script, bootstrap, folder, pids } = await up(file);
  expect([...pids.keys()]).toEqual(services);
  {
    await using client = new Client({ bootstrap });
    const admin = client.admin();
    await admin.createTopics([{ name: "t", partitions: 6 }]);
    const [topic] = await admin.describeTopics(["t"]);
    expect(topic?.partitions.map(({ isr }) => isr.length)).toEqual([3, 3, 3, 3, 3, 3]);
  }
  const before = Array.from({ length: 60 }, (_, index) => `before ${index}`);
  await send(bootstrap, before);
  process.kill(pids.get("broker-2") as number, "SIGKILL");
  const after = Array.from({ length: 60 }, (_, index) => `after ${index}`);
  await send(bootstrap, after);
  expect(await readAll(bootstrap)).toEqual([...before, ...after].sort());
  script.kill("SIGINT");
  expect(await once(script, "exit")).toEqual([0, null]);
  expect(existsSync(folder)).toBe(false);
  for (const pid of pids.values()) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});
