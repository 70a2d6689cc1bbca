export * from "./api.ts";
export * from "./broker.ts";
export type * from "./ports.ts";
export * from "./limits.ts";
