import { assert } from "@sordini/base";
import type { Leader } from "./types.ts";

/**
 * Stops on a leader state that no input may lead to. Cheap, but not for each position: see isr.ts.
 */
export function checkLeader(leader: Leader): void {
  const { isr, proposal, followers, nodeId } = leader;
  assert(leader.highWatermark <= leader.logEnd, "I15: the high watermark lies within the log");
  assert(leader.durableEnd <= leader.logEnd, "I15: the durable end lies within the log");
  assert(leader.logStart <= leader.highWatermark, "I43: only what is committed was deleted");
  assert(isr.includes(nodeId), "I16: a leader is a member of its ISR");
  const memberCount = followers.filter((follower) => follower.inIsr).length;
  assert(memberCount === isr.length - 1, "I17: every member of the ISR is counted");
  for (const follower of followers) {
    assert(follower.inMaximalIsr || !follower.inIsr, "I17: the maximal ISR holds the ISR");
  }
  if (proposal === null) return;
  assert(
    proposal.partitionEpoch === leader.partitionEpoch,
    "I19: an overtaken proposal is dropped",
  );
  assert(proposal.leaderEpoch === leader.leaderEpoch, "I19: a proposal belongs to its epoch");
  for (const { nodeId: member, brokerEpoch } of proposal.isr) {
    const isNew = !isr.includes(member);
    assert(!isNew || brokerEpoch !== -1, "I18: a new member attached in this leader epoch");
  }
}
