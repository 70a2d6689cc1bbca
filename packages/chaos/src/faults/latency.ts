import { slowLinks } from "./slow-links.ts";

/** F7: every byte takes longer, up to 200 ms a direction. */
export const latency = slowLinks({
  name: "latency",
  what: "links between nodes delayed by 10 to 200 ms a direction",
  draw(chance) {
    const delayMs = chance.between(10, 200);
    return { weather: { delayMs }, text: `${delayMs} ms more a direction` };
  },
});
