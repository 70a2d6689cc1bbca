import {
  assert,
  ByteReader,
  ByteWriter,
  type Crc32c,
  type DirectoryId,
  MalformedError,
  type Uuid,
  viewOf,
} from "@sordini/base";
import type { HardState, Index, LogId, Peer, Term } from "@sordini/raft";
import { slotBytesMax } from "../limits.ts";
import { readText, readVoter, writeText, writeVoter } from "./entry-codec.ts";

/** A position in the stored log with the CRC that the next entry must name as its predecessor's. */
export interface ChainLink extends LogId {
  readonly crc: number;
}

/**
 * What the disk is known to hold after one synced write, and the vote. Written twice each time:
 * into the key-value store, in the same atomic batch as the entries that it describes, and then
 * into one of two slots outside. An acknowledgement or a vote leaves after both. So a store whose
 * copy is older than the newest slot has lost something, and a slot that is older than the store
 * was just not reached by a crash.
 */
export interface StoreState {
  /** Grows by one with each write. */
  readonly generation: number;
  readonly clusterId: Uuid;
  readonly directoryId: DirectoryId;
  readonly hardState: HardState;
  /** The log starts behind it: a verified snapshot stands there, or it is the empty log's start. */
  readonly base: ChainLink;
  /** The last synced entry; the base when there is none. */
  readonly last: ChainLink;
  /**
   * After damage: this node once held more than it can prove. It does not vote until it holds
   * committed entries up to that index or of a later term. Null: all is proven (I13).
   */
  readonly unproven: LogId | null;
  /** The vote may be older than what this directory once promised: it never votes again (I1). */
  readonly voteLost: boolean;
  /** The store was not yet created; nothing has left this node. */
  readonly formatting: boolean;
}

const magic = 0x534f5256; // "SORV"
const version = 1;
const crcBytes = 4;
const flag = { voteLost: 1, formatting: 2, unproven: 4, voted: 8 } as const;

export function encodeState(state: StoreState, crc32c: Crc32c): Uint8Array {
  const { hardState, unproven } = state;
  const writer = new ByteWriter(slotBytesMax);
  writer.uint32(0).int16(0).uint32(magic).int16(version).int64(state.generation);
  writeText(writer, state.clusterId);
  writeText(writer, state.directoryId);
  writer.int8(
    (state.voteLost ? flag.voteLost : 0) |
      (state.formatting ? flag.formatting : 0) |
      (unproven === null ? 0 : flag.unproven) |
      (hardState.vote === null ? 0 : flag.voted),
  );
  writer.int64(hardState.term);
  if (hardState.vote !== null) writeVoter(writer, hardState.vote);
  writeLink(writer, state.base);
  writeLink(writer, state.last);
  if (unproven !== null) writer.int64(unproven.index).int64(unproven.term);
  const bytes = writer.written;
  assert(bytes.length <= slotBytesMax, `a slot of ${bytes.length} bytes can be torn`);
  const view = viewOf(bytes);
  view.setInt16(crcBytes, bytes.length);
  view.setUint32(0, crc32c(bytes.subarray(crcBytes)));
  return bytes;
}

/** Ignores what follows the state, so that a slot may be padded. Throws MalformedError. */
export function decodeState(bytes: Uint8Array, crc32c: Crc32c): StoreState {
  const reader = new ByteReader(bytes);
  const crc = reader.uint32();
  const length = reader.int16();
  if (length < 0 || length > bytes.length) throw new MalformedError("it ends too early");
  if (crc !== crc32c(bytes.subarray(crcBytes, length))) throw new MalformedError("wrong checksum");
  if (reader.uint32() !== magic) throw new MalformedError("not a Raft state");
  const found = reader.int16();
  if (found !== version) throw new MalformedError(`Raft state of unknown version ${found}`);
  const generation = reader.int64();
  const clusterId = readText(reader);
  const directoryId = readText(reader);
  const flags = reader.int8();
  const term = reader.int64();
  const vote = flags & flag.voted ? readPeer(reader) : null;
  const base = readLink(reader);
  const last = readLink(reader);
  const unproven = flags & flag.unproven ? { index: reader.int64(), term: reader.int64() } : null;
  return {
    generation,
    clusterId,
    directoryId,
    hardState: { term, vote },
    base,
    last,
    unproven,
    voteLost: (flags & flag.voteLost) !== 0,
    formatting: (flags & flag.formatting) !== 0,
  };
}

function writeLink(writer: ByteWriter, { index, term, crc }: ChainLink): void {
  writer.int64(index).int64(term).uint32(crc);
}

function readLink(reader: ByteReader): ChainLink {
  const index: Index = reader.int64();
  const term: Term = reader.int64();
  return { index, term, crc: reader.uint32() };
}

function readPeer(reader: ByteReader): Peer {
  const { nodeId, directoryId } = readVoter(reader);
  if (directoryId === null) throw new MalformedError("a vote without a directory id");
  return { nodeId, directoryId };
}
