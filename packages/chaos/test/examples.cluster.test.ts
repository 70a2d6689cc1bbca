import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Admin, Client } from "@sordini/client";
import { startCluster } from "@sordini/testing";
import { expect, test } from "vitest";
import { ExampleProcess } from "./example-process.ts";

const flightCount = 900;
const callers = 3;
const pollOptions = { timeout: 20_000, interval: 20 };

interface Averages {
  readonly flights: number;
  readonly airports: Readonly<Record<string, { flights: number; averageDelay: number }>>;
}

/** Each flight from an airport of its own, so that the worker's answer tells them apart. */
function flightOf(index: number) {
  const letters = [Math.floor(index / 676) % 26, Math.floor(index / 26) % 26, index % 26];
  const origin = letters.map((letter) => String.fromCharCode(65 + letter)).join("");
  return { origin, destination: "SFO", delay: index };
}

async function post(service: ExampleProcess, body: string) {
  const response = await fetch(`${service.url}/flights`, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as object };
}

/** Sends each flight until it is taken, as an honest caller does, and counts the answers. */
class Callers {
  taken = 0;
  refused = 0;

  async sendAll(service: ExampleProcess): Promise<void> {
    const remaining = Array.from({ length: flightCount }, (_, index) => index).values();
    const call = async (): Promise<void> => {
      for (const index of remaining) await this.#send(service, JSON.stringify(flightOf(index)));
    };
    await Promise.all(Array.from({ length: callers }, call));
  }

  async #send(service: ExampleProcess, body: string): Promise<void> {
    for (;;) {
      const answer = await post(service, body);
      if (answer.status === 202) break;
      if (answer.status !== 503) throw new Error(`unexpected answer ${JSON.stringify(answer)}`);
      this.refused++;
    }
    this.taken++;
  }
}

async function storedFlights(admin: Admin): Promise<number> {
  const ends = await admin.listOffsets(["flights"], "latest");
  return ends.reduce((sum, { offset }) => sum + (offset ?? 0), 0);
}

test("what was answered with 202 is counted, though a broker and the worker die", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sordini-worker-"));
  await using cluster = await startCluster({ brokers: 3 });
  await using client = new Client({ bootstrap: cluster.bootstrap });
  const admin = client.admin();
  await admin.createTopics([{ name: "flights", partitions: 3, replicationFactor: 3 }]);
  const environment = {
    SORDINI_BOOTSTRAP: cluster.bootstrap,
    STATE_FILE: join(folder, "state.json"),
  };
  await using service = await ExampleProcess.start("http-producer", environment);
  let worker = await ExampleProcess.start("worker", environment);
  const averages = async () => (await (await fetch(worker.url)).json()) as Averages;

  const sending = new Callers();
  const sent = sending.sendAll(service);
  await expect.poll(() => sending.taken, pollOptions).toBeGreaterThan(flightCount / 10);
  await expect.poll(async () => (await averages()).flights, pollOptions).toBeGreaterThan(0);
  const [topic] = await admin.describeTopics(["flights"]);
  const leader = cluster.node(topic?.partitions[0]?.leader ?? 1);
  await Promise.all([leader.kill(), worker.kill()]);
  expect(sending.taken, "the kill meets flights under way").toBeLessThan(flightCount);
  worker = await ExampleProcess.start("worker", environment);
  await sent;
  await leader.start();

  // A retry after a lost answer may store a flight twice, so the log says how many there are. Of
  // these the worker must have counted each exactly once, and every flight is among them.
  const stored = await storedFlights(admin);
  expect(stored).toBeGreaterThanOrEqual(flightCount);
  await expect.poll(async () => (await averages()).flights, pollOptions).toBe(stored);
  const { airports } = await averages();
  const flights = Array.from({ length: flightCount }, (_, index) => flightOf(index));
  expect(
    flights.filter((flight) => airports[flight.origin]?.averageDelay !== flight.delay),
  ).toEqual([]);

  // It goes on where it stopped: what it knew is there before it has read anything.
  expect(await worker.stop()).toBe(0);
  worker = await ExampleProcess.start("worker", environment);
  expect((await averages()).flights).toBe(stored);
  expect(await post(service, JSON.stringify(flightOf(0)))).toMatchObject({ status: 202 });
  await expect.poll(async () => (await averages()).flights, pollOptions).toBe(stored + 1);

  expect(await worker.stop()).toBe(0);
  expect(await service.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

test("bad bodies are refused; a cluster that is away is reported in bounded time", async () => {
  await using cluster = await startCluster({ brokers: 1 });
  await using client = new Client({ bootstrap: cluster.bootstrap });
  await client.admin().createTopics([{ name: "flights", partitions: 1, replicationFactor: 1 }]);
  await using service = await ExampleProcess.start("http-producer", {
    SORDINI_BOOTSTRAP: cluster.bootstrap,
  });
  const good = JSON.stringify(flightOf(0));
  expect(await post(service, good)).toEqual({
    status: 202,
    body: { topic: "flights", partition: 0, offset: 0 },
  });
  expect(await post(service, "{")).toMatchObject({ status: 400 });
  expect(await post(service, '{"origin":"ATL"}')).toEqual({
    status: 400,
    body: { error: '"destination" must be an airport code of three letters' },
  });

  await cluster.node(1).kill();
  const beganMs = performance.now();
  expect(await post(service, good)).toMatchObject({
    status: 503,
    body: { error: expect.any(String), reason: expect.any(String) },
  });
  expect(performance.now() - beganMs).toBeLessThan(8000);
  await cluster.node(1).start();
  await expect.poll(async () => (await post(service, good)).status, pollOptions).toBe(202);
});
