import {
  ByteReader,
  ByteWriter,
  type Crc32c,
  MalformedError,
  utf8Encode,
  viewOf,
} from "@sordini/base";
import { type Entry, type EntryBody, type Index, type Voter, votersMax } from "@sordini/raft";

// A stored entry proves itself and its place: its CRC covers index, term and content, and also the
// CRC of the entry before it. So a log whose entries link up to a known last CRC is the log that
// was written, without a gap, a stale leftover or a swap (I13).
//
//   uint32 crc  | uint32 crc of the entry before | int64 index | int64 term | body

const crcBytes = 4;

export interface StoredEntry {
  readonly entry: Entry;
  readonly crc: number;
}

export function encodeEntry(
  entry: Entry,
  options: { readonly previousCrc: number; readonly crc32c: Crc32c },
): { readonly bytes: Uint8Array; readonly crc: number } {
  const writer = new ByteWriter(64);
  writer.uint32(0).uint32(options.previousCrc).int64(entry.index).int64(entry.term);
  writeBody(writer, entry.body);
  const bytes = writer.written;
  const crc = options.crc32c(bytes.subarray(crcBytes));
  viewOf(bytes).setUint32(0, crc);
  return { bytes, crc };
}

/** Throws MalformedError when the bytes are not entry `index` that follows `previousCrc`. */
export function decodeEntry(
  bytes: Uint8Array,
  expected: { readonly index: Index; readonly previousCrc: number; readonly crc32c: Crc32c },
): StoredEntry {
  const reader = new ByteReader(bytes);
  const crc = reader.uint32();
  if (crc !== expected.crc32c(bytes.subarray(crcBytes))) throw new MalformedError("wrong checksum");
  if (reader.uint32() !== expected.previousCrc) {
    throw new MalformedError("it follows another entry than the one before it");
  }
  const index = reader.int64();
  if (index !== expected.index) throw new MalformedError(`it is entry ${index}`);
  const term = reader.int64();
  const body = readBody(reader);
  if (reader.remaining > 0) throw new MalformedError(`${reader.remaining} bytes too many`);
  return { entry: { index, term, body }, crc };
}

const bodyKinds = { noop: 0, records: 1, voters: 2 } as const;

export function writeBody(writer: ByteWriter, body: EntryBody): void {
  writer.int8(bodyKinds[body.kind]);
  if (body.kind === "records") writer.uint32(body.payload.length).raw(body.payload);
  if (body.kind === "voters") writeVoters(writer, body.voters);
}

/** The payload is a view into the reader's bytes. */
export function readBody(reader: ByteReader): EntryBody {
  const kind = reader.int8();
  if (kind === bodyKinds.noop) return { kind: "noop" };
  if (kind === bodyKinds.records) return { kind: "records", payload: reader.view(reader.uint32()) };
  if (kind === bodyKinds.voters) return { kind: "voters", voters: readVoters(reader) };
  throw new MalformedError(`unknown kind of entry: ${kind}`);
}

export function writeVoters(writer: ByteWriter, voters: readonly Voter[]): void {
  writer.int16(voters.length);
  for (const voter of voters) writeVoter(writer, voter);
}

export function readVoters(reader: ByteReader): readonly Voter[] {
  const count = reader.int16();
  if (count < 1 || count > votersMax) throw new MalformedError(`${count} voters`);
  return Array.from({ length: count }, () => readVoter(reader));
}

export function writeVoter(writer: ByteWriter, { nodeId, directoryId }: Voter): void {
  writer.int32(nodeId);
  writeText(writer, directoryId ?? "");
}

export function readVoter(reader: ByteReader): Voter {
  const nodeId = reader.int32();
  const directoryId = readText(reader);
  return { nodeId, directoryId: directoryId === "" ? null : directoryId };
}

export function writeText(writer: ByteWriter, text: string): void {
  const bytes = utf8Encode(text);
  writer.int16(bytes.length).raw(bytes);
}

export function readText(reader: ByteReader): string {
  return reader.string(reader.int16());
}
