/**
 * Is there an order of operations that explains all answers, in which each takes effect at one
 * moment between its call and its return? The search of Wing and Gong ("Testing and verifying
 * concurrent objects", 1993) with Lowe's memoization ("Testing for linearizability", 2017): take
 * any operation that was called before the first return still open, see whether the model allows
 * its answer, go on; where nothing fits go back. A set of operations already taken, together with
 * the state that it led to, is tried once.
 *
 * The problem is NP-hard, so the search has a cap. It is cheap in practice when histories are split
 * by what does not interact (Herlihy and Wing: an object is linearizable if all its parts are):
 * see `linearizableByKey`.
 */

export interface Operation<Call, Answer> {
  readonly call: Call;
  /** Any clock; what returned at t was before what was called after t, not what was called at t. */
  readonly calledAt: number;
  /**
   * Null: nobody knows. It may have taken effect at any time since the call, may do so yet, or
   * never. What failed for certain and without effect does not belong into a history.
   */
  readonly returned: { readonly at: number; readonly answer: Answer } | null;
}

/** An object as one client sees it that is alone with it. */
export interface Model<State, Call, Answer> {
  readonly initial: State;
  /**
   * The state after the call, undefined when it cannot be answered like that. `answer` is undefined
   * where nobody knows it: then the effect that the call would have.
   */
  step(state: State, call: Call, answer: Answer | undefined): State | undefined;
  /** Equal states, and only those, have equal keys. */
  keyOf(state: State): string;
}

export type Linearizability<Call, Answer> =
  | { readonly verdict: "yes" }
  /** `stuckAt`: the operation that returned before any order could explain it. */
  | { readonly verdict: "no"; readonly stuckAt: Operation<Call, Answer> }
  /** The cap was reached: whoever asks must take this for a failure of the test. */
  | { readonly verdict: "unknown"; readonly visited: number };

/** Sets of operations with the state that they led to, before the search gives up. */
export const visitedMax = 500_000;

export function linearizable<State, Call, Answer>(
  model: Model<State, Call, Answer>,
  history: readonly Operation<Call, Answer>[],
  limit: number = visitedMax,
): Linearizability<Call, Answer> {
  const timeline = new Timeline(history);
  const visited = new Set<string>();
  const path: { readonly entry: CallEntry<Call, Answer>; readonly before: State }[] = [];
  let state = model.initial;
  let stuckAt: Operation<Call, Answer> | null = null;
  let deepest = -1;
  let entry = timeline.first;
  while (timeline.openReturns > 0) {
    if (entry?.kind === "call") {
      const { call, returned } = entry.operation;
      const next = model.step(state, call, returned?.answer);
      const name = next === undefined ? "" : timeline.nameWith(entry, model.keyOf(next));
      if (next === undefined || visited.has(name)) {
        entry = entry.next;
        continue;
      }
      if (visited.size >= limit) return { verdict: "unknown", visited: visited.size };
      visited.add(name);
      path.push({ entry, before: state });
      state = next;
      timeline.take(entry);
      entry = timeline.first;
      continue;
    }
    if (entry !== null && path.length > deepest) {
      deepest = path.length;
      stuckAt = entry.operation;
    }
    const last = path.pop();
    if (last === undefined) break;
    timeline.putBack(last.entry);
    state = last.before;
    entry = last.entry.next;
  }
  if (timeline.openReturns === 0 || stuckAt === null) return { verdict: "yes" };
  return { verdict: "no", stuckAt };
}

/** The same for each part of a history: operations with different keys never interact. */
export function* linearizableByKey<State, Call, Answer>(
  model: Model<State, Call, Answer>,
  history: Iterable<Operation<Call, Answer>>,
  keyOf: (call: Call) => string,
): Generator<{ readonly key: string } & Linearizability<Call, Answer>, void> {
  const parts = Map.groupBy(history, ({ call }) => keyOf(call));
  for (const [key, part] of parts) yield { key, ...linearizable(model, part) };
}

