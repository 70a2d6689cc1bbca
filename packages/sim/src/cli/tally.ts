import { faults } from "../faults/index.ts";
import type { SeedResult } from "../run/run-seed.ts";

/** A seed that broke an invariant. */
export interface Violation {
  readonly seed: number;
  /** I1 to I47, L1 to L9, the name of a checker, "crash", "hang" or "determinism". */
  readonly invariant: string;
  readonly text: string;
}

/** What many runs found, and what they tested. */
export interface SimReport {
  readonly seeds: number;
  readonly firstSeed: number;
  readonly violations: readonly Violation[];
  readonly simulatedHours: number;
  readonly cpuMinutes: number;
  readonly events: number;
  /** How often each fault was injected, by name; those that never were with 0. */
  readonly faults: Readonly<Record<string, number>>;
  /** What clients and cluster did, by name; what never happened with 0. */
  readonly activity: Readonly<Record<string, number>>;
  /** Everything else that nodes logged. */
  readonly facts: Readonly<Record<string, number>>;
}

/** What must happen in many runs, or they have tested little; and the fact that says it did. */
const activities: Readonly<Record<string, string>> = {
  "records acknowledged": "records acknowledged",
  "records read": "records read",
  "Raft elections": "raft: leaderReady",
  "Raft logs truncated": "raft: truncated",
  "Raft logs damaged": "the Raft log is damaged",
  "Raft logs repaired": "the Raft log is repaired",
  "brokers fenced": "a broker's session is over",
  "partition leaders changed": "partition leader changed",
  "ISRs shrunk": "ISR shrunk",
  "ISRs grown": "ISR grown",
  "partition logs truncated": "truncates",
  "damaged replicas replaced": "replaces a damaged replica from its leader",
  "topics created": "topic created",
  "topics deleted": "topic deleted",
  "processes ended by their disk": "disk failure",
};

const faultPrefix = "fault: ";
const msPerHour = 3_600_000;

/** Sums runs up. */
export class Tally {
  readonly #firstSeed: number;
  readonly #violations: Violation[] = [];
  readonly #counts = new Map<string, number>();
  #seeds = 0;
  #simulatedMs = 0;
  #events = 0;

  constructor(firstSeed: number) {
    this.#firstSeed = firstSeed;
  }

  add({ seed, violation, simulatedMs, events, counts }: SeedResult): void {
    this.#seeds += 1;
    this.#simulatedMs += simulatedMs;
    this.#events += events;
    for (const [fact, times] of Object.entries(counts)) {
      const kind = kindOf(fact);
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + times);
    }
    if (violation !== null) this.#violations.push({ seed, ...violation });
  }

  /** A run that was done before: it takes time, and shows nothing new unless chance is at work. */
  addAgain({ seed, hash, simulatedMs, events }: SeedResult, hashBefore: string): void {
    this.#simulatedMs += simulatedMs;
    this.#events += events;
    if (hash === hashBefore) return;
    const text = `the run is ${hashBefore}, and ${hash} when it is repeated`;
    this.#violations.push({ seed, invariant: "determinism", text });
  }

  /** `cpuMs`: of all threads, also for what is not simulation. */
  report(cpuMs: number): SimReport {
    return {
      seeds: this.#seeds,
      firstSeed: this.#firstSeed,
      violations: this.#violations.toSorted((a, b) => a.seed - b.seed),
      simulatedHours: this.#simulatedMs / msPerHour,
      cpuMinutes: cpuMs / 60_000,
      events: this.#events,
      faults: Object.fromEntries(faults.map(({ name }) => [name, this.#of(faultPrefix + name)])),
      activity: this.#activity(),
      facts: this.#facts(),
    };
  }

  #activity(): Record<string, number> {
    const rows = Object.entries(activities).map(([what, fact]) => [what, this.#of(fact)] as const);
    return Object.fromEntries(rows);
  }

  #facts(): Record<string, number> {
    const shown = new Set(Object.values(activities));
    const rest = [...this.#counts].filter(
      ([kind]) => !kind.startsWith(faultPrefix) && !shown.has(kind),
    );
    return Object.fromEntries(rest.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #of(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }
}

/** What never happened in these runs: faults and activities. */
export function missingFrom({ faults: injected, activity }: SimReport): readonly string[] {
  const never = (counts: Readonly<Record<string, number>>): string[] =>
    Object.keys(counts).filter((name) => counts[name] === 0);
  return [...never(injected).map((name) => `fault ${name}`), ...never(activity)];
}

/** A fact without its particulars: what follows in parentheses or after a colon, except a kind. */
function kindOf(fact: string): string {
  if (/^(fault|raft): /.test(fact)) return fact;
  return fact.replace(/ ?[(:].*$/s, "");
}
