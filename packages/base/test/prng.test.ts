import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssertionError } from "../src/assert.ts";
import { isUuid, Prng, randomBelow, randomUuid, shuffled } from "../src/prng.ts";
import { partitionKey } from "../src/types.ts";

const seed = fc.maxSafeInteger();

function words(prng: Prng, count: number): number[] {
  return Array.from({ length: count }, () => prng.uint32());
}

describe("Prng", () => {
  test("the sequence of a seed never changes, on no machine and in no version", () => {
    expect(words(new Prng(1), 4)).toMatchInlineSnapshot(`
      [
        3051216100,
        546015550,
        1326074019,
        3231082207,
      ]
    `);
  });

  test("same seed, same words; another seed, others", () => {
    fc.assert(
      fc.property(seed, (s) => {
        expect(words(new Prng(s), 20)).toEqual(words(new Prng(s), 20));
        expect(words(new Prng(s), 4)).not.toEqual(words(new Prng(s > 0 ? s - 1 : s + 1), 4));
      }),
    );
  });

  test("all 53 bits of a seed count", () => {
    expect(words(new Prng(5), 4)).not.toEqual(words(new Prng(5 + 2 ** 32), 4));
    expect(() => new Prng(2 ** 53)).toThrow(AssertionError);
  });

  test("each bit is set in about half of the words", () => {
    const drawn = words(new Prng(7), 20_000);
    for (let bit = 0; bit < 32; bit++) {
      const share = drawn.filter((word) => ((word >>> bit) & 1) === 1).length / drawn.length;
      expect(Math.abs(share - 0.5), `bit ${bit}`).toBeLessThan(0.02);
    }
  });
});

describe("randomBelow", () => {
  test("stays below its bound, up to 2^32", () => {
    const bound = fc.integer({ min: 1, max: 2 ** 32 });
    fc.assert(
      fc.property(seed, bound, (s, b) => {
        const value = randomBelow(new Prng(s), b);
        expect(value >= 0 && value < b && Number.isInteger(value)).toBe(true);
      }),
    );
  });

  test("throws a word away rather than favour small results", () => {
    const given = [2 ** 32 - 1, 5];
    expect(randomBelow({ uint32: () => given.shift() as number }, 3)).toBe(2);
  });

  test("a bound of nothing is a bug", () => {
    expect(() => randomBelow(new Prng(1), 0)).toThrow(AssertionError);
  });
});

test("shuffled keeps the items, leaves the original, and can reach every order", () => {
  const items = [1, 2, 3];
  const orders = new Set<string>();
  for (let s = 0; s < 200; s++) {
    const order = shuffled(new Prng(s), items);
    expect(order.toSorted((a, b) => a - b)).toEqual(items);
    orders.add(order.join(""));
  }
  expect(items).toEqual([1, 2, 3]);
  expect(orders.size).toBe(6);
});

describe("uuids", () => {
  test("are 16 bytes in Kafka's base64url, and never look like an option", () => {
    fc.assert(
      fc.property(seed, (s) => {
        const uuid = randomUuid(new Prng(s));
        expect(isUuid(uuid)).toBe(true);
        expect(uuid.startsWith("-")).toBe(false);
        const bytes = Buffer.from(uuid, "base64url");
        expect(bytes.length).toBe(16);
        expect(bytes.toString("base64url")).toBe(uuid);
      }),
    );
  });

  test.each(["", "abc", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAA+A", "A".repeat(23)])(
    "%j is none",
    (text) => {
      expect(isUuid(text)).toBe(false);
    },
  );
});

test("a partition's key names topic id and partition", () => {
  expect(partitionKey("AAAAAAAAAAAAAAAAAAAAAA", 3)).toBe("AAAAAAAAAAAAAAAAAAAAAA:3");
});
