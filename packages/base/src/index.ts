export * from "./assert.ts";
export * from "./bytes.ts";
export * from "./crc32c.ts";
export * from "./epoch-history.ts";
export * from "./errors.ts";
export * from "./ports.ts";
export * from "./prng.ts";
export * from "./types.ts";