interface CallEntry<Call, Answer> extends Links<Call, Answer> {
  readonly kind: "call";
  readonly number: number;
  /** Null for an operation of which nobody knows the end. */
  readonly returnEntry: ReturnEntry<Call, Answer> | null;
}

interface ReturnEntry<Call, Answer> extends Links<Call, Answer> {
  readonly kind: "return";
}

interface Links<Call, Answer> {
  readonly operation: Operation<Call, Answer>;
  before: Entry<Call, Answer> | null;
  next: Entry<Call, Answer> | null;
}

type Entry<Call, Answer> = CallEntry<Call, Answer> | ReturnEntry<Call, Answer>;

/** Calls and returns that are not explained yet, in order of time: a list to take from. */
class Timeline<Call, Answer> {
  first: Entry<Call, Answer> | null = null;
  openReturns = 0;
  readonly #taken: Uint32Array;

  constructor(history: readonly Operation<Call, Answer>[]) {
    this.#taken = new Uint32Array(Math.ceil(history.length / 32));
    const moments = history.flatMap((operation, number) => momentsOf(operation, number));
    // At one moment calls come first: then the operations overlap.
    moments.sort((a, b) => a.at - b.at || rankOf(a.entry) - rankOf(b.entry));
    let before: Entry<Call, Answer> | null = null;
    for (const { entry } of moments) {
      entry.before = before;
      if (before === null) this.first = entry;
      else before.next = entry;
      before = entry;
      if (entry.kind === "return") this.openReturns++;
    }
  }

  take(entry: CallEntry<Call, Answer>): void {
    this.#flip(entry);
    this.#unlink(entry);
    if (entry.returnEntry === null) return;
    this.#unlink(entry.returnEntry);
    this.openReturns--;
  }

  /** In the opposite order of `take`, so that the links of the entry still fit. */
  putBack(entry: CallEntry<Call, Answer>): void {
    this.#flip(entry);
    if (entry.returnEntry !== null) {
      this.#link(entry.returnEntry);
      this.openReturns++;
    }
    this.#link(entry);
  }

  /** Names what would be taken with `entry` added, and a state. */
  nameWith(entry: CallEntry<Call, Answer>, state: string): string {
    this.#flip(entry);
    const name = `${this.#taken.join()} ${state}`;
    this.#flip(entry);
    return name;
  }

  #flip({ number }: CallEntry<Call, Answer>): void {
    const word = number >>> 5;
    this.#taken[word] = (this.#taken[word] as number) ^ (1 << (number & 31));
  }

  #unlink({ before, next }: Entry<Call, Answer>): void {
    if (before === null) this.first = next;
    else before.next = next;
    if (next !== null) next.before = before;
  }

  #link(entry: Entry<Call, Answer>): void {
    const { before, next } = entry;
    if (before === null) this.first = entry;
    else before.next = entry;
    if (next !== null) next.before = entry;
  }
}

interface Moment<Call, Answer> {
  readonly at: number;
  readonly entry: Entry<Call, Answer>;
}

function momentsOf<Call, Answer>(
  operation: Operation<Call, Answer>,
  number: number,
): Moment<Call, Answer>[] {
  const { calledAt, returned } = operation;
  const links = { operation, before: null, next: null };
  const returnEntry: ReturnEntry<Call, Answer> | null =
    returned === null ? null : { kind: "return", ...links };
  const callEntry: CallEntry<Call, Answer> = { kind: "call", number, returnEntry, ...links };
  const call: Moment<Call, Answer> = { at: calledAt, entry: callEntry };
  if (returned === null || returnEntry === null) return [call];
  return [call, { at: returned.at, entry: returnEntry }];
}

function rankOf({ kind }: { readonly kind: "call" | "return" }): number {
  return kind === "call" ? 0 : 1;
}
