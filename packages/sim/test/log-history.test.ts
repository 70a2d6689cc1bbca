import { expect, test } from "vitest";
import { type HistoryEvent, judge, unknownRecord, violationsMax } from "../src/index.ts";

// A tiny language: "0>" sent, "0=1/5" acknowledged at partition 1, offset 5, "r:0@1/5" read
// there by r; "r:?@1/5" is something that nobody sent. One producer.
function history(text: string): HistoryEvent[] {
  return text.split(" ").map((token): HistoryEvent => {
    const atMs = 0;
    if (token.endsWith(">")) {
      return { kind: "sent", atMs, name: Number(token.slice(0, -1)), producer: 0 };
    }
    const acknowledged = /^(\d+)=(\d+)\/(\d+)$/.exec(token);
    if (acknowledged !== null) {
      const [, name, partition, offset] = acknowledged.map(Number) as [0, number, number, number];
      return { kind: "acknowledged", atMs, name, partition, offset };
    }
    const [, reader = "", record = "", partition, offset] =
      /^(\w+):([\d?]+)@(\d+)\/(\d+)$/.exec(token) ?? [];
    const name = record === "?" ? unknownRecord : Number(record);
    const place = { partition: Number(partition), offset: Number(offset) };
    return { kind: "read", atMs, reader, name, ...place };
  });
}

function check(what: string, events: string, violated: readonly string[]): void {
  test(what, () => {
    const found = judge(history(events)).violations.map((violation) => violation.checker);
    expect([...new Set(found)].sort()).toEqual(violated);
  });
}

check("a clean run", "0> 0=0/0 1> 1=0/1 r:0@0/0 r:1@0/1", []);
check("two readers agree", "0> 1> r:0@0/0 s:0@0/0 s:1@0/1 r:1@0/1", []);
check("a record is read before its acknowledgement arrives", "0> r:0@0/0 0=0/0", []);
check("an unacknowledged record may be missing", "0> 1> 1=0/0 r:1@0/0", []);
check("a retry may append twice", "0> 0=0/1 1> 1=0/2 r:0@0/0 r:0@0/1 r:1@0/2", []);
check("an acknowledged record is missing", "0> 0=0/0 1> 1=0/1 r:1@0/1", ["NoAcknowledgedLoss"]);
check("acknowledged at another offset than read", "0> 0=0/5 r:0@0/0", ["NoAcknowledgedLoss"]);
check("two records swapped", "0> 1> r:1@0/0 r:0@0/1", ["OrderKept"]);
check("swapped, and read backwards by another reader", "0> 1> r:0@0/7 s:1@0/3", ["OrderKept"]);
check("partitions have no common order", "0> 1> r:1@0/0 r:0@1/0", []);
check("an offset changes its record", "0> 1> r:0@0/0 s:1@0/0", ["OneRecordPerOffset"]);
check("a reader goes back", "0> 1> r:1@0/1 r:0@0/0", ["ReadsAscend"]);
check("a reader sees an offset twice", "0> r:0@0/0 r:0@0/0", ["ReadsAscend"]);
check("a record from nowhere", "r:?@0/0", ["OnlyWhatWasSent"]);
check("a name that is not given out yet", "0> r:0@0/0 r:1@0/1", ["OnlyWhatWasSent"]);

test("duplicates are counted, not condemned", () => {
  expect(judge(history("0> 0=0/1 r:0@0/0 r:0@0/1 s:0@0/0 s:0@0/1"))).toMatchObject({
    ...{ acknowledged: 1, read: 1, lost: 0, reordered: 0, duplicated: 1 },
    violations: [],
  });
});

test("all violations are counted, and the first told", () => {
  const names = Array.from({ length: 1000 }, (_, name) => name);
  const events = names.map((name) => `${name}> ${name}=0/${name}`).join(" ");
  const { lost, violationCount, violations } = judge(history(events));
  expect({ lost, violationCount }).toEqual({ lost: 1000, violationCount: 1000 });
  expect(violations).toHaveLength(violationsMax);
  expect(violations[0]?.text).toBe("record 0 was acknowledged at 0/0 and is nowhere to be read");
});
