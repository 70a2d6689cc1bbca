import { describe, expect, test } from "vitest";
import { withoutRealWorld } from "../../src/world/forbidden.ts";

const uses: readonly (readonly [string, () => unknown])[] = [
  ["Date", () => Date()],
  ["Date", () => new Date()],
  ["Date", () => Date.now()],
  ["setTimeout", () => setTimeout(() => undefined, 0)],
  ["setInterval", () => setInterval(() => undefined, 1)],
  ["setImmediate", () => setImmediate(() => undefined)],
  ["queueMicrotask", () => queueMicrotask(() => undefined)],
  ["random", () => Math.random()],
  ["now", () => performance.now()],
  ["hrtime", () => process.hrtime()],
  ["hrtime", () => process.hrtime.bigint()],
  ["timeout", () => AbortSignal.timeout(1)],
  ["randomUUID", () => crypto.randomUUID()],
  ["getRandomValues", () => crypto.getRandomValues(new Uint8Array(1))],
];

/** What a world in which somebody does that ends with. */
async function messageOf(use: () => unknown): Promise<string> {
  try {
    await withoutRealWorld(async () => use());
    return "nothing was wrong";
  } catch (error) {
    return String(error);
  }
}

describe("in a world without the real one", () => {
  test.each(uses)("%s throws and says what to take (%s)", async (name, use) => {
    expect(await messageOf(use)).toContain(`${name} is of the real world: take the port`);
  });

  test("everything is back afterwards, however it ended", async () => {
    const before = [Date, setTimeout, setImmediate, queueMicrotask, Math.random];
    expect(await withoutRealWorld(async () => 7)).toBe(7);
    await expect(withoutRealWorld(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const after = [Date, setTimeout, setImmediate, queueMicrotask, Math.random];
    expect(after.every((each, i) => each === before[i])).toBe(true);
    expect(Object.hasOwn(performance, "now")).toBe(false);
    expect(Date.now()).toBeGreaterThan(0);
    expect(performance.now()).toBeGreaterThan(0);
    expect(crypto.getRandomValues(new Uint8Array(3))).toHaveLength(3);
  });
});
