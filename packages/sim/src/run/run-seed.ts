import { assert, type Millis, type NodeId } from "@sordini/base";
import type { PartitionRef } from "@sordini/broker";
import { partitionOf, partitionsOf, topicByName, topicsOf } from "@sordini/metadata";
import { Chance } from "../chance.ts";
import { InvariantViolation } from "../checkers/cluster-view.ts";
import { RaftChecker } from "../checkers/raft/raft-checker.ts";
import { ReplicationChecker } from "../checkers/replication/replication-checker.ts";
import { checkLogsAgree, whyNotAtRest } from "../checkers/convergence.ts";
import { judge } from "../checkers/log-history.ts";
import { SimCluster } from "../cluster/sim-cluster.ts";
import { faults } from "../faults/index.ts";
import { Nemesis } from "../faults/nemesis.ts";
import { ClusterClient, type PartitionName } from "../workload/cluster-client.ts";
import { LoadProducer } from "../workload/load-producer.ts";
import { LoadReader } from "../workload/load-reader.ts";
import { readFromReplacedLeaders } from "../workload/quorum-reads.ts";
import { Recorder } from "../workload/recorder.ts";
import { SdkLoad } from "../workload/sdk-load.ts";
import { Topics } from "../workload/topics.ts";
import { withoutRealWorld } from "../world/forbidden.ts";
import { World } from "../world/world.ts";
import { Excuses } from "./excuses.ts";
import { drawScenario, type Scenario } from "./scenario.ts";

export interface RunOptions {
  /** Ends the run after so many events, without a verdict on what was not reached. */
  readonly steps?: number;
  readonly trace?: (line: string) => void;
}

export interface FoundViolation {
  /** I1 to I47, L1 to L9, the name of a checker, or "crash". */
  readonly invariant: string;
  readonly text: string;
}

export interface SeedResult {
  readonly seed: number;
  /** Of everything that happened: equal for equal runs. */
  readonly hash: string;
  readonly violation: FoundViolation | null;
  readonly simulatedMs: Millis;
  readonly events: number;
  /** Faults by name, facts that the nodes logged, operations. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Runs what the seed stands for. */
export function runSeed(seed: number, options: RunOptions = {}): Promise<SeedResult> {
  return runScenario(drawScenario(seed), options);
}

/** Runs a scenario to its end or to the first violation. Never throws for what a run finds. */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions = {},
): Promise<SeedResult> {
  return withoutRealWorld(() => new Run(scenario, options).go());
}

// In virtual time, without faults.
const startsInTime = { invariant: "L1", msMax: 30_000 };
const isLedInTime = { invariant: "L1", msMax: 60_000 };
const isInSyncInTime = { invariant: "L3", msMax: 60_000 };
/** So long a disk may be behind without a rest before the load counts as more than it carries. */
const busyMsMax = 30_000;
const areVotersSettled = { invariant: "L9", msMax: 30_000 };
const restMsMax = 30_000;
const endsInTime = { invariant: "L4", msMax: 60_000 };

class Run {
  readonly #scenario: Scenario;
  readonly #world: World;
  readonly #cluster: SimCluster;
  readonly #recorder: Recorder;
  readonly #topics: Topics;
  readonly #nemesis: Nemesis;
  readonly #excuses: Excuses;
  readonly #producers: LoadProducer[];
  readonly #readers: LoadReader[];
  readonly #sdks: SdkLoad[];
  /** Partitions that a final reader had to leave out. */
  readonly #unread = new Set<string>();
  /** The load has ended, for good. */
  #isLoadStopped = false;

