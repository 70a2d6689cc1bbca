import { Prng, randomBelow, type NodeId, type Offset } from "@sordini/base";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clientHighWatermark } from "../src/index.ts";
import type { Downward, IsrRequest, SimulatedNode, Upward } from "./simulated-partition.ts";
import { SimulatedPartition } from "./simulated-partition.ts";

// Any schedule of appends, syncs, pushes, positions, broken streams, crashes that lose what was not
// durable, elections from the ISR, and proposals that are committed, refused, late or lost keeps:
//   NoCommittedLoss (I16)          every member of the committed ISR holds, durably, all acks=all
//   LogsAgreeBelowHighWatermark (I20)
//   HighWatermarkMonotonic (I15)   within an epoch, and for clients across epochs

const nodeCount = 3;
const stepCount = 2_500;

// A million steps: some seconds, and more on a busy machine.
test("no schedule loses an acknowledged record", { timeout: 60_000 }, () => {
  const coverage = { acknowledged: 0, elections: 0, truncations: 0, isrChanges: 0 };
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(1, 2), (seed, minInSyncReplicas) => {
      const schedule = new Schedule(seed, minInSyncReplicas);
      for (let step = 0; step < stepCount; step++) schedule.step();
      schedule.tally(coverage);
    }),
    { numRuns: 400, seed: 20261121 },
  );
  // A schedule in which nothing happens proves nothing.
  expect(coverage.acknowledged).toBeGreaterThan(3_000);
  expect(coverage.elections).toBeGreaterThan(1_000);
  expect(coverage.truncations).toBeGreaterThan(300);
  expect(coverage.isrChanges).toBeGreaterThan(1_000);
});

interface Coverage {
  acknowledged: number;
  elections: number;
  truncations: number;
  isrChanges: number;
}

type Action = (node: SimulatedNode) => void;
type Weighted = readonly [weight: number, action: Action];

class Schedule {
  readonly #rng: Prng;
  readonly #partition: SimulatedPartition;
  /** Messages of broken streams that may still arrive, up to the end of time (F8). */
  readonly #strays: (() => void)[] = [];
  readonly #late: IsrRequest[] = [];
  readonly #checker = new Checker();
  readonly #actions: readonly Weighted[];
  #truncations = 0;

  constructor(seed: number, minInSyncReplicas: number) {
    this.#rng = new Prng(seed);
    this.#partition = new SimulatedPartition({ nodes: [1, 2, 3], minInSyncReplicas });
    this.#partition.elect(1, [1, 2, 3]);
    // Swarm sampling: each seed has its own subset of the faults, so that some run calmly for long.
    this.#actions = [...this.#work, ...this.#faults.filter(() => this.#chance(50))];
  }

  tally(coverage: Coverage): void {
    const { assignments, acknowledged } = this.#partition;
    const last = assignments.at(-1);
    coverage.acknowledged += acknowledged.size;
    coverage.elections += last?.leaderEpoch ?? 0;
    coverage.isrChanges += (last?.partitionEpoch ?? 0) - (last?.leaderEpoch ?? 0);
    coverage.truncations += this.#truncations;
  }

  step(): void {
    this.#partition.now += this.#below(50);
    const node = this.#partition.node(1 + this.#below(nodeCount));
    this.#pickAction()(node);
    const facts = this.#partition.takeFacts();
    this.#truncations += facts.filter((fact) => fact.includes("truncates")).length;
    this.#checker.check(this.#partition);
  }

  #below(bound: number): number {
    return randomBelow(this.#rng, bound);
  }

