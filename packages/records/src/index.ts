export * from "./batches.ts";
export * from "./build.ts";
export * from "./compression.ts";
export * from "./control.ts";
export * from "./header.ts";
export * from "./records.ts";
export * from "./validate.ts";
