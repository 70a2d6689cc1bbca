import { Prng, randomBelow } from "@sordini/base";
import { expect, test } from "vitest";
import { Fifo } from "../src/fifo.ts";

test("behaves as an array that is pushed to and shifted from", () => {
  const rng = new Prng(1);
  const fifo = new Fifo<number>();
  const model: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    // Grows for a while, then shrinks, again and again.
    const isPush = randomBelow(rng, 10) < (i % 2000 < 1000 ? 7 : 3);
    if (isPush) fifo.push(i);
    if (isPush) model.push(i);
    const [actual, expected] = isPush ? [i, i] : [fifo.shift(), model.shift()];
    expect([actual, fifo.length, fifo.peek()]).toEqual([expected, model.length, model[0]]);
  }
  expect(fifo.drain()).toEqual(model);
  expect([fifo.length, fifo.peek(), fifo.shift()]).toEqual([0, undefined, undefined]);
});