  #chance(percent: number): boolean {
    return this.#below(100) < percent;
  }

  readonly #work: readonly Weighted[] = [
    [12, (node) => this.#produce(node)],
    [14, (node) => this.#sync(node)],
    [14, (node) => this.#push(node)],
    [18, (node) => this.#deliverUp(node)],
    [18, (node) => this.#deliverDown(node)],
    [10, (node) => this.#attach(node)],
    [12, (node) => this.#learn(node)],
    [6, (node) => this.#restart(node)],
    [8, () => this.#decide()],
    [4, (node) => this.#checkIsr(node)],
  ];
  readonly #faults: readonly Weighted[] = [
    [2, () => this.#passTime()],
    [1, (node) => this.#breakStream(node)],
    [4, () => this.#deliverStray()],
    [1, (node) => this.#crash(node)],
    [2, (node) => this.#fenceOrUnfence(node)],
    [1, () => this.#elect()],
  ];

  #pickAction(): Action {
    const total = this.#actions.reduce((sum, [weight]) => sum + weight, 0);
    let rest = this.#below(total);
    for (const [weight, action] of this.#actions) {
      if (rest < weight) return action;
      rest -= weight;
    }
    throw new Error("weights do not add up");
  }

  #produce(node: SimulatedNode): void {
    if (!node.isUp) return;
    const acks = this.#chance(80) ? -1 : 1;
    this.#partition.produce(node.id, { count: 1 + this.#below(3), acks });
  }

  #sync(node: SimulatedNode): void {
    if (!node.isUp) return;
    const { durableEnd, logEnd } = node.log;
    this.#partition.makeDurable(node.id, durableEnd + this.#below(logEnd - durableEnd + 1));
  }

  #push(node: SimulatedNode): void {
    this.#partition.push(node.id, 1 + this.#below(4));
  }

  #deliverUp(node: SimulatedNode): void {
    const message = node.stream.up.shift();
    if (message !== undefined) this.#partition.takeUp(node.id, message);
  }

  #deliverDown(node: SimulatedNode): void {
    const message = node.stream.down.shift();
    if (message !== undefined) this.#partition.takeDown(node.id, message);
  }

  #attach(node: SimulatedNode): void {
    const { replica } = node;
    if (!node.isUp || replica.role !== "follower") return;
    if (replica.phase === "detached" || this.#chance(3)) {
      this.#keepStrays(node);
      this.#partition.ask(node.id);
    }
  }

  #learn(node: SimulatedNode): void {
    if (!node.isUp) return;
    this.#partition.learn(node.id);
    this.#partition.learnBrokers(node.id);
  }

  #checkIsr(node: SimulatedNode): void {
    this.#partition.checkIsr(node.id);
  }

  #passTime(): void {
    this.#partition.now += this.#below(60_000);
  }

  /** A proposal is answered, or its answer is lost, or the request itself comes late. */
  #decide(): void {
    const late = this.#chance(20) ? this.#late.shift() : undefined;
    if (late !== undefined) {
      this.#partition.decide(late);
      return;
    }
    const request = this.#partition.requests.shift();
    if (request === undefined) return;
    if (this.#chance(30)) {
      this.#late.push(request);
      this.#partition.proposalEnded(request, "lost");
      return;
    }
    const decision = this.#partition.decide(request);
    if (this.#chance(20)) this.#partition.proposalEnded(request, "lost");
    else if (decision !== "committed") this.#partition.proposalEnded(request, decision);
  }

  #breakStream(node: SimulatedNode): void {
    this.#keepStrays(node);
    this.#partition.breakStream(node.id);
  }

  #keepStrays(node: SimulatedNode): void {
    const up = [...node.stream.up];
    const down = [...node.stream.down];
    const { leader } = node.stream;
    this.#strays.push(
      ...up.map((message: Upward) => () => this.#deliverOld(node, message, leader)),
      ...down.map((message: Downward) => () => this.#partition.takeDown(node.id, message)),
    );
  }

  /** An old message reaches the leader that it was for, whose answer goes nowhere. */
  #deliverOld(node: SimulatedNode, message: Upward, leader: NodeId): void {
    const { stream } = node;
    node.stream = { leader, up: [], down: [] };
    this.#partition.takeUp(node.id, message);
    node.stream = stream;
  }

  #deliverStray(): void {
    if (this.#strays.length === 0) return;
    const [stray] = this.#strays.splice(this.#below(this.#strays.length), 1);
    stray?.();
  }

  #crash(node: SimulatedNode): void {
    if (node.isUp) this.#partition.crash(node.id);
  }

  /** Registration fences the old incarnation: if that led, a new epoch begins first. */
  #restart(node: SimulatedNode): void {
    if (node.isUp) return;
    if (this.#partition.assignment?.leader === node.id) this.#electAnyOf([node.id]);
    this.#partition.restart(node.id);
    this.#partition.learn(node.id);
  }

  #fenceOrUnfence(node: SimulatedNode): void {
    const fenced = !node.isUp || this.#chance(30);
    this.#partition.setBroker(node.id, { fenced });
    const { assignment } = this.#partition;
    if (!fenced || assignment?.isr.includes(node.id) !== true) return;
    this.#electAnyOf(assignment.leader === node.id ? [] : [assignment.leader], node);
  }

  /** The controller may move leadership at any time, and then to any member of the ISR. */
  #elect(): void {
    this.#electAnyOf([]);
  }

  /**
   * Elects from the ISR, a member that is up if there is one; `without` leaves if it is not last.
   */
  #electAnyOf(preferred: readonly (NodeId | null)[], without?: SimulatedNode): void {
    const before = this.#partition.assignment;
    if (before === undefined) return;
    const rest = before.isr.filter((id) => id !== without?.id);
    const isr = rest.length === 0 ? before.isr : rest;
    const up = isr.filter((id) => this.#partition.node(id).isUp);
    const wanted = up.filter((id) => preferred.includes(id));
    const candidates = wanted.length > 0 ? wanted : up.length > 0 ? up : isr;
    this.#partition.elect(candidates[this.#below(candidates.length)] as NodeId, isr);
  }
}

