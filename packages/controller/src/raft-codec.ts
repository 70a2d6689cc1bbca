import { ByteReader, ByteWriter, MalformedError, unreachable } from "@sordini/base";
import type { Entry, LogId, Message, Snapshot, Voter } from "@sordini/raft";
import { raftMessageBytesMax } from "./limits.ts";
import {
  readBody,
  readVoter,
  readVoters,
  writeBody,
  writeVoter,
  writeVoters,
} from "./raft-store/entry-codec.ts";

// Raft messages as a transport carries them between controllers: opaque bytes of our own format, so
// that no transport needs to know Raft. The sender is named by the connection, the addressee here,
// since a message to a node's former directory must be refused (I14).
//
//   int8 version | addressee | int8 kind | int64 term | fields of the kind

const version = 1;

const kinds = {
  preVote: 0,
  preVoteReply: 1,
  vote: 2,
  voteReply: 3,
  append: 4,
  appendAccepted: 5,
  appendRejected: 6,
  snapshotChunk: 7,
  snapshotChunkReply: 8,
  timeoutNow: 9,
  observe: 10,
} as const satisfies Record<Message["kind"], number>;

const kindNames = Object.keys(kinds) as Message["kind"][];

export interface Addressed {
  readonly to: Voter;
  readonly message: Message;
}

export function encodeMessage({ to, message }: Addressed): Uint8Array {
  const writer = new ByteWriter(sizeHint(message));
  writer.int8(version);
  writeVoter(writer, to);
  writer.int8(kinds[message.kind]).int64(message.term);
  writeFields(writer, message);
  return writer.written;
}

function sizeHint(message: Message): number {
  if (message.kind === "snapshotChunk") return message.bytes.length + 256;
  if (message.kind !== "append") return 128;
  return message.entries.reduce((sum, { body }) => sum + bodySize(body), 128);
}

function bodySize(body: Entry["body"]): number {
  return 32 + (body.kind === "records" ? body.payload.length : 256);
}

/** Entries and chunks are views into `bytes`. Throws MalformedError. */
export function decodeMessage(bytes: Uint8Array): Addressed {
  if (bytes.length > raftMessageBytesMax) {
    throw new MalformedError(`a Raft message of ${bytes.length} bytes`);
  }
  const reader = new ByteReader(bytes);
  const found = reader.int8();
  if (found !== version) throw new MalformedError(`Raft message of unknown version ${found}`);
  const to = readVoter(reader);
  const kind = kindNames[reader.int8()];
  if (kind === undefined) throw new MalformedError("Raft message of unknown kind");
  const term = readCount(reader);
  const message = readMessage(reader, { kind, term });
  if (reader.remaining > 0) throw new MalformedError(`${reader.remaining} bytes too many`);
  return { to, message };
}

function writeFields(writer: ByteWriter, message: Message): void {
  switch (message.kind) {
    case "preVote":
      writeLogId(writer, message.last);
      return;
    case "preVoteReply":
    case "voteReply":
      writer.int8(message.granted ? 1 : 0);
      return;
    case "vote":
      writeLogId(writer, message.last);
      writer.int8(message.transfer ? 1 : 0);
      return;
    case "append":
      writeLogId(writer, message.prev);
      writer.int64(message.commit).int64(message.round).uvarint(message.entries.length);
      for (const { term, body } of message.entries) {
        writer.int64(term);
        writeBody(writer, body);
      }
      return;
    case "appendAccepted":
      writer.int64(message.round).int64(message.match);
      return;
    case "appendRejected":
      writer.int64(message.round).int64(message.prevIndex);
      writeLogId(writer, message.hint);
      return;
    case "snapshotChunk":
      writeLogId(writer, message.snapshot);
      writeVoters(writer, message.snapshot.voters);
      writer.int64(message.position).int8(message.done ? 1 : 0);
      writer.uint32(message.bytes.length).raw(message.bytes);
      return;
    case "snapshotChunkReply":
      writeLogId(writer, message.snapshot);
      writer.int64(message.position);
      return;
    case "timeoutNow":
    case "observe":
      return;
    default:
      unreachable(message);
  }
}

function readMessage(
  reader: ByteReader,
  { kind, term }: { kind: Message["kind"]; term: number },
): Message {
  switch (kind) {
    case "preVote":
      return { kind, term, last: readLogId(reader) };
    case "preVoteReply":
    case "voteReply":
      return { kind, term, granted: readFlag(reader) };
    case "vote":
      return { kind, term, last: readLogId(reader), transfer: readFlag(reader) };
    case "append":
      return readAppend(reader, term);
    case "appendAccepted":
      return { kind, term, round: readCount(reader), match: readCount(reader) };
    case "appendRejected": {
      const round = readCount(reader);
      return { kind, term, round, prevIndex: readCount(reader), hint: readLogId(reader) };
    }
    case "snapshotChunk": {
      const snapshot: Snapshot = { ...readLogId(reader), voters: readVoters(reader) };
      const position = readCount(reader);
      const done = readFlag(reader);
      return { kind, term, snapshot, position, done, bytes: reader.view(reader.uint32()) };
    }
    case "snapshotChunkReply":
      return { kind, term, snapshot: readLogId(reader), position: reader.int64() };
    case "timeoutNow":
    case "observe":
      return { kind, term };
    default:
      return unreachable(kind);
  }
}

function readAppend(reader: ByteReader, term: number): Message {
  const prev = readLogId(reader);
  const commit = readCount(reader);
  const round = readCount(reader);
  const count = reader.uvarint();
  const entries: Entry[] = [];
  let before = prev.term;
  for (let index = prev.index + 1; index <= prev.index + count; index++) {
    const entryTerm = readCount(reader);
    if (entryTerm < before) throw new MalformedError(`term ${entryTerm} after ${before}`);
    before = entryTerm;
    entries.push({ index, term: entryTerm, body: readBody(reader) });
  }
  if (before > term) throw new MalformedError(`an entry of term ${before} in term ${term}`);
  return { kind: "append", term, prev, commit, round, entries };
}

function writeLogId(writer: ByteWriter, { index, term }: LogId): void {
  writer.int64(index).int64(term);
}

function readLogId(reader: ByteReader): LogId {
  return { index: readCount(reader), term: readCount(reader) };
}

function readCount(reader: ByteReader): number {
  const value = reader.int64();
  if (value < 0) throw new MalformedError(`${value} where a count is expected`);
  return value;
}

function readFlag(reader: ByteReader): boolean {
  const value = reader.int8();
  if (value !== 0 && value !== 1) throw new MalformedError(`${value} where a flag is expected`);
  return value === 1;
}
