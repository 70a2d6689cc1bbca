import { slowLinks } from "./slow-links.ts";

/** F7: a narrow link: what is replicated queues up behind what is before it. */
export const slow = slowLinks({
  name: "slow",
  what: "links between nodes narrowed to 16 to 256 KiB/s",
  draw(chance) {
    const kibibytes = chance.between(16, 256);
    return { weather: { bytesPerSecond: kibibytes * 1024 }, text: `${kibibytes} KiB/s` };
  },
});
