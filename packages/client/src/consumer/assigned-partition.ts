import type { TopicDefinition, TopicPartition } from "../types/topic.ts";
import type { ConsumeStream } from "./consume-stream.ts";

/** One partition that is read, and how far. */
export class AssignedPartition implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** How keys and values are read; undefined: as bytes. */
  readonly definition: TopicDefinition | undefined;
  /** Offset of the next record that the program gets. */
  position: number;
  /** Offset after the last batch that was given to the program: where fetching begins anew. */
  nextOffset: number;
  /** With `stopAtEnd`: nothing is read from here on. */
  readonly endOffset: number;
  /** Batches that arrive under another id belong to the time before a seek or a move. Grows. */
  assignmentId = 0;
  /** Grows when the rest of a batch that the program is reading must not be given out. */
  version = 0;
  isPaused = false;
  /** The stream that brings its batches; null while it waits to be placed on one. */
  stream: ConsumeStream | null = null;
  /** Where and under which leader it was placed last. */
  placedAt: { readonly topicId: string; readonly leaderEpoch: number } | null = null;
  retryAtMs = 0;
  failures = 0;
  unknownSinceMs: number | null = null;

  constructor(
    { topic, partition }: TopicPartition,
    start: {
      readonly definition: TopicDefinition | undefined;
      readonly offset: number;
      readonly endOffset: number;
    },
  ) {
    this.topic = topic;
    this.partition = partition;
    this.definition = start.definition;
    this.position = start.offset;
    this.nextOffset = start.offset;
    this.endOffset = start.endOffset;
  }

  get isFinished(): boolean {
    return this.nextOffset >= this.endOffset;
  }

  /** Continues at another offset, whatever was given out before. */
  moveTo(offset: number): void {
    this.position = offset;
    this.nextOffset = offset;
    this.version++;
  }
}