  constructor(scenario: Scenario, { steps = Infinity, trace }: RunOptions) {
    this.#scenario = scenario;
    const { shape, seed } = scenario;
    const afterEvent = (): void => {
      this.#cluster.afterEvent();
      if (this.#world.events >= steps) this.#world.fail(new StepsAreOver());
    };
    this.#world = new World({ seed, trace, afterEvent });
    this.#cluster = new SimCluster({
      world: this.#world,
      shape,
      checkers: (view) => [new RaftChecker(view), new ReplicationChecker()],
      trace: trace !== undefined,
    });
    this.#recorder = new Recorder(this.#world);
    this.#topics = new Topics(this.#cluster);
    readFromReplacedLeaders(this.#cluster);
    this.#nemesis = new Nemesis(this.#cluster, this.#topics);
    this.#excuses = new Excuses(this.#cluster, this.#nemesis);
    const load = { recorder: this.#recorder, partitions: this.#topics.partitions };
    this.#producers = Array.from({ length: shape.producers }, () => {
      const client = new ClusterClient(this.#cluster);
      const { thinkMs, recordsPerBatchMax } = shape;
      return new LoadProducer({ ...load, client, thinkMs, recordsPerBatchMax });
    });
    this.#readers = Array.from({ length: shape.readers }, (_, i) => {
      const client = new ClusterClient(this.#cluster);
      return new LoadReader({ ...load, client, name: `reader ${i}` });
    });
    this.#sdks = Array.from({ length: shape.sdks }, (_, i) => {
      const { thinkMs } = shape;
      return new SdkLoad({ ...load, cluster: this.#cluster, name: `sdk ${i}`, thinkMs });
    });
  }

  get #load(): readonly { start(): void; stop(): void }[] {
    return [...this.#producers, ...this.#readers, ...this.#sdks];
  }

  async go(): Promise<SeedResult> {
    const violation = await this.#findViolation();
    if (violation !== null) {
      this.#world.note(`VIOLATION ${violation.invariant}: ${violation.text}`);
    }
    this.#cluster.counts.add("records acknowledged", this.#recorder.acknowledged);
    this.#cluster.counts.add("records read", this.#recorder.read);
    return {
      seed: this.#scenario.seed,
      hash: this.#world.hash.digest,
      violation,
      simulatedMs: this.#world.nowMs,
      events: this.#world.events,
      counts: this.#cluster.counts.toObject(),
    };
  }

  /** A rejected promise that nobody waits for would have ended a real process: it ends the run. */
  async #findViolation(): Promise<FoundViolation | null> {
    const failed = (error: unknown): void => this.#world.fail(error);
    process.on("unhandledRejection", failed);
    try {
      await this.#start();
      await this.#trouble();
      await this.#heal();
      this.#judge();
      return null;
    } catch (error) {
      return error instanceof StepsAreOver ? null : violationOf(error);
    } finally {
      process.off("unhandledRejection", failed);
    }
  }

  /** The first start of a cluster needs every node: voters learn each other's directories. */
  async #start(): Promise<void> {
    this.#cluster.startFirst();
    void this.#topics.createLasting();
    const hasBegun = () => this.#topics.partitions().length > 0;
    await this.#until(startsInTime, hasBegun, () => "the cluster did not start");
    this.#cluster.startSpares();
    for (const each of this.#load) each.start();
  }

  /** Faults, with the invariants of safety checked after each event. */
  async #trouble(): Promise<void> {
    const { actions, faultsMs } = this.#scenario;
    for (const { atMs, fault: name, dice } of actions) {
      const fault = faults.find((each) => each.name === name);
      assert(fault !== undefined, `there is no fault ${name}`);
      this.#world.after(atMs, `fault: ${name}`, () => {
        const what = fault.inject(this.#nemesis, new Chance(dice));
        if (what === null) return;
        this.#cluster.counts.add(`fault: ${name}`);
        this.#world.note(`FAULT ${name}: ${what}`);
      });
    }
    await this.#world.run(this.#world.nowMs + faultsMs);
  }

  /** The end of faults: everything that was promised must come about now, in bounded time. */
  async #heal(): Promise<void> {
    this.#world.note("HEAL");
    this.#nemesis.end();
    await this.#converge();
    const isSettled = () => this.#cluster.voters.isCertain;
    await this.#until(areVotersSettled, isSettled, () => "controllers differ on who may vote");
    const chance = new Chance(this.#world.stream("retirement"));
    const retired = chance.isHit(0.5) ? this.#nemesis.retireSome(chance) : [];
    this.#world.note(`RETIRED ${retired.map(({ nodeId }) => `n${nodeId}`).join(" ")}`);
    await this.#converge();
    this.#stopLoad();
    const isAnswered = () => this.#recorder.pending === 0;
    await this.#until(endsInTime, isAnswered, () => `${this.#recorder.pending} operations hang`);
    await this.#converge();
    await this.#settle();
    await this.#readAll();
  }

  /** Everything agrees: logs, histories of epochs, images. */
  async #settle(): Promise<void> {
    const why = () => whyNotAtRest(this.#cluster, this.#excuses); // L2, L3, L8, L9
    await this.#world.run(this.#world.nowMs + restMsMax, () => why() === null);
    const left = why();
    if (left !== null) throw new InvariantViolation(left.invariant, left.text);
    let isChecked = false;
    void checkLogsAgree(this.#cluster).then(
      () => (isChecked = true),
      (error: unknown) => this.#world.fail(error),
    );
    await this.#until(
      endsInTime,
      () => isChecked,
      () => "logs cannot be compared",
    );
  }

  async #converge(): Promise<void> {
    const isLed = () => this.#cluster.active !== undefined;
    await this.#until(isLedInTime, isLed, () => "no controller leads");
    let restedAtMs = this.#world.nowMs;
    const isInSync = () => {
      const left = this.#notInSync();
      if (left?.waitsForDisk !== true) restedAtMs = this.#world.nowMs;
      if (this.#world.nowMs - restedAtMs > busyMsMax) this.#relieve();
      return left === null;
    };
    await this.#until(isInSyncInTime, isInSync, () => this.#notInSync()?.text ?? "");
  }

  /**
   * Producers wait for the disks of the ISR alone. When they keep those busy without a pause, a
   * disk that is no faster carries the same load, but cannot make up for what it missed (seed
   * 3294).
   */
  #relieve(): void {
    if (this.#isLoadStopped) return;
    this.#world.note("RELIEVED of its load");
    this.#cluster.counts.add("load stopped: more than a disk carries");
    this.#stopLoad();
  }

  #stopLoad(): void {
    this.#isLoadStopped = true;
    for (const each of this.#load) each.stop();
  }

  /** Whoever is not unfenced, or not in the ISR of its partitions; null: nobody. */
  #notInSync(): NotInSync | null {
    const because = (text: string): NotInSync => ({ text, waitsForDisk: false });
    // What it gives away may leave too few in sync for somebody else to be retired (seed 882).
    const stopping = this.#cluster.nodes().find(({ isStopping }) => isStopping);
    if (stopping !== undefined) return because(`node ${stopping.nodeId} has not stopped yet`);
    const { image, brokerIds } = this.#cluster;
    const live = new Set(brokerIds.filter((id) => this.#excuses.isUnfenced(id)));
    const isExcused = (id: NodeId) => this.#excuses.isKeptOut(id) || this.#nemesis.isRetired(id);
    const fenced = brokerIds.find((id) => !live.has(id) && !isExcused(id));
    if (fenced !== undefined) return because(`broker ${fenced} is fenced`);
    for (const topic of topicsOf(image)) {
      for (const state of partitionsOf(topic)) {
        const { partition, replicas, isr, leader } = state;
        if (this.#excuses.isLost(state)) continue;
        const name = `${topic.name}-${partition}`;
        if (leader < 0) return because(`${name} has no leader, its ISR is ${isr.join(" ")}`);
        const missing = replicas.filter((id) => !isr.includes(id) && live.has(id));
        if (missing.length === 0) continue;
        const waitsForDisk = missing.every((id) => this.#excuses.waitsForDisk(state, id));
        return { text: `${missing.join(" ")} not in the ISR of ${name}`, waitsForDisk };
      }
    }
    return null;
  }

  /** Readers that come anew read everything there is. */
  async #readAll(): Promise<void> {
    for (const name of ["final 0", "final 1"]) {
      const { partitions } = this.#topics;
      const client = new ClusterClient(this.#cluster);
      const reader = new LoadReader({ recorder: this.#recorder, partitions, client, name });
      const left = new Set(this.#allPartitions());
      const readAll = async (): Promise<void> => {
        for (const each of left) {
          let isAtEnd: boolean | null = null;
          while (isAtEnd !== true && this.#isReadable(each)) {
            isAtEnd = await reader.poll(each);
            await client.process.sleep(5);
          }
          if (isAtEnd !== true) this.#unread.add(`${each.topic}-${each.partition}`);
          left.delete(each);
        }
      };
      void readAll();
      const isDone = () => left.size === 0;
      await this.#until(
        endsInTime,
        isDone,
        () => `${name} cannot read ${JSON.stringify([...left])}`,
      );
      this.#recorder.readToEnd(name);
    }
  }

  /** Also those of which the administrators were not told. */
  #allPartitions(): PartitionName[] {
    return topicsOf(this.#cluster.image).flatMap((topic) =>
      partitionsOf(topic).map(({ partition }) => ({ topic: topic.name, partition })),
    );
  }

  #isReadable({ topic, partition }: PartitionName): boolean {
    const { image } = this.#cluster;
    const state = topicByName(image, topic)?.partitions.get(partition);
    return state !== undefined && !this.#excuses.isUnavailable(state);
  }

  /**
   * What became of a topic that was deleted, or lost with a disk, is nobody's business, nor is what
   * a reader could not read for a while because of a lost one.
   */
  #judge(): void {
    const judged = this.#recorder.partitions.map((ref) => this.#isJudged(ref));
    const events = this.#recorder.events.filter(
      (event) => !("partition" in event) || judged[event.partition] === true,
    );
    const { violations, duplicated } = judge(events);
    const [first] = violations;
    if (first !== undefined) throw new InvariantViolation(first.checker, first.text);
    if (duplicated > 0 && this.#scenario.shape.sdks === 0) {
      throw new InvariantViolation("NoDuplicates", `${duplicated} records, sent once, stand twice`);
    }
    this.#topics.history.judge();
  }

  #isJudged(ref: PartitionRef): boolean {
    const { image } = this.#cluster;
    const state = partitionOf(image, ref);
    const name = `${image.topics.get(ref.topicId)?.name}-${ref.partition}`;
    return state !== undefined && !this.#excuses.isUnavailable(state) && !this.#unread.has(name);
  }

  /** Runs until it is so; a violation of that promise when it does not come about in time. */
  async #until(
    { invariant, msMax }: { readonly invariant: string; readonly msMax: Millis },
    isSo: () => boolean,
    otherwise: () => string,
  ): Promise<void> {
    if (isSo() || (await this.#world.run(this.#world.nowMs + msMax, isSo))) return;
    throw new InvariantViolation(invariant, `${otherwise()} within ${msMax} ms`);
  }
}

/** Somebody who is not in sync. */
interface NotInSync {
  readonly text: string;
  /** Each replica that is missing has yet to sync what it was sent. */
  readonly waitsForDisk: boolean;
}

/** The run was asked to end here. */
class StepsAreOver extends Error {
  override readonly name = "StepsAreOver";
}

function violationOf(error: unknown): FoundViolation {
  if (error instanceof InvariantViolation) {
    const { invariant, message } = error;
    return { invariant, text: message.slice(`${invariant}: `.length) };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const named = /\b(I\d+|L\d)\b/.exec(error instanceof Error ? error.message : text);
  return { invariant: named?.[1] ?? "crash", text };
}
