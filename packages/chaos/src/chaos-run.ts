import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@sordini/client";
import { Chance } from "@sordini/sim";
import { type Cluster, createCluster } from "@sordini/testing";
import { ClusterLoad } from "./cluster-load.ts";
import { ClusterView } from "./cluster-view.ts";
import { nodeNames } from "./faults/victims.ts";
import { type HistoryFile, judgeFile, openHistory } from "./history-file.ts";
import { closeOnInterrupt } from "./interruption.ts";
import type { LiveView } from "./live-view.ts";
import { type Kill, Nemesis } from "./nemesis.ts";
import type { ChaosOptions } from "./options.ts";
import { readEverything, TailReader } from "./reader.ts";
import { type ChaosReport, reportOf } from "./report.ts";
import { rotations } from "./rotations.ts";
import { RunClock } from "./run-clock.ts";
import { reasonOf } from "./waiting.ts";

const brokers = 3;
const partitions = 6;
const topic = "chaos";
const producers = 3;

/**
 * Kills nodes of a cluster of three under load, heals it, reads everything and judges the run. The
 * cluster's folder stays when promises were broken. Throws when the cluster does not even start.
 */
export async function runChaos(options: ChaosOptions, view: LiveView): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), "sordini-chaos-"));
  const historyPath = options.historyPath ?? join(folder, "history.jsonl");
  const history = openHistory(historyPath);
  const dataDirectory = join(folder, "cluster");
  view.tell(`seed ${options.seed}, history in ${historyPath}`);
  await using cluster = await createCluster({
    brokers,
    dataDirectory,
    settings: { "sordini.log.durability": options.durability },
  });
  using _interruption = closeOnInterrupt(cluster);
  const outcome = await disturb({ options, cluster, history, view });
  history.close();
  const report = reportOf({ ...outcome, options, historyPath }, await judgeFile(historyPath));
  await cluster.close();
  if (report.violations.length > 0) view.tell(`data and logs are kept in ${dataDirectory}`);
  else rmSync(dataDirectory, { recursive: true });
  return report;
}

interface Run {
  readonly options: ChaosOptions;
  readonly cluster: Cluster;
  readonly history: HistoryFile;
  readonly view: LiveView;
}

async function disturb({ options, cluster, history, view }: Run) {
  const clock = new RunClock();
  const bootstraps = rotations(cluster.bootstrap, producers);
  await Promise.all(cluster.nodes.map((node) => node.start()));
  await using client = new Client({ bootstrap: cluster.bootstrap, clientId: "chaos-nemesis" });
  const admin = client.admin();
  const config = { "min.insync.replicas": "2" };
  await admin.createTopics([{ name: topic, partitions, replicationFactor: brokers, config }]);

  const { recordsPerSecond } = options;
  const where = { topic, partitions, history, clock };
  const load = new ClusterLoad({ ...where, bootstraps, recordsPerSecond });
  const startMs = Math.round(await load.start());
  view.tell(`${brokers} processes, first acks=all acknowledgement after ${startMs} ms`);
  const tail = new TailReader({ ...where, name: "tail", bootstrap: cluster.bootstrap });
  tail.start();

  const nemesis = new Nemesis({
    ...{ cluster, load, history, clock },
    view: new ClusterView(admin, topic),
    chance: new Chance(options.seed),
  });
  const kills: Kill[] = [];
  const stoppedBy = await reasonOf(() => strikeAll({ nemesis, options, kills, view }));
  // Whatever happened, the cluster gets its chance to heal, and everything is read.
  const unreadBecause = await reasonOf(async () => {
    await load.stop();
    await nemesis.heal();
    view.tell(`reading ${load.acknowledged} acknowledged records`);
    for (const [index, bootstrap] of bootstraps.entries()) {
      await readEverything({ ...where, bootstrap, name: `reader-${index + 1}` });
    }
  });
  await tail.stop();
  await load.close();
  const { sent, failed, lastFailure } = load;
  const tailRestarts = tail.restarts;
  const durationMs = Math.round(clock.now());
  const ends = { stoppedBy, unreadBecause };
  return { kills, startMs, durationMs, sent, failed, lastFailure, tailRestarts, ...ends };
}

interface Strikes {
  readonly nemesis: Nemesis;
  readonly options: ChaosOptions;
  /** Filled as the kills are survived. */
  readonly kills: Kill[];
  readonly view: LiveView;
}

async function strikeAll({ nemesis, options, kills, view }: Strikes): Promise<void> {
  await nemesis.heal(); // from the start on, every replica is in sync when a node dies
  while (kills.length < options.kills) {
    view.show(() => [`      kill ${kills.length + 1} of ${options.kills} ...`]);
    const kill = await nemesis.strike(options.target);
    kills.push(kill);
    view.tell(describeKill(kills.length, kill));
  }
}

function describeKill(count: number, { nodeIds, affected, failoverMs, rejoinMs }: Kill): string {
  const [failover, rejoin] = [failoverMs, rejoinMs].map((ms) => `${Math.round(ms)} ms`);
  const which = affected.length === 1 ? "partition" : "partitions";
  return (
    `${String(count).padStart(4)}. kill -9 ${nodeNames(nodeIds)}: ` +
    `records again after ${failover} on ${which} ${affected.join(",")}, ` +
    `all in sync ${rejoin} after the restart`
  );
}
