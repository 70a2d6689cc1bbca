import { assert } from "./assert.ts";
import type { Rng } from "./ports.ts";
import type { Uuid } from "./types.ts";

/**
 * A seeded generator (sfc32 by Chris Doty-Humphrey): 128 bits of state, passes PractRand, a few
 * nanoseconds a word. Same seed, same sequence, on every machine.
 */
export class Prng implements Rng {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: number) {
    assert(Number.isSafeInteger(seed), `not a safe integer: ${seed}`);
    this.#a = seed | 0;
    this.#b = Math.trunc(seed / 0x1_0000_0000) | 0;
    this.#c = 0x5eed;
    this.#counter = 1;
    for (let i = 0; i < 12; i++) this.uint32();
  }

  uint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }
}

/** An integer in [0, bound), for 1 <= bound <= 2^32. Rejection keeps it uniform. */
export function randomBelow(rng: Rng, bound: number): number {
  assert(Number.isInteger(bound) && bound >= 1 && bound <= 0x1_0000_0000, `bad bound ${bound}`);
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
  for (;;) {
    const word = rng.uint32();
    if (word < limit) return word % bound;
  }
}

/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(rng: Rng, items: readonly T[]): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomBelow(rng, i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

const uuidAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A random id in Kafka's form: 16 bytes as 22 base64url characters, never "-" first. */
export function randomUuid(rng: Rng): Uuid {
  let text = uuidAlphabet.charAt(randomBelow(rng, 62));
  for (let i = 1; i < 21; i++) text += uuidAlphabet.charAt(randomBelow(rng, 64));
  return text + uuidAlphabet.charAt(randomBelow(rng, 4) * 16); // 128 bits end inside the last digit
}

/** True for 22 base64url characters that decode to exactly 16 bytes. */
export function isUuid(text: string): boolean {
  return /^[A-Za-z0-9_-]{21}[AQgw]$/.test(text);
}
