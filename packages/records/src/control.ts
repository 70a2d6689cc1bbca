import { ByteReader, MalformedError } from "@sordini/base";
import type { RecordView } from "./records.ts";

/**
 * What the one record of a control batch says. `other` covers types of Kafka's own Raft log and of
 * the future: a consumer must skip those silently.
 */
export type ControlType = "abort" | "commit" | "other";

/** Reads the type from a control record's key. Throws MalformedError when the key is too short. */
export function controlTypeOf(record: RecordView): ControlType {
  const key = record.key;
  if (key === null) throw new MalformedError(`control record ${record.offset} has no key`);
  const reader = new ByteReader(key);
  reader.int16(); // version; later ones may only append fields
  const type = reader.int16();
  if (type === 0) return "abort";
  return type === 1 ? "commit" : "other";
}
