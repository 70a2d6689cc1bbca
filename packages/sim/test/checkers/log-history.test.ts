import { expect, test } from "vitest";
import { type HistoryEvent, judge, unknownRecord, violationsMax } from "../../src/index.ts";

// A tiny language: "0>" sent, "0=1/5" acknowledged at partition 1, offset 5, "0!" failed for
// certain, "0~" failed, "r:0@1/5" read there by r; "r:?@1/5" is something that nobody sent; "r#1/5"
// told that partition 1 ends at 5; "r." has read everything. One producer, and a millisecond passes
// between all events that do not stand in brackets.
function history(text: string): HistoryEvent[] {
  let nowMs = 0;
  let isOneMoment = false;
  return text.split(" ").map((word): HistoryEvent => {
    if (word.startsWith("(")) isOneMoment = true;
    const event = eventOf(word.replaceAll(/[()]/g, ""), nowMs);
    if (word.endsWith(")")) isOneMoment = false;
    if (!isOneMoment) nowMs++;
    return event;
  });
}

function eventOf(word: string, atMs: number): HistoryEvent {
  const name = Number.parseInt(word, 10);
  if (word.endsWith(">")) return { kind: "sent", atMs, name, producer: 0 };
  if (word.endsWith("!")) return { kind: "failed", atMs, name, error: "no", definite: true };
  if (word.endsWith("~")) return { kind: "failed", atMs, name, error: "no" };
  if (word.endsWith(".")) return { kind: "readToEnd", atMs, reader: word.slice(0, -1) };
  const [who = "", what = "", record, partition, offset] =
    /^(\w+)([=:#])(?:([\d?]+)@)?(\d+)\/(\d+)$/.exec(word)?.slice(1) ?? [];
  const place = { partition: Number(partition), offset: Number(offset) };
  if (what === "=") return { kind: "acknowledged", atMs, name: Number(who), ...place };
  if (what === "#") return { kind: "listed", atMs, reader: who, ...place };
  const read = record === "?" ? unknownRecord : Number(record);
  return { kind: "read", atMs, reader: who, name: read, ...place };
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

check("A was acknowledged before B was sent", "0> 0=0/1 1> r:1@0/0 r:0@0/1", [
  "OrderKept",
  "RealTimeOrder",
]);
check("A was not yet acknowledged", "(1> 0>) 1=0/1 0=0/0 r:0@0/0 r:1@0/1", []);
check("A was acknowledged at that very moment", "0> (0=0/1 1>) r:1@0/0 r:0@0/1", ["OrderKept"]);
check("a failed record is read", "0> 0! r:0@0/0", ["NoReadOfFailed"]);
check("it may be read where the failure is not definite", "0> 0~ r:0@0/0", []);
check("what one reader saw another passes over", "0> 1> 2> r:0@0/0 r:1@0/1 s:0@0/0 s:2@0/2", [
  "NothingSkipped",
]);
check("a gap that is one for everybody", "0> 1> r:0@0/0 r:1@0/9 s:0@0/0 s:1@0/9", []);
check("a last record is read and then gone", "0> 1> r:0@0/0 r:1@0/1 s:0@0/0 s.", ["NothingUnseen"]);
check("a first record is read and then gone", "0> 1> r:0@0/0 r:1@0/1 s:1@0/1 s.", [
  "NothingUnseen",
]);
check("a whole partition is unseen", "0> 1> r:0@0/0 s:1@1/0 r.", ["NothingUnseen"]);
check("who does not read to the end may miss it", "0> 1> r:0@0/0 r:1@0/1 s:0@0/0 r.", []);
check("a latest offset goes back", "r#0/7 r#1/2 r#0/6", ["LatestAscends"]);
check("latest offsets of two clients", "r#0/7 s#0/6 s#0/6 r#0/8", []);

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
