import type { RecordContent } from "@sordini/records";
import type { RecordMetadata } from "../types/producer.ts";
import type { TopicWriter } from "./topic-writer.ts";

/** A send that waits for its topic to be known, or for buffer space. */
export interface WaitingSend {
  readonly kind: "send";
  readonly content: RecordContent;
  readonly timestampMs: number;
  readonly partition: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly outcome: PromiseWithResolvers<RecordMetadata>;
}

/** A caller of `ready`, in line with the sends. */
export interface WaitingCaller {
  readonly kind: "caller";
  readonly outcome: PromiseWithResolvers<void>;
}

/**
 * What a producer knows of one topic. Sends that wait are taken in their order, before any later
 * one.
 */
export interface TopicEntry {
  readonly name: string;
  /** Null until the topic is known. */
  writer: TopicWriter | null;
  readonly waiting: (WaitingSend | WaitingCaller)[];
  isLookedUp: boolean;
}
