import type { FaultKind } from "./fault.ts";
import { FaultMissed, untilItBites } from "./fault.ts";
import { pickWays } from "./ways.ts";

const pauseMs = { min: 50, max: 1000 } as const;

/** F9: connections are reset again and again; what was on its way is lost. */
export const reset: FaultKind = {
  name: "reset",
  what: "connections between nodes reset, again and again",
  reach: "links",
  holdMs: { min: 1000, max: 10_000 },
  needs: ["procfs"],
  aim(stage, chance) {
    const { ways, text } = pickWays(stage, chance);
    const { network } = stage;
    const resets = (): number => network.trafficOf(ways).resets;
    const before = resets();
    let timer: NodeJS.Timeout | undefined;
    const strike = (): void => {
      for (const way of ways) network.link(way).reset();
      timer = setTimeout(strike, chance.between(pauseMs.min, pauseMs.max));
    };
    return {
      text: `resets ${text}`,
      nodeIds: [],
      affected: stage.partitions.map(({ partition }) => partition),
      inject: () => Promise.resolve(strike()),
      async heal() {
        const count = await untilItBites(before, resets);
        clearTimeout(timer);
        if (count === 0) throw new FaultMissed(`no connection was reset ${text}`);
        return `${count} resets`;
      },
    };
  },
};
