import { assert } from "@sordini/base";
import type { Millis } from "@sordini/base";
import { currentVoters } from "./state.ts";
import type { RaftState } from "./state.ts";
import type {
  ChangeAnswer,
  Entry,
  EntryBody,
  HardState,
  Index,
  LogId,
  Outgoing,
  Output,
  Persist,
  ProposalAnswer,
  RaftEvent,
  ReadAnswer,
  ReceivedChunk,
  Send,
  Snapshot,
  Voter,
} from "./types.ts";

/** One call of `step`: the state it works on, and the output as it gathers. */
export class Work {
  readonly state: RaftState;
  readonly now: Millis;
  proposed: ProposalAnswer | null = null;
  changed: ChangeAnswer | null = null;
  received: ReceivedChunk | null = null;
  compactTo: Index | null = null;
  readonly reads: ReadAnswer[] = [];
  readonly events: RaftEvent[] = [];
  readonly #messages: { readonly to: Voter; readonly message: Outgoing }[] = [];
  readonly #entries: Entry[] = [];
  #hardStateChanged = false;
  #restartAfter: LogId | null = null;
  #truncateFrom: Index | null = null;

  constructor(state: RaftState, now: Millis) {
    this.state = state;
    this.now = now;
  }

  send(to: Voter, message: Outgoing): void {
    this.#messages.push({ to, message });
  }

  setHardState(next: HardState): void {
    this.state.disk.setHardState(next);
    this.#hardStateChanged = true;
  }

  /** Appends what a leader sent. */
  append(entries: readonly Entry[]): void {
    this.#changingVoters(() => this.state.log.append(entries));
    this.#entries.push(...entries);
  }

  /** Appends new entries of this term. Returns the index of the first. */
  create(bodies: readonly EntryBody[]): Index {
    const from = this.state.log.last.index + 1;
    const { term } = this.state.disk.hardState;
    this.append(bodies.map((body, i) => ({ index: from + i, term, body })));
    return from;
  }

  truncateFrom(from: Index): void {
    const { commit, log, disk } = this.state;
    assert(from > commit, `I5: truncation at ${from}, at or below the commit index ${commit}`);
    assert(this.#entries.length === 0, "one step truncates before it appends");
    this.#changingVoters(() => log.truncateFrom(from));
    disk.cutTo(from - 1);
    this.#truncateFrom = from;
    this.events.push({ kind: "truncated", from, term: disk.hardState.term });
  }

  /** Replaces the log by a loaded snapshot. Of the old log only the committed part is true. */
  restartAfter(snapshot: Snapshot): void {
    const { commit, log, disk } = this.state;
    assert(snapshot.index > commit, `I5: a snapshot at ${snapshot.index} undoes ${commit}`);
    this.#changingVoters(() => log.restartAfter(snapshot, commit));
    disk.cutTo(commit);
    this.#restartAfter = { index: snapshot.index, term: snapshot.term };
  }

  #changingVoters(change: () => void): void {
    const before = currentVoters(this.state);
    change();
    const entry = this.state.log.voters.entries.at(-1);
    if (entry !== undefined && entry.voters !== before) {
      this.events.push({ kind: "voters", index: entry.index, voters: entry.voters });
    }
  }

  /** The gathered output. The persist gets its number here, so that messages can wait for it. */
  finish({ wakeAt, committed }: Pick<Output, "wakeAt" | "committed">): Output {
    const persist = this.#persist();
    const after = this.state.disk.hardStateGate;
    return {
      persist,
      sends: this.#messages.map(({ to, message }): Send => ({ to, after, message })),
      committed,
      proposed: this.proposed,
      changed: this.changed,
      reads: this.reads,
      received: this.received,
      compactTo: this.compactTo,
      events: this.events,
      wakeAt,
    };
  }

  #persist(): Persist | null {
    const { disk, log } = this.state;
    const changedLog =
      this.#entries.length > 0 || this.#truncateFrom !== null || this.#restartAfter !== null;
    if (!changedLog && !this.#hardStateChanged) return null;
    const sequence = disk.handOut({
      lastIndex: log.last.index,
      hardState: this.#hardStateChanged,
    });
    return {
      sequence,
      hardState: this.#hardStateChanged ? disk.hardState : null,
      restartAfter: this.#restartAfter,
      truncateFrom: this.#truncateFrom,
      entries: this.#entries,
    };
  }
}
