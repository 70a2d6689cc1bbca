import { MalformedError } from "@sordini/base";
import { encodeRecords, type MetadataDelta, type MetadataRecord } from "@sordini/metadata";
import { expect, test } from "vitest";
import { MetadataFeed } from "../src/metadata-feed.ts";

const feature = (name: string): MetadataRecord => ({
  kind: "featureLevel",
  v: 1,
  feature: name,
  level: 1,
});
const entry = (offset: number, ...names: string[]) => ({
  offset,
  epoch: 1,
  records: encodeRecords(names.map(feature)),
});

function newFeed() {
  const seen: string[][] = [];
  const deltas: MetadataDelta[] = [];
  const feed = new MetadataFeed(({ image, delta }) => {
    seen.push([...image.features.keys()].sort());
    deltas.push(delta);
  });
  return { feed, seen };
}

test("entries of one message are one step; those known before are passed over (I12)", () => {
  const { feed, seen } = newFeed();
  feed.onEntries([entry(1, "a"), entry(2), entry(3, "b")]);
  expect([feed.nextOffset, seen]).toEqual([4, [["a", "b"]]]);
  feed.beginSession();
  feed.onEntries([entry(2, "x"), entry(3, "y"), entry(4, "c")]);
  expect([feed.nextOffset, seen.at(-1)]).toEqual([5, ["a", "b", "c"]]);
});

test("a gap is refused", () => {
  const { feed } = newFeed();
  feed.onEntries([entry(1, "a")]);
  expect(() => feed.onEntries([entry(3, "c")])).toThrow(MalformedError);
  expect(feed.nextOffset).toBe(2);
});

test("a snapshot counts once it is whole (B25), and never takes us back (I12)", () => {
  const { feed, seen } = newFeed();
  const part = (name: string, nextOffset: number, more: boolean) =>
    feed.onSnapshot({ nextOffset, records: encodeRecords([feature(name)]), more });
  part("a", 10, true);
  expect([feed.nextOffset, seen]).toEqual([0, []]);
  feed.beginSession(); // the stream broke in the middle
  part("b", 12, true);
  part("c", 12, false);
  expect([feed.nextOffset, seen]).toEqual([12, [["b", "c"]]]);
  feed.beginSession();
  part("old", 11, false);
  expect([feed.nextOffset, seen.length]).toEqual([12, 1]);
});
