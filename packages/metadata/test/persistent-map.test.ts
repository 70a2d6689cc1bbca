import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PersistentMap } from "../src/index.ts";

type Change = readonly ["set" | "delete", string | number, number];

// Texts that share FNV's hash are rare; numbers that share the low bits are not.
const key = fc.oneof(
  fc.integer({ min: 0, max: 70 }),
  fc.integer({ min: 0, max: 6 }).map((n) => 1 + n * 2 ** 25),
  fc.string({ maxLength: 2 }),
);
const change: fc.Arbitrary<Change> = fc.tuple(
  fc.constantFrom("set" as const, "set" as const, "delete" as const),
  key,
  fc.nat(),
);

function apply(map: PersistentMap<string | number, number>, [verb, key, value]: Change) {
  return verb === "set" ? map.set(key, value) : map.delete(key);
}

describe("PersistentMap", () => {
  test("is a Map, at every step, and earlier versions stay as they were", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const model = new Map<string | number, number>();
        let map = PersistentMap.empty<string | number, number>();
        for (const [verb, key, value] of changes) {
          const before = map;
          const entriesBefore = [...before];
          map = apply(map, [verb, key, value]);
          if (verb === "set") model.set(key, value);
          else model.delete(key);
          expect(map.get(key)).toBe(model.get(key));
          expect(map.size).toBe(model.size);
          expect([...before]).toEqual(entriesBefore);
        }
        expect(new Map(map)).toEqual(model);
      }),
      { numRuns: 200 },
    );
  });

  test("has a shape that depends on its entries alone, not on their history", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
        const map = changes.reduce(apply, PersistentMap.empty<string | number, number>());
        const again = [...map]
          .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
          .reduce(
            (rebuilt, [key, value]) => rebuilt.set(key, value),
            PersistentMap.empty<string | number, number>(),
          );
        expect(again).toEqual(map);
      }),
    );
  });

  test("keeps keys apart whose hashes are equal", () => {
    // Both hash to the same 32 bits: a number is its own hash, and 2^32 wraps around to 0.
    const map = PersistentMap.empty<number, string>()
      .set(0, "a")
      .set(2 ** 32, "b");
    expect([map.get(0), map.get(2 ** 32), map.size]).toEqual(["a", "b", 2]);
    expect([...map.delete(0)]).toEqual([[2 ** 32, "b"]]);
    expect(map.set(0, "c").get(2 ** 32)).toBe("b");
    expect(map.delete(2 ** 33)).toBe(map);
  });

  test("a change that changes nothing is the same map", () => {
    const map = PersistentMap.empty<string, number>().set("a", 1);
    expect(map.set("a", 1)).toBe(map);
    expect(map.delete("b")).toBe(map);
  });
});
