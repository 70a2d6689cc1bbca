export * from "./api.ts";
export * from "./broker.ts";
export type * from "./ports.ts";
export * from "./limits.ts";
export type { Partition } from "./partition.ts";
export { logConfigOf } from "./replica-logs.ts";
