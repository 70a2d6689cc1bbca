import { unreachable } from "@sordini/base";
import { answerPreVote, answerVote } from "./elections.ts";
import { candidateReply } from "./candidate.ts";
import { becomeFollower, followerAppend, followLeader } from "./follower.ts";
import { leaderAdvance, leaderObserve } from "./leader.ts";
import { progressAccepted, progressChunkReply, progressRejected } from "./progress.ts";
import { prospectiveReply } from "./prospective.ts";
import type { Transition } from "./roles.ts";
import { followerChunk } from "./snapshots.ts";
import { currentTerm, currentVoters, isEligible } from "./state.ts";
import { isMember, isSame, peerKey } from "./voters.ts";
import type {
  AppendAccepted,
  AppendMessage,
  AppendRejected,
  Input,
  Peer,
  PreVoteMessage,
  PreVoteReply,
  SnapshotChunkMessage,
  SnapshotChunkReply,
  TimeoutNowMessage,
  VoteMessage,
  VoteReply,
} from "./types.ts";
import type { Work } from "./work.ts";

type Received = Extract<Input, { kind: "message" }>;

/** One message from a peer. The envelope is judged first, then the term, then the content. */
export function receive(work: Work, { from, to, message }: Received): Transition | null {
  const { state } = work;
  if (!isSame(to, state.self)) {
    return refuse(work, from, `addressed to directory ${to.directoryId} of node ${to.nodeId}`);
  }
  if (from.nodeId === state.self.nodeId) {
    return refuse(work, from, "sent under this node's own id");
  }
  switch (message.kind) {
    case "append":
    case "snapshotChunk":
    case "timeoutNow":
      return receiveFromLeader(work, from, message);
    case "observe":
      return receiveObserve(work, from);
    case "preVote":
    case "vote":
      return receiveQuestion(work, from, message);
    case "preVoteReply":
    case "voteReply":
    case "appendAccepted":
    case "appendRejected":
    case "snapshotChunkReply":
      return receiveReply(work, from, message);
    default:
      return unreachable(message);
  }
}

function refuse(work: Work, from: Peer, reason: string): null {
  work.events.push({ kind: "refused", from, reason });
  return null;
}

/**
 * What a leader sends is taken from anyone: our voter set may be older than its election. An old
 * leader is told the newer term, which also frees a node whose failed campaign ran ahead.
 */
function receiveFromLeader(
  work: Work,
  from: Peer,
  message: AppendMessage | SnapshotChunkMessage | TimeoutNowMessage,
): Transition | null {
  const { state } = work;
  const term = currentTerm(state);
  if (message.term < term) {
    if (message.kind === "timeoutNow") return refuse(work, from, `of the old term ${message.term}`);
    const { snapshot } = state.log;
    const prevIndex = message.kind === "append" ? message.prev.index : message.snapshot.index;
    const round = 0;
    work.send(from, { kind: "appendRejected", term, round, prevIndex, hint: idOf(snapshot) });
    return null;
  }
  if (message.term > term) {
    becomeFollower(work, { term: message.term, leader: from, reason: "a leader of a later term" });
  }
  const role = followLeader(work, from);
  switch (message.kind) {
    case "append":
      followerAppend(work, role, message);
      return null;
    case "snapshotChunk":
      followerChunk(work, role, message);
      return null;
    case "timeoutNow":
      if (!isEligible(state)) return refuse(work, from, "asks a node to campaign that must not");
      return { to: "candidate", transfer: true, reason: `${from.nodeId} hands over` };
  }
}

function idOf({ index, term }: { readonly index: number; readonly term: number }): {
  index: number;
  term: number;
} {
  return { index, term };
}

function receiveObserve(work: Work, from: Peer): null {
  const { role } = work.state;
  if (role.kind === "leader") leaderObserve(work, role, from);
  return null;
}

/**
 * Who asks for a vote need not be a voter of ours. Our log may lack the entry that added it, or the
 * one that added us: were we to wait for it, and its leader gone, we might wait for ever. Nothing
 * is lost by answering: the asker counts its own set only, and names us in it by our directory
 * (thesis, 4.2.2; I14). The leader takes such an asker for a node that needs the log: it was
 * removed without hearing of it, or its disk is new.
 */
function receiveQuestion(
  work: Work,
  from: Peer,
  message: PreVoteMessage | VoteMessage,
): Transition | null {
  const { state } = work;
  if (message.kind === "vote") {
    answerVote(work, from, message);
    return null;
  }
  answerPreVote(work, from, message);
  if (state.role.kind === "leader" && !isMember(currentVoters(state), from)) {
    leaderObserve(work, state.role, from);
  }
  return null;
}

type Reply = PreVoteReply | VoteReply | AppendAccepted | AppendRejected | SnapshotChunkReply;

/** Votes and acks: only members of the voter set, and nodes that we feed, have a say (B12, I14). */
function receiveReply(work: Work, from: Peer, message: Reply): Transition | null {
  const { state } = work;
  const { role } = state;
  const isFed = role.kind === "leader" && role.followers.has(peerKey(from));
  if (!isFed && !isMember(currentVoters(state), from)) {
    const who = `node ${from.nodeId} with directory ${from.directoryId}`;
    return refuse(work, from, `${who} is not a voter`);
  }
  const term = currentTerm(state);
  const isPromise = message.kind === "preVoteReply" && message.granted;
  if (message.term > term && !isPromise) {
    const reason = "an answer in a later term";
    return { to: "follower", term: message.term, leader: null, reason };
  }
  if (message.term < term) return null;
  switch (message.kind) {
    case "preVoteReply":
      return role.kind === "prospective"
        ? prospectiveReply(work, role, { from, reply: message })
        : null;
    case "voteReply":
      return role.kind === "candidate"
        ? candidateReply(work, role, { from, reply: message })
        : null;
    default:
      receiveProgress(work, from, message);
      return null;
  }
}

function receiveProgress(
  work: Work,
  from: Peer,
  message: AppendAccepted | AppendRejected | SnapshotChunkReply,
): void {
  const { role } = work.state;
  const progress = role.kind === "leader" ? role.followers.get(peerKey(from)) : undefined;
  if (role.kind !== "leader" || progress === undefined) return;
  progress.contactAt = work.now;
  switch (message.kind) {
    case "appendAccepted":
      progress.roundHeard = Math.max(progress.roundHeard, message.round);
      progressAccepted(work, progress, message);
      break;
    case "appendRejected":
      progress.roundHeard = Math.max(progress.roundHeard, message.round);
      progressRejected(work, progress, message);
      break;
    case "snapshotChunkReply":
      progressChunkReply(work, progress, message);
  }
  leaderAdvance(work, role);
}
