import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@sordini/client";
import { ClusterLoad } from "../cluster-load.ts";
import { ClusterView } from "../cluster-view.ts";
import { faultKind } from "../faults/catalogue.ts";
import type { FaultKind } from "../faults/fault.ts";
import { type HistoryFile, judgeFile, openHistory } from "../history-file.ts";
import { closeOnInterrupt } from "../interruption.ts";
import type { LiveView } from "../live-view.ts";
import { UsageError } from "@sordini/sim";
import type { TimedOptions } from "../options.ts";
import { reportPage } from "../page/report-page.ts";
import { readEverything, TailReader } from "../reader.ts";
import { rotations } from "../rotations.ts";
import { RunClock } from "../run-clock.ts";
import { schedule } from "../schedule.ts";
import { reasonOf } from "../waiting.ts";
import { compareReplicas, type Convergence } from "./convergence.ts";
import { DeliveryRate } from "./delivery-rate.ts";
import { type EpisodeOutcome, EpisodeRunner } from "./episodes.ts";
import { LeaderWatch } from "./leader-watch.ts";
import { OffsetWatch } from "./offset-watch.ts";
import { possibleFaults } from "./requirements.ts";
import { Scene } from "./scene.ts";
import { type TimedOutcome, type TimedReport, timedReportOf } from "./timed-report.ts";

const partitions = 6;
const topic = "chaos";
const producers = 3;
const wholeMsMax = 60_000;
/** What a fault sets off may end a little later than its healing. */
const settleMs = 1000;

/**
 * Hurts a cluster of three under load for some minutes, heals it, reads everything, compares the
 * replicas and judges the run. What the nodes wrote stays when promises were broken. Throws when
 * the cluster does not even start, or nothing that was asked for can be done here.
 */
export async function runTimed(options: TimedOptions, view: LiveView): Promise<TimedReport> {
  const folder = mkdtempSync(join(tmpdir(), "sordini-chaos-"));
  const historyPath = options.historyPath ?? join(folder, "history.jsonl");
  const reportPath = options.reportPath ?? join(folder, "report.html");
  view.tell(`seed ${options.seed}, history in ${historyPath}`);
  const { durability } = options;
  const wanted = options.faults.map(faultKind);
  const { kinds, skipped } = await possibleFaults(wanted, { folder, durability });
  for (const { fault, why } of skipped) view.tell(`SKIPPED ${fault}: ${why}`);
  if (options.faults.length > 0 && kinds.length === 0) {
    throw new UsageError("none of the faults that were asked for can be done on this machine");
  }
  const history = openHistory(historyPath);
  const scene = await Scene.create({ folder, kinds, durability });
  using _interruption = closeOnInterrupt(scene);
  try {
    const brought = await new TimedRun({ options, kinds, scene, history, view }).run();
    history.close();
    const outcome = { ...brought, options, skipped, historyPath, reportPath };
    const report = timedReportOf(outcome, await judgeFile(historyPath));
    writeFileSync(reportPath, reportPage(report, outcome));
    await scene.close();
    if (report.violations.length === 0) scene.discard();
    else view.tell(`data and logs are kept in ${folder}`);
    return report;
  } finally {
    await scene.close();
  }
}

interface TimedRunParts {
  readonly options: TimedOptions;
  readonly kinds: readonly FaultKind[];
  readonly scene: Scene;
  readonly history: HistoryFile;
  readonly view: LiveView;
}

type Brought = Omit<TimedOutcome, "options" | "skipped" | "historyPath" | "reportPath">;

/** One run, from the first process to the last comparison. */
class TimedRun {
  readonly #parts: TimedRunParts;
  readonly #clock = new RunClock();
  readonly #rate = new DeliveryRate();
  readonly #episodes: EpisodeOutcome[] = [];
  #idlePhases = 0;

  constructor(parts: TimedRunParts) {
    this.#parts = parts;
  }

