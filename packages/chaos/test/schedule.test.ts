import { expect, test } from "vitest";
import { faultKind, faultKinds } from "../src/faults/catalogue.ts";
import type { FaultKind } from "../src/faults/fault.ts";
import { type Episode, schedule } from "../src/schedule.ts";

function episodes(seed: number, kinds: readonly FaultKind[], count = 200): Episode[] {
  const drawn = schedule(seed, kinds);
  return Array.from({ length: count }, () => drawn.next().value);
}

test("the same seed gives the same schedule, another seed another one", () => {
  expect(episodes(1, faultKinds)).toEqual(episodes(1, faultKinds));
  expect(episodes(1, faultKinds)).not.toEqual(episodes(2, faultKinds));
});

test("the beginning of a schedule", () => {
  const kinds = ["kill", "pause", "partition"].map(faultKind);
  const drawn = episodes(7, kinds, 6).map(({ calmMs, faults }) => {
    const each = faults.map(({ kind, afterMs, holdMs }) => `${kind.name} ${afterMs}+${holdMs}`);
    return `${calmMs} ${each.join(", ")}`;
  });
  expect(drawn.join("\n")).toMatchInlineSnapshot(`
    "2231 kill 0+264, pause 1156+810, partition 957+1327
    3464 pause 0+118, partition 2323+7087, kill 2812+236
    3878 partition 0+784, pause 284+187
    2745 pause 0+6804, kill 1754+1845, partition 1477+1146
    2745 partition 0+6342, pause 1891+2203, kill 377+533
    2212 kill 0+698, pause 953+11584, partition 570+3703"
  `);
});

test("each kind comes first once before any comes first again", () => {
  const count = faultKinds.length;
  const firsts = episodes(3, faultKinds, 3 * count).map(({ faults }) => faults[0]?.kind.name);
  for (const round of [0, 1, 2]) {
    expect(new Set(firsts.slice(round * count, (round + 1) * count)).size).toBe(count);
  }
});

test("faults that overlap never want the same node, and leave one to go on with", () => {
  for (const { faults } of episodes(4, faultKinds, 1000)) {
    const reaches = faults.map(({ kind }) => kind.reach);
    const onNodes = reaches.filter((reach) => reach === "node").length;
    const onCluster = reaches.filter((reach) => reach === "cluster").length;
    expect(onNodes).toBeLessThanOrEqual(2);
    expect(onCluster === 0 || (onCluster === 1 && onNodes === 0)).toBe(true);
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(faults.length);
  }
});

test("about half of the episodes combine faults", () => {
  const drawn = episodes(5, faultKinds, 1000);
  const combined = drawn.filter(({ faults }) => faults.length > 1).length;
  expect(combined).toBeGreaterThan(400);
  expect(combined).toBeLessThan(600);
});

test("faults last as long as their kind says", () => {
  for (const { calmMs, faults } of episodes(6, faultKinds, 1000)) {
    expect(calmMs).toBeGreaterThan(0);
    for (const { kind, holdMs, afterMs } of faults) {
      expect(holdMs).toBeGreaterThanOrEqual(kind.holdMs.min);
      expect(holdMs).toBeLessThanOrEqual(kind.holdMs.max);
      expect(afterMs).toBeGreaterThanOrEqual(0);
    }
  }
});
