import { assert } from "@sordini/base";
import type { Millis } from "@sordini/base";
import type { Progress, SnapshotMode } from "./roles.ts";
import type { RaftState } from "./state.ts";
import { currentTerm } from "./state.ts";
import type {
  AppendAccepted,
  AppendRejected,
  Index,
  IndexRange,
  Peer,
  SnapshotChunkReply,
} from "./types.ts";
import type { Work } from "./work.ts";

// One follower in the eyes of its leader. It starts as a probe; the first append that fits makes it
// replicate, where up to `appendsInFlightMax` appends travel at once; a rejection makes it a probe
// again; and when the log no longer reaches back far enough, it gets the snapshot.

export function createProgress(options: {
  readonly peer: Peer;
  readonly next: Index;
  readonly now: Millis;
}): Progress {
  return {
    peer: options.peer,
    match: 0,
    next: options.next,
    mode: { kind: "probe", waiting: false },
    commitSent: 0,
    sentAt: options.now,
    contactAt: options.now,
    caughtUpAt: Number.NEGATIVE_INFINITY,
    goal: { index: options.next - 1, setAt: options.now },
    roundSent: 0,
    roundHeard: 0,
  };
}

/** The follower holds our log up to `match`. */
export function progressAccepted(work: Work, progress: Progress, reply: AppendAccepted): void {
  const { match } = reply;
  assert(match <= work.state.log.last.index, `I8: ${match} acknowledged, beyond our log`);
  progress.match = Math.max(progress.match, match);
  progress.next = Math.max(progress.next, progress.match + 1);
  noteCaughtUp(work, progress);
  const { mode } = progress;
  switch (mode.kind) {
    case "probe":
      progress.mode = { kind: "replicate", inFlight: [] };
      return;
    case "replicate":
      progress.mode = { kind: "replicate", inFlight: mode.inFlight.filter((end) => end > match) };
      return;
    case "snapshot":
      if (match >= mode.snapshot.index) progress.mode = { kind: "replicate", inFlight: [] };
  }
}

/**
 * Catching up goes in rounds (thesis, 4.2.1): each ends when the follower holds what the log held
 * as the round began. Whoever ends rounds in less than an election timeout keeps up.
 */
function noteCaughtUp({ state, now }: Work, progress: Progress): void {
  const { match, goal } = progress;
  if (match < goal.index) return;
  const { index } = state.log.last;
  progress.caughtUpAt = match >= index ? now : goal.setAt;
  progress.goal = { index, setAt: now };
}

/** The follower does not hold what our append built on: go back by whole terms (5.3). */
export function progressRejected(work: Work, progress: Progress, reply: AppendRejected): void {
  const { log } = work.state;
  const { prevIndex, hint } = reply;
  if (progress.mode.kind === "snapshot") return;
  if (prevIndex <= progress.match) {
    // It once acknowledged this. A late duplicate, or a log that lost its end: believing it costs a
    // probe, not believing it would leave the follower stuck for ever (B22). What is committed
    // stays so.
    progress.match = Math.min(progress.match, hint.index);
    progress.caughtUpAt = Number.NEGATIVE_INFINITY;
    work.events.push({ kind: "followerRegressed", peer: progress.peer, match: progress.match });
  } else if (progress.mode.kind === "probe" && prevIndex !== progress.next - 1) {
    return; // The answer to an earlier probe.
  }
  if (prevIndex <= log.snapshot.index || hint.index < log.snapshot.index) {
    startSnapshot(work, progress);
    return;
  }
  progress.next = Math.max(progress.match, log.lastNotAbove(hint).index) + 1;
  progress.mode = { kind: "probe", waiting: false };
}

export function progressChunkReply(
  work: Work,
  progress: Progress,
  reply: SnapshotChunkReply,
): void {
  const { mode } = progress;
  if (mode.kind !== "snapshot" || reply.snapshot.index !== mode.snapshot.index) return;
  if (reply.position < 0) {
    // It has all and loads. Should it forget (a crash, bytes that it cannot read), we start over.
    mode.position = -1;
    mode.waiting = true;
    mode.retryAt = snapshotRetryAt(work);
    return;
  }
  // The position that we are waiting to get past: a late duplicate, whose answer would double the
  // chunks in flight.
  if (mode.waiting && reply.position === mode.position) return;
  mode.position = reply.position;
  mode.waiting = false;
}

/** Sends whatever this follower may be sent now. */
export function flushProgress(work: Work, progress: Progress, round: number): void {
  const { state, now } = work;
  if (progress.mode.kind !== "snapshot" && progress.next <= state.log.snapshot.index) {
    startSnapshot(work, progress);
  }
  if (
    progress.mode.kind === "snapshot" &&
    progress.mode.snapshot.index < state.log.snapshot.index
  ) {
    startSnapshot(work, progress);
  }
  flushMode(work, progress, round);
  const due = now >= progress.sentAt + state.options.heartbeatMs;
  const commitIsNews = progress.mode.kind === "replicate" && progress.commitSent < state.commit;
  if (due || commitIsNews || progress.roundSent < round) {
    sendAppend(work, progress, { range: null, round });
  }
}

function flushMode(work: Work, progress: Progress, round: number): void {
  const { options, log } = work.state;
  const { mode } = progress;
  switch (mode.kind) {
    case "probe":
      if (mode.waiting) return;
      mode.waiting = true;
      sendAppend(work, progress, { range: nextRange(work, progress), round });
      return;
    case "replicate":
      while (mode.inFlight.length < options.appendsInFlightMax && progress.next <= log.last.index) {
        const range = nextRange(work, progress) as IndexRange;
        sendAppend(work, progress, { range, round });
        mode.inFlight.push(range.to);
        progress.next = range.to + 1;
      }
      return;
    case "snapshot":
      flushSnapshot(work, progress, mode);
  }
}

function nextRange(work: Work, { next }: Progress): IndexRange | null {
  const { options, log } = work.state;
  const to = Math.min(log.last.index, next + options.appendEntriesMax - 1);
  return to < next ? null : { from: next, to };
}

function sendAppend(
  work: Work,
  progress: Progress,
  { range, round }: { readonly range: IndexRange | null; readonly round: number },
): void {
  const { state, now } = work;
  const prev = previousOf(state, progress);
  const { commit } = state;
  const term = currentTerm(state);
  work.send(progress.peer, { kind: "append", term, prev, commit, round, range });
  progress.sentAt = now;
  progress.commitSent = commit;
  progress.roundSent = round;
}

function previousOf(state: RaftState, { next, mode }: Progress): { index: Index; term: number } {
  const { log } = state;
  const index = mode.kind === "snapshot" ? log.snapshot.index : next - 1;
  const term = log.termOf(index);
  assert(term !== null, `the log does not reach back to ${index}`);
  return { index, term };
}

function startSnapshot(work: Work, progress: Progress): void {
  const { snapshot } = work.state.log;
  progress.next = snapshot.index + 1;
  progress.mode = { kind: "snapshot", snapshot, position: 0, waiting: false, retryAt: 0 };
}

function flushSnapshot(work: Work, progress: Progress, mode: SnapshotMode): void {
  if (mode.waiting && work.now < mode.retryAt) return;
  mode.waiting = true;
  mode.retryAt = snapshotRetryAt(work);
  work.send(progress.peer, {
    kind: "snapshotChunk",
    term: currentTerm(work.state),
    snapshot: mode.snapshot,
    position: Math.max(0, mode.position),
  });
}

// A chunk is larger than a heartbeat and is written before it is answered, so it gets more time.
function snapshotRetryAt({ now, state }: Work): Millis {
  return now + state.options.electionTimeoutMs.max;
}
