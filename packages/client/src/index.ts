export * from "./client.ts";
export {
  ConnectionError,
  type ErrorCode,
  SerializationError,
  SordiniError,
  TimeoutError,
} from "./errors.ts";
export * from "./serializers.ts";
export type * from "./types/admin.ts";
export type * from "./types/client.ts";
export type * from "./types/consumer.ts";
export type * from "./types/producer.ts";
export type * from "./types/topic.ts";
