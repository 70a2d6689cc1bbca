import { utf8Encode } from "@sordini/base";
import type { Bytes } from "../types/topic.ts";

/**
 * The partition of a key as Java's client chooses it, so that equal keys from any client land
 * together. Text is hashed as UTF-8. An empty key is a key.
 */
export function partitionOfKey(key: Bytes, partitionCount: number): number {
  return (murmur2(bytesOf(key)) & 0x7fff_ffff) % partitionCount;
}

const shortKeyLengthMax = 64;
const scratch = new Uint8Array(shortKeyLengthMax);

function bytesOf(key: Bytes): Uint8Array {
  if (typeof key !== "string") return key;
  if (key.length > shortKeyLengthMax || !copyAscii(key)) return utf8Encode(key);
  return scratch.subarray(0, key.length);
}

// Most keys are short ASCII; for those this loop takes a fifth of the time of the text encoder.
function copyAscii(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code > 0x7f) return false;
    scratch[i] = code;
  }
  return true;
}

/** 32-bit MurmurHash2 with Kafka's seed, as a signed integer. */
export function murmur2(bytes: Uint8Array): number {
  const multiplier = 0x5bd1_e995;
  const length = bytes.length;
  const wholeEnd = length & ~3;
  let hash = 0x9747_b28c ^ length;
  for (let i = 0; i < wholeEnd; i += 4) {
    let word = Math.imul(wordAt(bytes, i), multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  if (wholeEnd < length) {
    for (let i = length - 1; i >= wholeEnd; i--) {
      hash ^= (bytes[i] as number) << (8 * (i - wholeEnd));
    }
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

function wordAt(bytes: Uint8Array, i: number): number {
  return (
    (bytes[i] as number) |
    ((bytes[i + 1] as number) << 8) |
    ((bytes[i + 2] as number) << 16) |
    ((bytes[i + 3] as number) << 24)
  );
}