  async run(): Promise<Brought> {
    const { options, scene, history, view } = this.#parts;
    const { cluster } = scene;
    await Promise.all(cluster.nodes.map((node) => node.start()));
    await using client = new Client({ bootstrap: cluster.bootstrap, clientId: "chaos-nemesis" });
    const admin = client.admin();
    const config = { "min.insync.replicas": "2" };
    const replicationFactor = cluster.nodes.length;
    await admin.createTopics([{ name: topic, partitions, replicationFactor, config }]);

    const clock = this.#clock;
    const where = { topic, partitions, history, clock };
    const load = new ClusterLoad({
      ...where,
      bootstraps: rotations(cluster.bootstrap, producers),
      recordsPerSecond: options.recordsPerSecond,
      onDelivery: (delivery) => this.#rate.see(delivery),
    });
    const startMs = Math.round(await load.start());
    view.tell(`first acks=all acknowledgement after ${startMs} ms`);
    const tail = new TailReader({ ...where, name: "tail", bootstrap: cluster.bootstrap });
    tail.start();
    const watch = new LeaderWatch({ admin, topic, clock });
    watch.start();
    const offsets = new OffsetWatch({ admin, topic, history, clock });
    offsets.start();
    const clusterView = new ClusterView(admin, topic);

    const stoppedBy = await reasonOf(() => this.#disturb({ load, watch, clusterView }));
    await watch.stop();
    await offsets.stop();
    const durationMs = Math.round(clock.now());
    // Whatever happened, the cluster gets its chance to heal, and everything is read and compared.
    let convergence: Convergence | null = null;
    const unreadBecause = await reasonOf(async () => {
      await scene.heal();
      await load.stop();
      await clusterView.untilWhole(wholeMsMax);
      await admin.electLeaders(); // each replica is read where it leads
      view.tell(`reading ${load.acknowledged} acknowledged records`);
      for (const [index, bootstrap] of rotations(cluster.bootstrap, producers).entries()) {
        await readEverything({ ...where, bootstrap, name: `reader-${index + 1}` });
      }
      await tail.stop();
      await clusterView.untilWhole(wholeMsMax); // what readers found rotten was replaced
      await cluster.stop();
      convergence = compareReplicas(cluster.nodes.map(({ dataDirectory }) => dataDirectory));
    });
    await tail.stop();
    await load.close();
    const { sent, failed, lastFailure } = load;
    const { calmMs, calmChanges, partitions: leaders, controllers } = watch;
    return {
      ...{ episodes: this.#episodes, idlePhases: this.#idlePhases, startMs, durationMs },
      ...{ sent, failed, lastFailure, tailRestarts: tail.restarts, convergence },
      ...{ calmMs, calmChanges, leaders, controllers },
      ...{ seconds: this.#rate.secondsUntil(durationMs), stoppedBy, unreadBecause },
    };
  }

  async #disturb(stage: DisturbStage): Promise<void> {
    const { options, kinds, scene, history, view } = this.#parts;
    const { load, clusterView } = stage;
    const clock = this.#clock;
    const { cluster, network, disks } = scene;
    const endMs = clock.now() + options.minutes * 60_000;
    await clusterView.untilWhole(wholeMsMax);
    if (kinds.length === 0) return this.#calm(stage, endMs - clock.now());

    const runner = new EpisodeRunner({
      ...{ cluster, network, disks, view: clusterView, load, history, clock },
    });
    for (const episode of schedule(options.seed, kinds)) {
      await this.#calm(stage, episode.calmMs);
      runner.checkAlive();
      if (clock.now() >= endMs) return;
      const outcome = await runner.run(episode);
      this.#episodes.push(outcome);
      view.tell(describeEpisode(this.#episodes.length, outcome));
    }
  }

  /** Leaves the cluster alone, and sees that it works and stays as it is. */
  async #calm({ load, watch }: DisturbStage, ms: number): Promise<void> {
    await sleep(settleMs);
    await watch.beginCalm();
    const before = load.acknowledged;
    await sleep(ms);
    if (load.acknowledged === before) this.#idlePhases++;
    watch.endCalm();
  }
}

interface DisturbStage {
  readonly load: ClusterLoad;
  readonly watch: LeaderWatch;
  readonly clusterView: ClusterView;
}

function describeEpisode(count: number, { faults, afterHealMs, rejoinMs }: EpisodeOutcome): string {
  const lines = faults.map(({ text, fromMs, toMs, recoveryMs, proof }) => {
    const [lasted, recovered] = [toMs - fromMs, recoveryMs].map((ms) => `${Math.round(ms)} ms`);
    return `        ${text} for ${lasted}: records again after ${recovered} (${proof})`;
  });
  const [after, rejoin] = [afterHealMs, rejoinMs].map((ms) => `${Math.round(ms)} ms`);
  return [
    `${String(count).padStart(4)}. healed: records everywhere after ${after}, in sync ${rejoin}`,
    ...lines,
  ].join("\n");
}
