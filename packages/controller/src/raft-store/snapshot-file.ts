import { ByteReader, ByteWriter, type Crc32c, MalformedError } from "@sordini/base";
import type { LogId, Snapshot } from "@sordini/raft";
import { readVoters, writeVoters } from "./entry-codec.ts";

// A snapshot travels and rests as one file that proves itself (B25: a partial snapshot must never
// be taken for a small cluster).
//
//   uint32 magic | int16 version | int64 index | int64 term | voters
//   uint32 length | payload | uint32 crc

const magic = 0x534f5253; // "SORS"
const version = 1;
const crcBytes = 4;
const namePattern = /^snapshot-(\d{16})-(\d{16})$/;

/** The name sorts by index, then term. */
export function snapshotName({ index, term }: LogId): string {
  return `snapshot-${String(index).padStart(16, "0")}-${String(term).padStart(16, "0")}`;
}

/** The id in a snapshot's name; null for any other file. */
export function snapshotIdOf(name: string): LogId | null {
  const match = namePattern.exec(name);
  return match === null ? null : { index: Number(match[1]), term: Number(match[2]) };
}

export function encodeSnapshot(
  snapshot: Snapshot,
  payload: Uint8Array,
  crc32c: Crc32c,
): Uint8Array {
  const writer = new ByteWriter(payload.length + 1024);
  writer.uint32(magic).int16(version).int64(snapshot.index).int64(snapshot.term);
  writeVoters(writer, snapshot.voters);
  writer.uint32(payload.length).raw(payload);
  writer.uint32(crc32c(writer.written));
  return writer.written;
}

/** Throws MalformedError when the bytes are not exactly the snapshot `id`. */
export function decodeSnapshot(
  bytes: Uint8Array,
  id: LogId,
  crc32c: Crc32c,
): { readonly snapshot: Snapshot; readonly payload: Uint8Array } {
  const bodyEnd = bytes.length - crcBytes;
  if (bodyEnd < 0) throw new MalformedError("the snapshot ends too early");
  const expected = new ByteReader(bytes, bodyEnd).uint32();
  if (crc32c(bytes.subarray(0, bodyEnd)) !== expected) throw new MalformedError("wrong checksum");
  const reader = new ByteReader(bytes.subarray(0, bodyEnd));
  if (reader.uint32() !== magic) throw new MalformedError("not a snapshot");
  const found = reader.int16();
  if (found !== version) throw new MalformedError(`snapshot of unknown version ${found}`);
  const index = reader.int64();
  const term = reader.int64();
  if (index !== id.index || term !== id.term) {
    throw new MalformedError(`it is the snapshot at ${index} of term ${term}`);
  }
  const voters = readVoters(reader);
  const payload = reader.view(reader.uint32());
  if (reader.remaining > 0) throw new MalformedError(`${reader.remaining} bytes too many`);
  return { snapshot: { index, term, voters }, payload };
}
