import { randomBytes } from "node:crypto";
import { Prng, type Rng } from "@sordini/base";

/**
 * A generator seeded from the system's randomness: ids are unique, and a call costs nanoseconds.
 */
export function systemRng(): Rng {
  const seed = randomBytes(8);
  return new Prng((seed.readUInt32BE(0) & 0x1f_ffff) * 0x1_0000_0000 + seed.readUInt32BE(4));
}
