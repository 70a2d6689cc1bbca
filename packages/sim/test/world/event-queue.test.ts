import { array, assert, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import { EventQueue } from "../../src/world/event-queue.ts";

test("events come out by time, then by the seed's order, then as they came in", () => {
  const events = array(record({ atMs: nat(5), order: nat(3) }), { maxLength: 60 });
  assert(
    property(events, nat(10), (drawn, early) => {
      const queue = new EventQueue();
      const all = drawn.map((event, sequence) => ({ ...event, sequence }));
      // Some come out while others still come in.
      const first = all.slice(0, early);
      const popped = [];
      for (const event of first) queue.push(event);
      if (first.length > 0) popped.push(queue.pop());
      const rest = [...first.toSorted(byOrder).slice(1), ...all.slice(early)];
      for (const event of all.slice(early)) queue.push(event);
      expect(queue.size).toBe(rest.length);
      while (queue.size > 0) popped.push(queue.pop());
      expect(popped.slice(Math.min(first.length, 1))).toEqual(rest.toSorted(byOrder));
      expect(queue.pop()).toBeUndefined();
    }),
  );
});

interface Ordered {
  readonly atMs: number;
  readonly order: number;
  readonly sequence: number;
}

function byOrder(a: Ordered, b: Ordered): number {
  return a.atMs - b.atMs || a.order - b.order || a.sequence - b.sequence;
}
