import { crc32c as native } from "@node-rs/crc32";
import { crc32c as portable, type Crc32c } from "@sordini/base";

// The call into native code costs about as much as 200 bytes of the portable loop (docs/adr/0004).
const nativeBytesMin = 256;

export const systemCrc32c: Crc32c = (bytes, seed = 0) =>
  bytes.length < nativeBytesMin ? portable(bytes, seed) : native(bytes, seed);
