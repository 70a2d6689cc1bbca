import { ByteReader, MalformedError, utf8Decode } from "@sordini/base";
import { type BatchHeader, type HeaderView, RecordView } from "@sordini/records";
import { SerializationError, SordiniError } from "../errors.ts";
import type { ConsumedBatch, ConsumedRecord, RecordHeaders } from "../types/consumer.ts";
import type { TopicDefinition, TopicPartition } from "../types/topic.ts";

export interface BatchSource {
  readonly place: TopicPartition;
  readonly definition: TopicDefinition | undefined;
  readonly header: BatchHeader;
  readonly recordBytes: Uint8Array;
  /** Records below it are left out: the batch began before the offset that was asked for. */
  readonly firstOffset: number;
  readonly highWatermark: number;
}

/** See `ConsumedBatch`. Records are parsed while they are iterated. */
export class FetchedBatch implements ConsumedBatch<ConsumedRecord<unknown, unknown>> {
  readonly #source: BatchSource;
  readonly topic: string;
  readonly partition: number;

  constructor(source: BatchSource) {
    this.#source = source;
    this.topic = source.place.topic;
    this.partition = source.place.partition;
  }

  get firstOffset(): number {
    return this.#source.firstOffset;
  }

  get nextOffset(): number {
    return this.#source.header.nextOffset;
  }

  get highWatermark(): number {
    return this.#source.highWatermark;
  }

  get sizeBytes(): number {
    return this.#source.header.sizeBytes;
  }

  [Symbol.iterator](): Iterator<ConsumedRecord<unknown, unknown>, undefined> {
    return new RecordIterator(this.#source);
  }
}

/** A hand-written iterator: a generator would cost as much as the rest of a small record. */
class RecordIterator implements Iterator<FetchedRecord, undefined> {
  readonly #source: BatchSource;
  readonly #reader: ByteReader;
  #left: number;

  constructor(source: BatchSource) {
    this.#source = source;
    this.#reader = new ByteReader(source.recordBytes);
    this.#left = source.header.recordCount;
  }

  next(): IteratorResult<FetchedRecord, undefined> {
    const { header, firstOffset } = this.#source;
    try {
      while (this.#left > 0) {
        this.#left--;
        const view = new RecordView(this.#reader, header);
        if (view.offset < firstOffset) continue;
        return { done: false, value: new FetchedRecord(view, this.#source) };
      }
    } catch (error) {
      throw damaged(this.#source, error);
    }
    return { done: true, value: undefined };
  }
}

class FetchedRecord implements ConsumedRecord<unknown, unknown> {
  readonly #view: RecordView;
  readonly #source: BatchSource;

  constructor(view: RecordView, source: BatchSource) {
    this.#view = view;
    this.#source = source;
  }

  get topic(): string {
    return this.#source.place.topic;
  }

  get partition(): number {
    return this.#source.place.partition;
  }

  get offset(): number {
    return this.#view.offset;
  }

  get timestampMs(): number {
    return this.#view.timestamp;
  }

  get key(): unknown {
    return this.#decode("key", this.#view.key);
  }

  get value(): unknown {
    return this.#decode("value", this.#view.value);
  }

  get headers(): RecordHeaders {
    try {
      return new Headers(this.#view.readHeaders());
    } catch (error) {
      throw damaged(this.#source, error);
    }
  }

  #decode(side: "key" | "value", bytes: Uint8Array | null): unknown {
    const serde = this.#source.definition?.[side];
    if (serde === undefined || bytes === null) return bytes;
    try {
      return serde.deserialize(bytes);
    } catch (error) {
      const { topic, partition, offset } = this;
      const where = `${side} of ${topic}-${partition} at offset ${offset}`;
      const message = `${where} cannot be read: ${(error as Error).message}`;
      throw new SerializationError(message, { topic, partition, cause: error });
    }
  }
}

class Headers implements RecordHeaders {
  readonly #headers: readonly HeaderView[];

  constructor(headers: readonly HeaderView[]) {
    this.#headers = headers;
  }

  get size(): number {
    return this.#headers.length;
  }

  get(name: string): string | null | undefined {
    const found = this.#headers.findLast(({ key }) => key === name);
    if (found === undefined) return undefined;
    return found.value === null ? null : utf8Decode(found.value);
  }

  getAll(name: string): (Uint8Array | null)[] {
    return this.#headers.filter(({ key }) => key === name).map(({ value }) => value);
  }

  has(name: string): boolean {
    return this.#headers.some(({ key }) => key === name);
  }

  *[Symbol.iterator](): Iterator<readonly [string, Uint8Array | null]> {
    for (const { key, value } of this.#headers) yield [key, value];
  }
}

/**
 * The error for bytes that are not what a broker may store. Other errors are given back as they
 * are.
 */
export function damaged(
  { place, header }: Pick<BatchSource, "place" | "header">,
  error: unknown,
): unknown {
  if (!(error instanceof MalformedError)) return error;
  const where = `batch at offset ${header.baseOffset} of ${place.topic}-${place.partition}`;
  const { topic, partition } = place;
  return new SordiniError("CORRUPT_MESSAGE", `${where} is damaged: ${error.message}`, {
    topic,
    partition,
    cause: error,
  });
}
