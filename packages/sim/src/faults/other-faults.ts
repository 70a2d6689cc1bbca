import { isSame, type Peer } from "@sordini/raft";
import type { Fault } from "./fault.ts";

/** F17: a clock runs faster or slower, and its wall time jumps. */
const clock: Fault = {
  name: "clock",
  weight: 2,
  inject({ awake }, chance) {
    const target = awake.length === 0 ? undefined : chance.pick(awake);
    if (target?.process === undefined || target.process === null) return null;
    const rate = chance.pick([0.7, 0.95, 1, 1.05, 1.5]);
    const wallOffsetMs = chance.pick([0, 3_600_000, -3_600_000]);
    target.process.clock = { rate, wallOffsetMs };
    return `n${target.nodeId} at ${rate}, ${wallOffsetMs} ms off`;
  },
};

/** F18: topics come, go and grow, leaders are moved, settings change. */
const administration: Fault = {
  name: "administration",
  weight: 6,
  inject: ({ topics }, chance) => topics.act(chance),
};

/** F18: a controller becomes a voter, or stops being one (I10). */
const membership: Fault = {
  name: "voters",
  weight: 3,
  inject({ cluster, budget }, chance) {
    if (cluster.active === undefined || !budget.areVotersSound) return null;
    const { voters } = cluster.voters;
    const isVoter = (peer: Peer) => voters.some((voter) => isSame(voter, peer));
    const known = cluster
      .nodes()
      .filter(({ nodeId }) => budget.isRaftSound(nodeId))
      .flatMap((node) => node.controller?.self ?? []);
    const adds = chance.isHit(0.5) || voters.length === 1;
    const candidates = adds ? known.filter((peer) => !isVoter(peer)) : voters;
    if (candidates.length === 0) return null;
    const peer = chance.pick(candidates) as Peer;
    if (peer.directoryId === null) return null;
    cluster.changeVoters({ kind: adds ? "addVoter" : "removeVoter", peer });
    return `${adds ? "add" : "remove"} n${peer.nodeId}`;
  },
};

export const otherFaults: readonly Fault[] = [clock, administration, membership];
