import type { ConsumedRecord } from "@sordini/client";
import type { RecordWriter } from "./record-format.ts";

/** A record as one line of JSON. */
export const writeJsonLine: RecordWriter = (record, sink) => {
  sink.text(`${JSON.stringify(recordObject(record))}\n`);
};

/**
 * Text where the bytes are text, else base64 under another name, so that no byte is lost and the
 * common case can be read: `{"key":"SFO","valueBase64":"/w=="}`.
 */
function recordObject(record: ConsumedRecord): Record<string, unknown> {
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    timestampMs: record.timestampMs,
    ...bytesAs("key", record.key),
    ...bytesAs("value", record.value),
    headers: Array.from(record.headers, ([name, value]) => ({ name, ...bytesAs("value", value) })),
  };
}

/** The bytes under `name` as text, or under `nameBase64` when they are not UTF-8. */
export function bytesAs(name: string, bytes: Uint8Array | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  try {
    return { [name]: utf8.decode(bytes) };
  } catch {
    return { [`${name}Base64`]: Buffer.from(bytes).toString("base64") };
  }
}

// A byte order mark is part of the value like any other character.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
