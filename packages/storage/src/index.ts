export type * from "./types.ts";
export * from "./key-value.ts";
export * from "./key-value-exam.ts";
export * from "./memory/memory-key-value.ts";
