import { describe, expect, test } from "vitest";
import { World } from "../../src/world/world.ts";

const letters = ["a", "b", "c", "d", "e", "f"];

/** Events of one moment, in the order in which that seed lets them happen. */
async function orderBy(seed: number): Promise<string> {
  const world = new World({ seed });
  let order = "";
  for (const letter of letters) world.after(5, letter, () => (order += letter));
  world.after(1, "first", () => (order += "1"));
  world.after(9, "last", () => (order += "9"));
  await world.run(2_000);
  return order;
}

/** The fingerprint of a run of these events, by delay. */
async function hashOf(events: readonly (readonly [number, string])[], detail = "") {
  const world = new World({ seed: 1 });
  for (const [delayMs, what] of events) {
    world.after(delayMs, what, () => world.note("an output", detail));
  }
  await world.run(2_000);
  return world.hash.digest;
}

describe("the order of events", () => {
  test("is that of time; within one moment the seed decides", async () => {
    const orders = await Promise.all([1, 2, 3, 4].map(orderBy));
    for (const order of orders) expect(order).toMatch(/^1[a-f]{6}9$/);
    expect(new Set(orders).size).toBeGreaterThan(1);
    expect(await Promise.all([1, 2, 3, 4].map(orderBy))).toEqual(orders);
  });

  test("leaves time between: what is asked to wait waits, however short", async () => {
    const world = new World({ seed: 1 });
    const startMs = world.nowMs;
    const times: number[] = [];
    world.after(0, "at once", () => times.push(world.nowMs - startMs));
    world.after(1e-12, "hardly later", () => times.push(world.nowMs - startMs));
    world.after(2.5, "later", () => times.push(world.nowMs - startMs));
    await world.run(2_000);
    expect(times[0]).toBe(0);
    expect(times[1]).toBeGreaterThan(0);
    expect(times[2]).toBe(2.5);
  });

  test("skips what was cancelled", async () => {
    const world = new World({ seed: 1 });
    let happened = "";
    const cancelled = world.after(2, "cancelled", () => (happened += "x"));
    world.after(1, "canceller", () => cancelled.cancel());
    await world.run(2_000);
    expect(happened).toBe("");
    expect(world.events).toBe(1);
  });

  test("has no promise left between two events", async () => {
    const world = new World({ seed: 1 });
    let order = "";
    const chain = async (): Promise<void> => {
      for (let i = 0; i < 50; i++) await Promise.resolve();
      order += "promises,";
    };
    world.after(1, "one", () => {
      order += "one,";
      void chain();
    });
    world.after(1, "two", () => {
      order += "two,";
      void chain();
    });
    await world.run(2_000);
    expect(order).toMatch(/^(one|two),promises,(one|two),promises,$/);
  });
});

describe("a run", () => {
  test("ends when it is done, or when its time is over", async () => {
    const world = new World({ seed: 1 });
    let count = 0;
    for (const delayMs of [10, 20, 30]) world.after(delayMs, "count", () => (count += 1));
    expect(await world.run(1_500, () => count === 2)).toBe(true);
    expect(world.nowMs).toBe(1_020);
    expect(await world.run(1_025)).toBe(false);
    expect(count).toBe(2);
    expect(world.nowMs).toBe(1_025);
    expect(await world.run(1_500, () => count === 4)).toBe(false);
    expect(count).toBe(3);
  });

  test("ends with the first thing that was found wrong", async () => {
    const world = new World({ seed: 1 });
    let happened = "";
    world.after(1, "finds", () => {
      world.fail(new Error("the first"));
      world.fail(new Error("the second"));
    });
    world.after(2, "never", () => (happened += "x"));
    await expect(world.run(2_000)).rejects.toThrow("the first");
    expect(happened).toBe("");
  });

  test("lets somebody look after each event and what it led to", async () => {
    let state = 0;
    const seen: number[] = [];
    const world = new World({ seed: 1, afterEvent: () => seen.push(state) });
    for (const delayMs of [1, 2]) {
      world.after(delayMs, "step", () => void Promise.resolve().then(() => (state += 1)));
    }
    await world.run(2_000);
    expect(seen).toEqual([1, 2]);
  });
});

describe("random streams", () => {
  const draw = (world: World, purpose: string) => {
    const stream = world.stream(purpose);
    return Array.from({ length: 5 }, () => stream.uint32());
  };

  test("do not change each other, nor does what is scheduled change them", async () => {
    const calm = new World({ seed: 7 });
    const expected = draw(calm, "disk");
    const busy = new World({ seed: 7 });
    draw(busy, "network");
    for (const letter of letters) busy.after(1, letter, () => draw(busy, "faults"));
    await busy.run(2_000);
    expect(draw(busy, "disk")).toEqual(expected);
  });

  test("differ by purpose and by seed, also where seeds are far apart", () => {
    const seeds = [0, 1, 2, 20_000, 2 ** 20, 2 ** 20 + 1, 2 ** 32 - 1];
    const purposes = ["disk", "network", "net 1>2", "net 2>1", "node 1.1", "node 1.2"];
    const all = seeds.flatMap((seed) =>
      purposes.map((purpose) => draw(new World({ seed }), purpose).join(" ")),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("the rolling hash", () => {
  const events = [
    [1, "a"],
    [2, "b"],
    [3.5, "c"],
  ] as const;

  test("is the same for the same run, whatever details a timeline shows", async () => {
    expect(await hashOf(events)).toBe(await hashOf(events, "more words"));
    expect(await hashOf(events)).toMatch(/^[0-9a-f]{16}$/);
  });

  test("differs when one event has another name, time or place, or is not there", async () => {
    const others = [
      [
        [1, "a"],
        [2, "B"],
        [3.5, "c"],
      ],
      [
        [1, "a"],
        [2, "b"],
        [3.5 + 1 / 1_024, "c"],
      ],
      [
        [2, "a"],
        [1, "b"],
        [3.5, "c"],
      ],
      [
        [1, "a"],
        [3.5, "c"],
      ],
      [
        [1, "a"],
        [2, "b"],
        [3.5, "c"],
        [4, "d"],
      ],
    ] as const;
    const hashes = await Promise.all([events, ...others].map((each) => hashOf(each)));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
