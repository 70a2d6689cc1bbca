import type { Millis } from "@sordini/base";
import type { QuorumDescription, QuorumReplica } from "@sordini/metadata";
import { currentTerm, currentVoters, isSame, type Peer, type Progress } from "@sordini/raft";
import type { RaftNode } from "./raft-node.ts";

/** The quorum as its leader sees it; null on any other node. */
export function describeQuorum(node: RaftNode, now: Millis): QuorumDescription | null {
  const { core, self } = node;
  if (core.role.kind !== "leader") return null;
  const followers = [...core.role.followers.values()].map((progress) =>
    describeFollower(progress, now),
  );
  const all = [describeSelf(node, self), ...followers].sort((a, b) => a.nodeId - b.nodeId);
  const voters = currentVoters(core);
  const isVoter = (replica: QuorumReplica) => voters.some((voter) => isSame(voter, replica));
  return {
    leaderId: self.nodeId,
    leaderEpoch: currentTerm(core),
    highWatermark: node.applied + 1,
    voters: all.filter(isVoter),
    observers: all.filter((replica) => !isVoter(replica)),
  };
}

function describeSelf(node: RaftNode, { nodeId, directoryId }: Peer): QuorumReplica {
  return {
    nodeId,
    directoryId,
    logEnd: node.entries.last + 1,
    lastContactMs: 0,
    lastCaughtUpMs: 0,
  };
}

function describeFollower(progress: Progress, now: Millis): QuorumReplica {
  const { peer, match, contactAt, caughtUpAt } = progress;
  return {
    nodeId: peer.nodeId,
    directoryId: peer.directoryId ?? "",
    logEnd: match + 1,
    lastContactMs: now - contactAt,
    lastCaughtUpMs: caughtUpAt === Number.NEGATIVE_INFINITY ? -1 : now - caughtUpAt,
  };
}
