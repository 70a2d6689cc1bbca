import { describe, expect, test } from "vitest";
import { SimProcess } from "../../src/world/sim-process.ts";
import { World } from "../../src/world/world.ts";

function processIn(world: World) {
  const thrown: unknown[] = [];
  let ran = 0;
  const process = new SimProcess({
    nodeId: 1,
    world,
    onRan: () => (ran += 1),
    onThrown: (_, error) => thrown.push(error),
  });
  return { process, thrown, ran: () => ran };
}

describe("what a process does soon", () => {
  test("happens in order, and never before the caller is done", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const world = new World({ seed });
      const { process } = processIn(world);
      let order = "";
      process.soon(() => {
        order += "a";
        process.soon(() => (order += "d"));
        order += "b";
      });
      process.soon(() => (order += "c"));
      expect(order).toBe("");
      await world.run(2_000);
      expect(order).toBe("abcd");
    }
  });
});

describe("a paused process", () => {
  test("does later, in the same order, what it missed, and only then what is new", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const world = new World({ seed });
      const { process } = processIn(world);
      let order = "";
      process.pause();
      for (const [delayMs, letter] of [
        [1, "a"],
        [2, "b"],
        [3, "c"],
      ] as const) {
        process.after(delayMs, () => {
          order += letter;
          if (letter === "a") process.run(() => (order += "d"));
        });
      }
      await world.run(1_010);
      expect(order).toBe("");
      expect(process.isPaused).toBe(true);
      world.after(0, "resumed", () => process.resume());
      await world.run(1_020);
      expect(order).toBe("abcd");
      process.run(() => (order += "e"));
      expect(order).toBe("abcde");
    }
  });

  test("may be paused again before it has caught up", async () => {
    const world = new World({ seed: 1 });
    const { process } = processIn(world);
    let order = "";
    process.pause();
    process.run(() => {
      order += "a";
      process.pause();
    });
    process.run(() => (order += "b"));
    process.resume();
    await world.run(1_010);
    expect(order).toBe("a");
    process.resume();
    process.resume();
    process.pause();
    process.resume();
    await world.run(1_020);
    expect(order).toBe("ab");
  });

  test("does not call a timer that it cancels first when it goes on", async () => {
    const world = new World({ seed: 1 });
    const { process } = processIn(world);
    let order = "";
    process.pause();
    process.after(1, () => {
      order += "first";
      second.cancel();
    });
    const second = process.after(2, () => (order += "second"));
    await world.run(1_010);
    process.resume();
    await world.run(1_020);
    expect(order).toBe("first");
  });
});

describe("a killed process", () => {
  test("does nothing any more: no timer, no promise, nothing that it missed", async () => {
    const world = new World({ seed: 1 });
    const { process, ran } = processIn(world);
    let happened = "";
    process.after(5, () => (happened += "timer"));
    process.soon(() => (happened += "soon"));
    void process.sleep(5).then(() => (happened += "slept"));
    process.pause();
    process.run(() => (happened += "missed"));
    process.kill();
    process.resume();
    process.run(() => (happened += "run"));
    await world.run(2_000);
    expect(happened).toBe("");
    expect(ran()).toBe(0);
    expect(process.isDead).toBe(true);
  });

  test("is not reported for what it did before, but for what it threw", async () => {
    const world = new World({ seed: 1 });
    const { process, thrown, ran } = processIn(world);
    process.run(() => undefined);
    process.run(() => {
      throw new Error("broken");
    });
    expect(thrown).toEqual([new Error("broken")]);
    expect(ran()).toBe(2);
  });
});

describe("the clock of a process", () => {
  test("goes at its rate, and so do its timers; a change of rate is no jump", async () => {
    const world = new World({ seed: 1 });
    const { process } = processIn(world);
    await world.run(1_100);
    expect(process.monotonicMs()).toBe(100);
    process.clock = { rate: 2, wallOffsetMs: 0 };
    expect(process.monotonicMs()).toBe(100);
    let firedMs = 0;
    process.after(100, () => (firedMs = process.monotonicMs()));
    await world.run(1_150);
    expect(firedMs).toBe(200);
    process.clock = { rate: 0.5, wallOffsetMs: 0 };
    await world.run(1_250);
    expect(process.monotonicMs()).toBe(250);
  });

  test("shows a wall time that others share, also after a restart, but for its jump", async () => {
    const world = new World({ seed: 1 });
    const { process } = processIn(world);
    const startMs = process.wallMs();
    await world.run(1_500);
    expect(process.wallMs() - startMs).toBe(500);
    const { process: restarted } = processIn(world);
    expect(restarted.wallMs()).toBe(process.wallMs());
    expect(restarted.monotonicMs()).toBe(0);
    restarted.clock = { rate: 1, wallOffsetMs: -10_000 };
    expect(restarted.wallMs()).toBe(process.wallMs() - 10_000);
    expect(restarted.monotonicMs()).toBe(0);
  });
});
