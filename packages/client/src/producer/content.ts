import type { RecordContent, RecordHeader } from "@sordini/records";
import { SerializationError } from "../errors.ts";
import type { HeadersInput, OutgoingRecord } from "../types/producer.ts";
import type { Bytes, Serde, Topic } from "../types/topic.ts";

type AnyRecord = OutgoingRecord<unknown, unknown>;
type AnySerde = Serde<never, unknown>;

/** A record's key, value and headers as bytes or text. Throws SerializationError. */
export function contentOf(topic: Topic, record: AnyRecord): RecordContent {
  const definition = typeof topic === "string" ? undefined : topic;
  const { key = null, value, headers } = record;
  return {
    key: toBytes(definition?.key, key, "key"),
    value: toBytes(definition?.value, value, "value"),
    headers: headers === undefined ? undefined : toHeaders(headers),
  };
}

function toBytes(serde: AnySerde | undefined, value: unknown, side: string): Bytes | null {
  if (value === null) return null;
  const bytes = serde === undefined ? value : serialize(serde, value, side);
  return checked(bytes, side);
}

// The types of the topic's definition have said already that the serde takes this value.
function serialize(serde: AnySerde, value: unknown, side: string): unknown {
  try {
    return serde.serialize(value as never);
  } catch (error) {
    const what = `${side} cannot be written: ${(error as Error).message}`;
    throw new SerializationError(what, { cause: error });
  }
}

function checked(bytes: unknown, what: string): Bytes {
  if (typeof bytes === "string" || bytes instanceof Uint8Array) return bytes;
  const found = bytes === undefined ? "missing" : `of type ${typeof bytes}`;
  throw new SerializationError(
    `${what} is ${found}; give bytes, text or null, or a topic with a serde for its ${what}`,
  );
}

function toHeaders(headers: HeadersInput): readonly RecordHeader[] {
  const pairs = Symbol.iterator in headers ? headers : Object.entries(headers);
  return Array.from(pairs, ([key, value]) => ({
    key,
    value: value === null ? null : checked(value, `header "${key}"`),
  }));
}
