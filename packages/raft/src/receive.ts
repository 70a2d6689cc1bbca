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
  Message,
  Peer,
  PreVoteReply,
  SnapshotChunkMessage,
  SnapshotChunkReply,
  TimeoutNowMessage,
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
    case "preVoteReply":
    case "voteReply":
    case "appendAccepted":
    case "appendRejected":
    case "snapshotChunkReply":
      return receiveFromMember(work, from, message);
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

type FromMember = Exclude<
  Message,
  AppendMessage | SnapshotChunkMessage | TimeoutNowMessage | { kind: "observe" }
>;

/**
 * Elections and acks: only members of the voter set, and known observers, have a say (B12, I14).
 */
function receiveFromMember(work: Work, from: Peer, message: FromMember): Transition | null {
  const { state } = work;
  if (!isMember(currentVoters(state), from)) return receiveFromStranger(work, from, message);
  switch (message.kind) {
    case "preVote":
      answerPreVote(work, from, message);
      return null;
    case "vote":
      answerVote(work, from, message);
      return null;
    default:
      return receiveReply(work, from, message);
  }
}

function receiveFromStranger(work: Work, from: Peer, message: FromMember): Transition | null {
  const { role } = work.state;
  const reason = `node ${from.nodeId} with directory ${from.directoryId} is not a voter`;
  if (role.kind !== "leader") return refuse(work, from, reason);
  // It believes in the bootstrap set, since its disk is new: the log will teach it otherwise.
  if (message.kind === "preVote") leaderObserve(work, role, from);
  if (!role.followers.has(peerKey(from)) || message.term !== currentTerm(work.state)) {
    return refuse(work, from, reason);
  }
  return message.kind === "vote" || message.kind === "preVote"
    ? refuse(work, from, reason)
    : receiveReply(work, from, message);
}

type Reply = PreVoteReply | VoteReply | AppendAccepted | AppendRejected | SnapshotChunkReply;

function receiveReply(work: Work, from: Peer, message: Reply): Transition | null {
  const { state } = work;
  const { role } = state;
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
