import { expect, test } from "vitest";
import { Life } from "./law.ts";

const lifeCount = 60;
/** 4128: a checkpoint's sync that was under way vouched for a truncation that came during it. */
const seedsOfFoundBugs = [4128];

test("a crash at any point loses nothing that was durable, and leaves prefixes", async () => {
  const seen = new Set<string>();
  for (const seed of [...Array(lifeCount).keys(), ...seedsOfFoundBugs]) {
    const life = new Life(seed);
    try {
      await life.run(3);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`, {
        cause: error,
      });
    }
    for (const each of life.seen) seen.add(each);
  }
  expect([...seen].toSorted()).toEqual([
    "crash during recovery",
    "deletion",
    "durability switched",
    "epoch",
    "kill",
    "power loss",
    "reset",
    "run larger than the journal takes",
    "truncation",
  ]);
}, 60_000);
