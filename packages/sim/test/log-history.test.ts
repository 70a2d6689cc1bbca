import { expect, test } from "vitest";
import { type HistoryEvent, judge } from "../src/index.ts";

// A tiny language: "a>" sent, "a=0/1" acknowledged, "r:a@0/1" read by r. One producer, one sequence.
function history(text: string): HistoryEvent[] {
  let sequence = 0;
  return text.split(" ").map((token): HistoryEvent => {
    const atMs = 0;
    if (token.endsWith(">")) {
      return { kind: "sent", atMs, name: token.slice(0, -1), producer: "p", sequence: sequence++ };
    }
    const acknowledged = /^(\w+)=(\d+)\/(\d+)$/.exec(token);
    if (acknowledged !== null) {
      const [, name = "", partition, offset] = acknowledged;
      const place = { partition: Number(partition), offset: Number(offset) };
      return { kind: "acknowledged", atMs, name, ...place };
    }
    const [, reader = "", name = "", partition, offset] =
      /^(\w+):(\w+)@(\d+)\/(\d+)$/.exec(token) ?? [];
    const place = { partition: Number(partition), offset: Number(offset) };
    return { kind: "read", reader, name, ...place };
  });
}

function check(what: string, events: string, violated: readonly string[]): void {
  test(what, () => {
    const found = judge(history(events)).violations.map((violation) => violation.checker);
    expect([...new Set(found)].sort()).toEqual(violated);
  });
}

check("a clean run", "a> a=0/0 b> b=0/1 r:a@0/0 r:b@0/1", []);
check("an unacknowledged record may be missing", "a> b> b=0/0 r:b@0/0", []);
check("a retry may append twice", "a> a=0/1 b> b=0/2 r:a@0/0 r:a@0/1 r:b@0/2", []);
check("an acknowledged record is missing", "a> a=0/0 b> b=0/1 r:b@0/1", ["NoAcknowledgedLoss"]);
check("acknowledged at another offset than read", "a> a=0/5 r:a@0/0", ["NoAcknowledgedLoss"]);
check("two records swapped", "a> b> r:b@0/0 r:a@0/1", ["OrderKept"]);
check("partitions have no common order", "a> b> r:b@0/0 r:a@1/0", []);
check("an offset changes its record", "a> b> r:a@0/0 s:b@0/0", ["OneRecordPerOffset"]);
check("a reader goes back", "a> b> r:b@0/1 r:a@0/0", ["ReadsAscend"]);
check("a record from nowhere", "r:x@0/0", ["OnlyWhatWasSent"]);

test("duplicates are counted, not condemned", () => {
  expect(judge(history("a> a=0/1 r:a@0/0 r:a@0/1"))).toMatchObject({
    ...{ acknowledged: 1, read: 1, lost: 0, reordered: 0, duplicated: 1 },
    violations: [],
  });
});
