import { assert, type Crc32c, type DirectoryId, MalformedError, type Uuid } from "@sordini/base";
import type { Index, LogId, Persist, Snapshot } from "@sordini/raft";
import type { KeyValueOperation, KeyValueStore } from "@sordini/storage";
import type { Chain } from "./chain.ts";
import { encodeEntry } from "./entry-codec.ts";
import { entryKey, stateKey } from "./keys.ts";
import type { RaftFiles } from "./raft-files.ts";
import { writeSlot } from "./slots.ts";
import { decodeSnapshot, encodeSnapshot, snapshotIdOf, snapshotName } from "./snapshot-file.ts";
import { encodeState, type StoreState } from "./store-state.ts";

export interface RaftStoreParts {
  readonly keyValues: KeyValueStore;
  readonly files: RaftFiles;
  readonly crc32c: Crc32c;
  readonly state: StoreState;
  /** From `state.base` to `state.last`. */
  readonly chain: Chain;
}

/** Entries to put, and indexes whose entries go (null). */
type Changes = Map<Index, Uint8Array | null>;

/**
 * The Raft log, the vote and the snapshots on disk. Every write is one atomic, synced batch
 * followed by one synced slot; when it resolves, both are done. Writes must not overlap, and after
 * an error the store is not to be used again (I26: a failed sync is never retried).
 */
export class RaftStore {
  readonly #keyValues: KeyValueStore;
  readonly #files: RaftFiles;
  readonly #crc32c: Crc32c;
  readonly #chain: Chain;
  #state: StoreState;

  constructor(parts: RaftStoreParts) {
    this.#keyValues = parts.keyValues;
    this.#files = parts.files;
    this.#crc32c = parts.crc32c;
    this.#chain = parts.chain;
    this.#state = parts.state;
  }

  get clusterId(): Uuid {
    return this.#state.clusterId;
  }

  get directoryId(): DirectoryId {
    return this.#state.directoryId;
  }

  /** What this node once held and cannot prove to hold any more; null when all is proven. */
  get unproven(): LogId | null {
    return this.#state.unproven;
  }

  /** The vote is not certain: this directory never votes again. */
  get voteLost(): boolean {
    return this.#state.voteLost;
  }

  /** Executes units of disk work in order, as one write. */
  async persist(units: readonly Persist[]): Promise<void> {
    const changes: Changes = new Map();
    let { hardState } = this.#state;
    for (const unit of units) {
      hardState = unit.hardState ?? hardState;
      this.#apply(unit, changes);
    }
    await this.#write({ ...this.#state, hardState }, changes);
  }

  /** Drops the entries up to `index`, where a verified snapshot must stand (I9, B20). */
  async compactTo(index: Index): Promise<void> {
    const { base } = this.#chain;
    if (index <= base.index) return;
    const ids = await this.#snapshotIds();
    assert(
      ids.some((id) => id.index === index),
      `I9: there is no snapshot at ${index}, so the log may not be cut there`,
    );
    const changes: Changes = new Map();
    for (let gone = base.index + 1; gone <= index; gone++) changes.set(gone, null);
    this.#chain.compactTo(index);
    await this.#write(this.#state, changes);
    for (const id of ids) if (id.index < index) await this.#files.remove(snapshotName(id));
  }

  /** The leader has replaced what was lost: from the next start on, this node votes again. */
  async markRepaired(): Promise<void> {
    await this.#write({ ...this.#state, unproven: null }, new Map());
  }

  /** Writes the state twice, so that neither slot holds an older or damaged one. */
  async refreshSlots(changes: ReadonlyMap<Index, Uint8Array | null>): Promise<void> {
    await this.#write(this.#state, changes);
    await this.#write(this.#state, new Map());
  }

  /** Writes a snapshot and proves it by reading it back: the log behind it will go on its word. */
  async writeSnapshot(snapshot: Snapshot, payload: Uint8Array): Promise<void> {
    await this.writeSnapshotFile(snapshot, encodeSnapshot(snapshot, payload, this.#crc32c));
  }

  /**
   * The same for a file that came from a leader. Returns the payload. Throws MalformedError when
   * the file is damaged.
   */
  async writeSnapshotFile(id: LogId, bytes: Uint8Array): Promise<Uint8Array> {
    decodeSnapshot(bytes, id, this.#crc32c);
    await this.#files.write(snapshotName(id), bytes);
    const written = await this.readSnapshotFile(id);
    if (written === null) throw new MalformedError(`the snapshot at ${id.index} has vanished`);
    return decodeSnapshot(written, id, this.#crc32c).payload;
  }

  /** The whole file of a snapshot, as it travels to followers. Null: it is no longer here. */
  async readSnapshotFile(id: LogId): Promise<Uint8Array | null> {
    return this.#files.read(snapshotName(id));
  }

  async close(): Promise<void> {
    await this.#keyValues.close();
    await this.#files.close();
  }

  /** In the order that the core prescribes: restart, truncation, entries. */
  #apply({ restartAfter, truncateFrom, entries }: Persist, changes: Changes): void {
    if (restartAfter !== null) {
      this.#deleteFrom(this.#chain.base.index + 1, changes);
      this.#chain.restartAfter(restartAfter);
    }
    if (truncateFrom !== null) {
      this.#deleteFrom(truncateFrom, changes);
      this.#chain.truncateFrom(truncateFrom);
    }
    for (const entry of entries) {
      const previousCrc = this.#chain.last.crc;
      const { bytes, crc } = encodeEntry(entry, { previousCrc, crc32c: this.#crc32c });
      this.#chain.append({ index: entry.index, term: entry.term, crc });
      changes.set(entry.index, bytes);
    }
  }

  #deleteFrom(from: Index, changes: Changes): void {
    for (let gone = from; gone <= this.#chain.last.index; gone++) changes.set(gone, null);
  }

  async #write(state: StoreState, changes: ReadonlyMap<Index, Uint8Array | null>): Promise<void> {
    const { base, last } = this.#chain;
    const next = { ...state, base, last, generation: this.#state.generation + 1 };
    const value = encodeState(next, this.#crc32c);
    const operations = [...changes].map(toOperation);
    await this.#keyValues.batch([...operations, { kind: "put", key: stateKey, value }]);
    await writeSlot(this.#files, next, this.#crc32c);
    this.#state = next;
  }

  async #snapshotIds(): Promise<LogId[]> {
    const names = await this.#files.list();
    return names.map(snapshotIdOf).filter((id) => id !== null);
  }
}

function toOperation([index, value]: [Index, Uint8Array | null]): KeyValueOperation {
  const key = entryKey(index);
  return value === null ? { kind: "delete", key } : { kind: "put", key, value };
}
