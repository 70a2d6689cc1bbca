import type { Reign } from "../timed/leader-watch.ts";
import { element, tooltip } from "./svg.ts";
import type { TimeAxis } from "./time-axis.ts";

const rowHeight = 18;
const bandHeight = 12;

export interface Leaders {
  readonly partitions: ReadonlyMap<number, readonly Reign[]>;
  readonly controllers: readonly Reign[];
  readonly endMs: number;
}

/** One row for each partition and one for the controller, coloured by the node that leads. */
export function leaderChart(axis: TimeAxis, { partitions, controllers, endMs }: Leaders): string {
  const rows = [
    { name: "controller", reigns: controllers },
    ...[...partitions]
      .toSorted(([a], [b]) => a - b)
      .map(([partition, reigns]) => ({ name: `partition ${partition}`, reigns })),
  ];
  const content = rows.map(({ name, reigns }, index) => {
    const y = index * rowHeight + (rowHeight - bandHeight) / 2;
    const bands = reigns.map((reign, nth) => {
      const toMs = reigns[nth + 1]?.fromMs ?? endMs;
      const { nodeId, epoch, fromMs } = reign;
      const who = nodeId === null ? "nobody" : `node ${nodeId}`;
      const className = nodeId === null ? "leaderless" : `node-${nodeId}`;
      const at = { y, height: bandHeight, ...axis.span({ fromMs, toMs }) };
      return element(
        "rect",
        { class: className, ...at },
        tooltip(`${name}: ${who}, epoch ${epoch}`),
      );
    });
    return axis.name(name, y + bandHeight - 2) + bands.join("");
  });
  return axis.chart("Who leads", rows.length * rowHeight, content.join(""));
}
