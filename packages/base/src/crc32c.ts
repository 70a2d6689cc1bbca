import type { Crc32c } from "./ports.ts";

// CRC-32C, polynomial 0x1EDC6F41 reflected. Slicing by eight: eight tables turn eight bytes a step
// into eight independent look-ups. The servers plug in a native one for batches (docs/adr/0004);
// below about 200 bytes this one is quicker than the call into it.
const tables = buildTables();

/** The portable CRC-32C. `crc32c(b, crc32c(a))` equals the CRC of a followed by b. */
export const crc32c: Crc32c = (bytes, seed = 0) => {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  let crc = ~seed;
  let i = 0;
  for (const wholeEnd = bytes.length - 7; i < wholeEnd; i += 8) {
    const low =
      crc ^
      (at(bytes, i) |
        (at(bytes, i + 1) << 8) |
        (at(bytes, i + 2) << 16) |
        (at(bytes, i + 3) << 24));
    crc =
      at(t7, low & 0xff) ^
      at(t6, (low >>> 8) & 0xff) ^
      at(t5, (low >>> 16) & 0xff) ^
      at(t4, low >>> 24) ^
      at(t3, at(bytes, i + 4)) ^
      at(t2, at(bytes, i + 5)) ^
      at(t1, at(bytes, i + 6)) ^
      at(t0, at(bytes, i + 7));
  }
  for (; i < bytes.length; i++) crc = at(t0, (crc ^ at(bytes, i)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
};

function at(array: Uint8Array | Int32Array, index: number): number {
  return array[index] as number;
}

type Tables = readonly [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
];

function buildTables(): Tables {
  const built = Array.from({ length: 8 }, () => new Int32Array(256));
  const first = built[0] as Int32Array;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    first[byte] = crc;
  }
  for (let slice = 1; slice < 8; slice++) {
    const before = built[slice - 1] as Int32Array;
    const table = built[slice] as Int32Array;
    for (let byte = 0; byte < 256; byte++) {
      const crc = at(before, byte);
      table[byte] = at(first, crc & 0xff) ^ (crc >>> 8);
    }
  }
  return built as unknown as Tables;
}
