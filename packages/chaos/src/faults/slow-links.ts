import type { Chance } from "@sordini/sim";
import type { LinkWeather } from "../network/link.ts";
import type { FaultKind } from "./fault.ts";
import { FaultMissed, untilItBites } from "./fault.ts";
import { pickWays } from "./ways.ts";

export interface SlowLinks {
  readonly name: string;
  readonly what: string;
  draw(chance: Chance): { readonly weather: Partial<LinkWeather>; readonly text: string };
}

/** A fault that lets everything pass, only later. */
export function slowLinks(options: SlowLinks): FaultKind {
  const { name, what } = options;
  return {
    ...{ name, what, reach: "links", needs: ["procfs"] },
    holdMs: { min: 1000, max: 15_000 },
    aim(stage, chance) {
      const { ways, text: where } = pickWays(stage, chance);
      const { weather, text: how } = options.draw(chance);
      const { network } = stage;
      const delayed = (): number => network.trafficOf(ways).delayedBytes;
      const before = delayed();
      return {
        text: `${how} ${where}`,
        nodeIds: [],
        affected: stage.partitions.map(({ partition }) => partition),
        inject() {
          for (const way of ways) network.link(way).set(weather);
          return Promise.resolve();
        },
        async heal() {
          const bytes = await untilItBites(before, delayed);
          for (const way of ways) network.link(way).set({});
          if (bytes === 0) throw new FaultMissed(`nothing was delayed: ${how} ${where}`);
          return `${bytes} bytes came later`;
        },
      };
    },
  };
}
