import { assert } from "@sordini/base";
import { acknowledge, becomeFollower } from "./follower.ts";
import type { Follower } from "./roles.ts";
import { currentTerm, isEligible } from "./state.ts";
import type { Index, LogId, Peer, Snapshot, SnapshotChunkMessage } from "./types.ts";
import type { Work } from "./work.ts";

/**
 * InstallSnapshot at the follower (figure 13). Chunks of one leader's snapshot are taken in order;
 * any other is answered with the position that is wanted, which is also how a transfer resumes. The
 * role, and with it the position, ends with the term: two nodes' snapshots of one index need not be
 * equal byte by byte.
 */
export function followerChunk(work: Work, role: Follower, chunk: SnapshotChunkMessage): void {
  const { state } = work;
  const { index, term } = chunk.snapshot;
  if (index <= state.commit) {
    // The snapshot is committed and so is our prefix, hence they agree (I4).
    role.verified = Math.max(role.verified, index);
    acknowledge(work, role, index);
    return;
  }
  const same = role.receiving?.snapshot.index === index && role.receiving.snapshot.term === term;
  const wanted = same && role.receiving !== null ? role.receiving.position : 0;
  if (chunk.position !== wanted) {
    replyToChunk(work, role, { snapshot: chunk.snapshot, position: wanted });
    return;
  }
  const position = chunk.done ? -1 : chunk.position + chunk.bytes.length;
  role.receiving = { snapshot: { index, term }, position };
  work.received = {
    snapshot: chunk.snapshot,
    position: chunk.position,
    bytes: chunk.bytes,
    done: chunk.done,
  };
  replyToChunk(work, role, { snapshot: chunk.snapshot, position });
}

function replyToChunk(
  work: Work,
  role: Follower,
  { snapshot, position }: { readonly snapshot: LogId; readonly position: number },
): void {
  work.send(role.leader as Peer, {
    kind: "snapshotChunkReply",
    term: currentTerm(work.state),
    snapshot: { index: snapshot.index, term: snapshot.term },
    position,
  });
}

/**
 * The shell loaded a received snapshot, unless it had applied as much already (B10). Since the
 * state machine now stands at the snapshot, so must the core, whatever its role became meanwhile.
 */
export function snapshotLoaded(work: Work, snapshot: Snapshot): void {
  const { state } = work;
  const { role, log } = state;
  if (snapshot.index <= state.handedOut) return;
  if (log.holds(snapshot)) {
    log.compactTo(snapshot.index);
    work.compactTo = snapshot.index;
  } else {
    assert(role.kind !== "leader", `I9: a leader loads a snapshot at ${snapshot.index}`);
    work.restartAfter(snapshot);
  }
  state.commit = Math.max(state.commit, snapshot.index);
  state.handedOut = snapshot.index;
  if (role.kind === "prospective" || role.kind === "candidate") {
    // The snapshot may bring a voter set without this node.
    const next = { term: currentTerm(state), leader: null, reason: "a snapshot took its place" };
    if (!isEligible(state)) becomeFollower(work, next);
  }
  if (role.kind !== "follower") return;
  if (role.receiving !== null && role.receiving.snapshot.index <= snapshot.index) {
    role.receiving = null;
  }
  if (role.leader === null) return;
  role.verified = Math.max(role.verified, snapshot.index);
  if (log.syncedIndex >= snapshot.index) acknowledge(work, role, snapshot.index);
}

/** The shell could not read what it received: start over. */
export function snapshotFailed(work: Work, snapshot: LogId): void {
  const { role } = work.state;
  if (role.kind !== "follower" || role.leader === null || role.receiving === null) return;
  if (role.receiving.snapshot.index !== snapshot.index) return;
  role.receiving = null;
  replyToChunk(work, role, { snapshot, position: 0 });
}

/** A snapshot of our own stands at `index`: the log up to there may go (B20, B21). */
export function snapshotWritten(work: Work, index: Index): void {
  const { state } = work;
  assert(index <= state.handedOut, `I9: a snapshot at ${index}, applied is ${state.handedOut}`);
  // A snapshot loaded meanwhile may already reach further.
  if (index <= state.log.snapshot.index) return;
  state.log.compactTo(index);
  work.compactTo = index;
}
