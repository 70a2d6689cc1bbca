import { describe, expect, test } from "vitest";
import { describeReport } from "../../src/cli/summary.ts";
import { missingFrom, Tally } from "../../src/cli/tally.ts";
import type { SeedResult } from "../../src/run/run-seed.ts";

const clean: SeedResult = {
  ...{ seed: 5, hash: "00", violation: null, simulatedMs: 1_800_000, events: 10 },
  counts: {
    "fault: kill": 3,
    "records acknowledged": 40,
    "raft: leaderReady": 2,
    "raft: role": 9,
    "the Raft log is damaged (entry 7 of 9: it is missing): no vote from here until then": 1,
  },
};
const broken = { ...clean, seed: 4, violation: { invariant: "I8", text: "told too much\nat x" } };

function tallyOf(results: readonly SeedResult[]): Tally {
  const tally = new Tally(4);
  for (const result of results) tally.add(result);
  return tally;
}

describe("Tally", () => {
  test("sums up what happened, by kind", () => {
    const report = tallyOf([clean, broken]).report(30_000);
    expect(report).toMatchObject({
      ...{ seeds: 2, firstSeed: 4, simulatedHours: 1, cpuMinutes: 0.5, events: 20 },
      violations: [{ seed: 4, invariant: "I8" }],
      faults: { kill: 6, reset: 0 },
      activity: { "records acknowledged": 80, "Raft elections": 4, "Raft logs damaged": 2 },
      facts: { "raft: role": 18 },
    });
  });

  test("names what never happened", () => {
    const missing = missingFrom(tallyOf([clean]).report(1));
    expect(missing).toEqual(expect.arrayContaining(["fault reset", "records read"]));
    expect(missing).not.toContain("fault kill");
    expect(missing).not.toContain("Raft elections");
  });
});

describe("describeReport", () => {
  test("says what was found, and how to see it again", () => {
    const text = describeReport(tallyOf([clean, broken]).report(30_000));
    expect(text).toContain("1.00 simulated hours in 0.50 minutes of CPU: 2.00 hours a minute");
    expect(text).toContain("VIOLATIONS: 1\n  --seed 4  I8: told too much");
    expect(text).not.toContain("NEVER HAPPENED");
  });

  test("many runs in which something never happened say so", () => {
    const text = describeReport(tallyOf(Array.from({ length: 200 }, () => clean)).report(1));
    expect(text).toContain("NEVER HAPPENED: fault reset; these runs have not tested it");
    expect(text).toContain("no violation");
  });
});
