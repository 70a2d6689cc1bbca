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

export const otherFaults: readonly Fault[] = [clock, administration];
