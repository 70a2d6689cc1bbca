export type { Complete } from "./complete.ts";
export type * from "./data-messages.ts";
export * from "./calls.ts";
export { readDescriptorSet } from "./descriptors.ts";
export * from "./failures.ts";
export * from "./services.ts";
export { grpc, sordini } from "./messages.ts";