class Checker {
  /** The largest offset that clients were told by the leader of each epoch. */
  readonly #told = new Map<number, Offset>();
  readonly #highWatermarks = new Map<string, Offset>();

  check(partition: SimulatedPartition): void {
    this.#noCommittedLoss(partition);
    this.#logsAgreeBelowHighWatermark(partition);
    for (const node of partition.nodes.values()) this.#highWatermarkMonotonic(node);
  }

  #noCommittedLoss(partition: SimulatedPartition): void {
    for (const id of partition.assignment?.isr ?? []) {
      const { log } = partition.node(id);
      for (const [offset, entry] of partition.acknowledged) {
        if (offset < log.durableEnd && log.at(offset)?.value === entry.value) continue;
        throw new Error(`NoCommittedLoss: ${id} of the ISR lacks acknowledged offset ${offset}`);
      }
    }
  }

  #logsAgreeBelowHighWatermark(partition: SimulatedPartition): void {
    const nodes = [...partition.nodes.values()];
    for (const [i, a] of nodes.entries()) {
      for (const b of nodes.slice(i + 1)) {
        const end = Math.min(a.replica.highWatermark, b.replica.highWatermark);
        for (let offset = 0; offset < end; offset++) {
          if (a.log.at(offset)?.value === b.log.at(offset)?.value) continue;
          throw new Error(`LogsAgreeBelowHighWatermark: ${a.id} and ${b.id} at ${offset}`);
        }
      }
    }
  }

  #highWatermarkMonotonic({ id, isUp, replica, brokerEpoch, log }: SimulatedNode): void {
    if (!isUp) return;
    const run = `${id} ${brokerEpoch}`;
    const before = this.#highWatermarks.get(run) ?? 0;
    if (replica.highWatermark < before) throw new Error(`HighWatermarkMonotonic: ${run}`);
    if (replica.highWatermark > log.logEnd) throw new Error(`high watermark beyond the log: ${id}`);
    this.#highWatermarks.set(run, replica.highWatermark);
    if (replica.role !== "leader") return;
    const told = clientHighWatermark(replica);
    if (told === undefined) return;
    for (const [epoch, offset] of this.#told) {
      if (epoch <= replica.leaderEpoch && offset > told) {
        throw new Error(`HighWatermarkMonotonic: epoch ${replica.leaderEpoch} tells ${told}`);
      }
    }
    this.#told.set(replica.leaderEpoch, told);
  }
}
