import { decodeRecords, emptyImage, replay } from "@sordini/metadata";
import { expect, test } from "vitest";
import { EntryLog } from "../src/entry-log.ts";
import { snapshotPartBytesMax } from "../src/limits.ts";
import { SessionFeed, type SnapshotPart } from "../src/session-feed.ts";

test("large records make more parts, not larger ones, and all of them the image (B23)", () => {
  const value = "x".repeat(32_000);
  let image = emptyImage;
  for (let topic = 0; topic < 500; topic++) {
    const resource = { type: "topic", name: `t${topic}` } as const;
    const key = "leader.replication.throttled.replicas";
    image = replay(image, { kind: "configSet", v: 1, resource, key, value });
  }
  const parts: SnapshotPart[] = [];
  const sink = { snapshot: (part: SnapshotPart) => parts.push(part) > 0, entries: () => true };
  new SessionFeed(sink, 0).pump({ log: new EntryLog(10, []), applied: 10, image });
  expect(parts.length).toBeGreaterThan(3);
  for (const { records } of parts) expect(records.length).toBeLessThan(snapshotPartBytesMax);
  expect(parts.map(({ more }) => more)).toEqual(parts.map((part) => part !== parts.at(-1)));
  const whole = parts.flatMap(({ records }) => decodeRecords(records)).reduce(replay, emptyImage);
  expect([...whole.configs.keys()].sort()).toEqual([...image.configs.keys()].sort());
});
