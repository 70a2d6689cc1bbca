import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@sordini/client";
import { type HistoryEvent, judge, unknownRecord } from "@sordini/sim";
import { type Cluster, createCluster } from "@sordini/testing";
import { ClusterView } from "./cluster-view.ts";
import { DemoScreen } from "./demo-screen.ts";
import { nodeNames } from "./faults/victims.ts";
import type { Figures } from "./figures.ts";
import { FlightProducer, indexHeader } from "./flight-producer.ts";
import { type Flight, flightsTopic, isFlight, loadFlights } from "./flights.ts";
import { closeOnInterrupt } from "./interruption.ts";
import type { LiveView } from "./live-view.ts";
import { RunClock } from "./run-clock.ts";
import { until } from "./waiting.ts";

export interface DemoReport extends Figures {
  readonly flights: number;
  /** Records whose key or fields are not those of the flight that was sent. */
  readonly different: number;
  /** Sentences; empty when all is well. */
  readonly violations: readonly string[];
}

const brokers = 3;
const partitions = 3;
const flightsPerSecond = 8000;
const failoverMsMax = 30_000;
const rejoinMsMax = 30_000;
/** How long the killed node stays away once its partition has moved on. */
const downMs = 300;

/**
 * The promise in half a minute: 20,000 real flights into three processes, `kill -9` of a leader
 * half-way, and every record compared. Throws when the cluster does not start or recover.
 */
export async function runDemo(view: LiveView): Promise<DemoReport> {
  const flights = loadFlights();
  await using cluster = await createCluster({ brokers });
  using _interruption = closeOnInterrupt(cluster);
  const clock = new RunClock();
  await Promise.all(cluster.nodes.map((node) => node.start()));
  await using client = new Client({ bootstrap: cluster.bootstrap, clientId: "demo" });
  const admin = client.admin();
  const { name } = flightsTopic;
  await admin.createTopics([{ name, partitions, replicationFactor: brokers }]);

  const producer = new FlightProducer({ client, flights, flightsPerSecond, clock });
  const clusterView = new ClusterView(admin, name);
  const screen = new DemoScreen({ cluster, clusterView, producer, view, total: flights.length });
  const sending = producer.sendAll();
  sending.catch(() => undefined); // what went wrong is thrown where it is awaited
  await acknowledged(producer, 1);
  const startMs = Math.round(clock.now());
  view.tell(`three processes, first flight acknowledged by all after ${startMs} ms`);
  screen.start();
  try {
    await acknowledged(producer, flights.length / 2);
    const failoverMs = await killLeader({ cluster, clusterView, producer, view, clock });
    await sending;
    await clusterView.untilWhole(rejoinMsMax);
    screen.stop();
    view.tell(`all ${flights.length} flights sent, reading them back`);
    const { reads, different } = await readBack(client, flights);
    const verdict = judge([...producer.history, ...reads]);
    const { lost, reordered, duplicated, read } = verdict;
    return {
      acknowledged: producer.acknowledged,
      ...{ read, lost, reordered, duplicated, kills: 1, startMs },
      ...{ failoverP50Ms: failoverMs, failoverP99Ms: failoverMs },
      ...{ flights: flights.length, different: different.length },
      violations: [
        ...producer.failures,
        ...verdict.violations.map(({ checker, text }) => `${checker}: ${text}`),
        ...different,
      ],
    };
  } finally {
    screen.stop();
  }
}

async function acknowledged(producer: FlightProducer, count: number): Promise<void> {
  const what = `${count} flights are acknowledged`;
  await until({ what, maxMs: failoverMsMax }, () =>
    Promise.resolve(producer.acknowledged >= count),
  );
}

interface Stage {
  readonly cluster: Cluster;
  readonly clusterView: ClusterView;
  readonly producer: FlightProducer;
  readonly view: LiveView;
  readonly clock: RunClock;
}

/** Resolves to the milliseconds in which its partition took no record; the node is back then. */
async function killLeader({ cluster, clusterView, producer, view, clock }: Stage) {
  const led = (await clusterView.partitions()).find(({ leader }) => leader !== null);
  if (led?.leader === undefined || led.leader === null)
    throw new Error("no partition has a leader");
  const node = cluster.node(led.leader);
  const who = `${nodeNames([node.nodeId])} (pid ${node.pid}), leader of flights-${led.partition}`;
  const recovery = producer.recoveryOf(led.partition);
  await node.kill();
  view.tell(`${producer.acknowledged} acknowledged: kill -9 ${who}`);
  const failoverMs = await recovery.within(failoverMsMax);
  if (failoverMs === null) {
    throw new Error(`flights-${led.partition} took no record within ${failoverMsMax} ms`);
  }
  view.tell(`flights-${led.partition} takes flights again, ${Math.round(failoverMs)} ms later`);
  await sleep(downMs);
  const startedMs = clock.now();
  await node.start();
  view.tell(
    `node ${node.nodeId} is back, ${Math.round(clock.now() - startedMs)} ms after its start`,
  );
  return Math.round(failoverMs);
}

interface ReadBack {
  readonly reads: readonly HistoryEvent[];
  /** A sentence for each record that is not the flight whose index it bears. */
  readonly different: readonly string[];
}

async function readBack(client: Client, flights: readonly Flight[]): Promise<ReadBack> {
  const reads: HistoryEvent[] = [];
  const different: string[] = [];
  const consumer = client.consumer({ from: "earliest", stopAtEnd: true });
  for await (const batch of consumer.batches([flightsTopic])) {
    for (const { partition, offset, key, value, headers } of batch) {
      const name = Number(headers.get(indexHeader) ?? unknownRecord);
      reads.push({ kind: "read", atMs: 0, reader: "demo", partition, offset, name });
      const flight = flights[name];
      if (flight !== undefined && isFlight(flight, key, value)) continue;
      different.push(`flights-${partition} ${offset} is not flight ${name} as it was sent`);
    }
  }
  return { reads, different };
}
