import { Prng, randomBelow } from "@sordini/base";
import { expect, test } from "vitest";
import { Deadline, DeadlineWheel } from "../src/deadlines.ts";
import { VirtualTime } from "./virtual-time.ts";

class Note extends Deadline {
  readonly onDue: () => void;
  constructor(onDue: () => void) {
    super();
    this.onDue = onDue;
  }
}

test("every deadline is met, never early and at most a slot late", async () => {
  const time = new VirtualTime();
  const wheel = new DeadlineWheel({ clock: time, timers: time });
  const rng = new Prng(1);
  const late: number[] = [];
  for (let i = 0; i < 500; i++) {
    const delayMs = randomBelow(rng, 20_000);
    const dueMs = time.monotonicMs() + delayMs;
    wheel.add(new Note(() => late.push(time.monotonicMs() - dueMs)), delayMs);
    await time.advance(randomBelow(rng, 20));
  }
  await time.advance(30_000);
  expect(late).toHaveLength(500);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...late)).toBeLessThanOrEqual(10);
  expect(wheel.count).toBe(0);
});

test("a removed one is not heard of, and an idle wheel sleeps", async () => {
  const time = new VirtualTime();
  const wheel = new DeadlineWheel({ clock: time, timers: time });
  const heard: string[] = [];
  const kept = new Note(() => heard.push("kept"));
  const removed = new Note(() => heard.push("removed"));
  wheel.add(removed, 50);
  wheel.add(kept, 50);
  wheel.remove(removed);
  wheel.remove(removed);
  await time.advance(100);
  expect(heard).toEqual(["kept"]);
  const { events } = time;
  await time.advance(100_000);
  expect(time.events).toBe(events);
});

test("one that adds itself again is due again", async () => {
  const time = new VirtualTime();
  const wheel = new DeadlineWheel({ clock: time, timers: time });
  let count = 0;
  const note: Note = new Note(() => {
    count += 1;
    if (count < 3) wheel.add(note, 100);
  });
  wheel.add(note, 100);
  await time.advance(1000);
  expect(count).toBe(3);
});
