import type { Millis } from "@sordini/base";
import type { Chance } from "../chance.ts";
import { diskFaults } from "./disk-faults.ts";
import type { Action, Fault } from "./fault.ts";
import { leaderFaults } from "./leader-faults.ts";
import { networkFaults } from "./network-faults.ts";
import { otherFaults } from "./other-faults.ts";
import { processFaults } from "./process-faults.ts";
import { quorumFaults } from "./quorum-faults.ts";

export const faults: readonly Fault[] = [
  ...processFaults,
  ...leaderFaults,
  ...networkFaults,
  ...diskFaults,
  ...otherFaults,
  ...quorumFaults,
];

/** How many of all kinds of faults a run meets: all sorts of them, or few and these often. */
const kindShares = [0.2, 0.5, 0.5];

/** Draws what shall go wrong: some kinds of faults, and how much of them. */
export function drawActions(chance: Chance, horizonMs: Millis): Action[] {
  const share = chance.pick(kindShares);
  const kinds = faults.filter(() => chance.isHit(share));
  const meanMs = chance.pick([40, 100, 300]);
  const actions: Action[] = [];
  if (kinds.length === 0) return actions;
  const tickets = kinds.flatMap(({ name, weight }) => Array.from({ length: weight }, () => name));
  for (let atMs = 0; ; ) {
    atMs += chance.within(0, 2 * meanMs);
    if (atMs >= horizonMs) return actions;
    actions.push({ atMs, fault: chance.pick(tickets), dice: chance.rng.uint32() });
  }
}
