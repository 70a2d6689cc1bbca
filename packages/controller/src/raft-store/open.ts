import {
  type Crc32c,
  type Failure,
  failure,
  isFailure,
  MalformedError,
  randomUuid,
  type Rng,
  type Uuid,
} from "@sordini/base";
import type { Entry, Index, Recovered } from "@sordini/raft";
import { type KeyValueStore, KeyValueStoreError, type KeyValueStorePlace } from "@sordini/storage";
import { encodeEntry } from "./entry-codec.ts";
import { stateKey } from "./keys.ts";
import { proveLog } from "./prove-log.ts";
import { type ProvenState, proveSnapshot } from "./prove-snapshot.ts";
import type { RaftFiles } from "./raft-files.ts";
import { recoveredFrom } from "./recovered.ts";
import { RaftStore } from "./raft-store.ts";
import { snapshotIdOf } from "./snapshot-file.ts";
import { readSlots, type SlotsFound, writeSlot } from "./slots.ts";
import { decodeState, type StoreState } from "./store-state.ts";

export interface RaftStoreOptions {
  readonly place: KeyValueStorePlace;
  readonly files: RaftFiles;
  readonly crc32c: Crc32c;
  /** For the id of a new directory. */
  readonly rng: Rng;
  readonly clusterId: Uuid;
}

export interface OpenedRaftStore {
  readonly store: RaftStore;
  readonly recovered: Recovered;
  /** Behind the snapshot, in order. */
  readonly entries: readonly Entry[];
  /** The state machine at `recovered.snapshot`; null when there is none. */
  readonly snapshotPayload: Uint8Array | null;
  /** False: this node follows and is repaired by the leader, but must not vote (I13). */
  readonly canVote: boolean;
  /** Why not, in a sentence; null when it can. */
  readonly reason: string | null;
  /** The directory was empty and is now a new one: it is nobody's old voter (I14). */
  readonly formatted: boolean;
}

/**
 * Opens the Raft store and proves it (I13, B42): a vote record, and a contiguous, checksummed chain
 * from the newest verified snapshot to the last synced entry. What is damaged is cut away only
 * together with the right to vote. A store of another cluster is refused with
 * INCONSISTENT_CLUSTER_ID. Throws what the disk throws.
 */
export async function openRaftStore(options: RaftStoreOptions): Promise<OpenedRaftStore | Failure> {
  const slots = await readSlots(options.files, options.crc32c);
  const found =
    slots.newest === null
      ? await findWithoutSlots(options, slots)
      : await findBehindSlots(options, slots.newest, slots.problems);
  if (isFailure(found)) return found;
  const { keyValues, state, formatted } = found;
  const log = await proveLog(keyValues, state, options.crc32c);
  const proven = await proveSnapshot(options.files, { state, log, crc32c: options.crc32c });
  const problems = [...found.problems, ...(proven.damage === null ? [] : [proven.damage])];
  const damaged = problems.length > 0;
  const next: StoreState = {
    ...state,
    unproven: damaged ? lostUpTo(state) : state.unproven,
    voteLost: state.voteLost || (damaged && slots.problems.length > 0 && !formatted),
  };
  const rebuilt = log.unreadable ? await rebuild(options.place, keyValues) : keyValues;
  const store = new RaftStore({
    keyValues: rebuilt,
    files: options.files,
    crc32c: options.crc32c,
    state: next,
    chain: proven.chain,
  });
  const rewritten = log.unreadable ? encodeAll(proven, options.crc32c) : [];
  const strays = [...log.strays, ...dropped(log.entries, proven)];
  await store.refreshSlots(
    new Map([...strays.map((index) => [index, null] as const), ...rewritten]),
  );
  return {
    store,
    recovered: recoveredFrom({
      hardState: next.hardState,
      snapshot: proven.snapshot?.snapshot ?? null,
      entries: proven.entries,
    }),
    entries: proven.entries,
    snapshotPayload: proven.snapshot?.payload ?? null,
    canVote: next.unproven === null && !next.voteLost,
    reason: reasonNotToVote(next, problems),
    formatted,
  };
}

// ------------------------------------------------------------------------------- store and state

interface Found {
  readonly keyValues: KeyValueStore;
  readonly state: StoreState;
  /** Damage that was found on the way. */
  readonly problems: readonly string[];
  readonly formatted: boolean;
}

/** At least one slot is valid: it says what the key-value store must hold. */
async function findBehindSlots(
  options: RaftStoreOptions,
  slot: StoreState,
  slotProblems: readonly string[],
): Promise<Found | Failure> {
  const refused = checkCluster(slot, options.clusterId);
  if (refused !== null) return refused;
  if (slot.formatting) return format(options, slot);
  const opened = await tryOpen(options.place);
  if (opened.keyValues === null) {
    const problems = [...slotProblems, opened.problem];
    return { keyValues: await recreate(options.place), state: slot, problems, formatted: false };
  }
  const { keyValues } = opened;
  const inside = await readState(keyValues, options.crc32c);
  if (inside.state === null) {
    return {
      keyValues,
      state: slot,
      problems: [...slotProblems, inside.problem],
      formatted: false,
    };
  }
  if (inside.state.generation < slot.generation) {
    const lost = `it is at write ${inside.state.generation} of ${slot.generation}`;
    const problem = `the store has lost writes: ${lost}`;
    return { keyValues, state: slot, problems: [...slotProblems, problem], formatted: false };
  }
  // Newer than the slot after a crash between the two writes, or when the newest slot is damaged:
  // the copy inside was synced in one batch with the entries that it describes, so it is as good.
  const generation = sparing(slot, inside.state.generation);
  return { keyValues, state: { ...inside.state, generation }, problems: [], formatted: false };
}

/**
 * A generation from which the next write goes to the other slot than `slot`, the newest sound one:
 * a crash in that write may destroy the slot that it goes to.
 */
function sparing(slot: StoreState, generation: number): number {
  return (generation + 1 - slot.generation) % 2 === 0 ? generation + 1 : generation;
}

/** Both slots are missing or damaged: either nothing was ever here, or the vote is not certain. */
async function findWithoutSlots(
  options: RaftStoreOptions,
  slots: SlotsFound,
): Promise<Found | Failure> {
  const { keyValues } = await tryOpen(options.place);
  const inside = keyValues === null ? null : await readState(keyValues, options.crc32c);
  if (keyValues === null || inside === null || inside.state === null) {
    // Not even an identity is left, so this becomes a new directory: safe, whatever it was (I14).
    await keyValues?.close();
    return format(options, null);
  }
  const refused = checkCluster(inside.state, options.clusterId);
  if (refused !== null) {
    await keyValues.close();
    return refused;
  }
  return { keyValues, state: inside.state, problems: slots.problems, formatted: false };
}

function checkCluster(state: StoreState, clusterId: Uuid): Failure | null {
  if (state.clusterId === clusterId) return null;
  return failure(
    "INCONSISTENT_CLUSTER_ID",
    `the Raft store belongs to cluster ${state.clusterId}, but this node is configured for ` +
      `cluster ${clusterId}`,
  );
}

/**
 * Makes an empty directory a new one. The slot comes first, so that a crash meanwhile is not taken
 * for a lost store: nothing has left this node before `formatting` is over.
 */
async function format(options: RaftStoreOptions, begun: StoreState | null): Promise<Found> {
  const start = { index: 0, term: 0, crc: 0 };
  const state: StoreState = begun ?? {
    generation: 1,
    clusterId: options.clusterId,
    directoryId: randomUuid(options.rng),
    hardState: { term: 0, vote: null },
    base: start,
    last: start,
    unproven: null,
    voteLost: false,
    formatting: true,
  };
  if (begun === null) await writeSlot(options.files, state, options.crc32c);
  for (const name of await options.files.list()) {
    if (snapshotIdOf(name) !== null) await options.files.remove(name);
  }
  const keyValues = await recreate(options.place);
  return { keyValues, state: { ...state, formatting: false }, problems: [], formatted: true };
}

async function recreate(place: KeyValueStorePlace): Promise<KeyValueStore> {
  await place.destroy();
  const keyValues = await place.open({ createIfMissing: true });
  if (keyValues === null) throw new KeyValueStoreError("the Raft store could not be created");
  return keyValues;
}

async function rebuild(place: KeyValueStorePlace, broken: KeyValueStore): Promise<KeyValueStore> {
  await broken.close();
  return recreate(place);
}

type Attempt =
  | { readonly keyValues: KeyValueStore }
  | { readonly keyValues: null; readonly problem: string };

async function tryOpen(place: KeyValueStorePlace): Promise<Attempt> {
  try {
    const keyValues = await place.open({ createIfMissing: false });
    if (keyValues !== null) return { keyValues };
    return { keyValues: null, problem: "the store is gone" };
  } catch (error) {
    if (!(error instanceof KeyValueStoreError)) throw error;
    return { keyValues: null, problem: error.message };
  }
}

type StateInside =
  | { readonly state: StoreState }
  | { readonly state: null; readonly problem: string };

async function readState(keyValues: KeyValueStore, crc32c: Crc32c): Promise<StateInside> {
  try {
    const bytes = await keyValues.get(stateKey);
    if (bytes === undefined) return { state: null, problem: "the store has lost its state" };
    return { state: decodeState(bytes, crc32c) };
  } catch (error) {
    if (!(error instanceof KeyValueStoreError) && !(error instanceof MalformedError)) throw error;
    return { state: null, problem: `the store's state is damaged: ${error.message}` };
  }
}

// ---------------------------------------------------------------------------------------- results

function lostUpTo(state: StoreState): { index: Index; term: number } {
  const index = Math.max(state.last.index, state.unproven?.index ?? 0);
  return { index, term: state.hardState.term };
}

function encodeAll({ entries, chain }: ProvenState, crc32c: Crc32c): [Index, Uint8Array][] {
  return entries.map((entry) => {
    const previousCrc = chain.at(entry.index - 1).crc;
    return [entry.index, encodeEntry(entry, { previousCrc, crc32c }).bytes];
  });
}

/** Entries that were readable, but that the chosen snapshot has made superfluous. */
function dropped(before: readonly Entry[], { entries }: ProvenState): Index[] {
  const kept = new Set(entries.map((entry) => entry.index));
  return before.map((entry) => entry.index).filter((index) => !kept.has(index));
}

function reasonNotToVote(state: StoreState, problems: readonly string[]): string | null {
  if (problems.length === 0 && state.unproven === null && !state.voteLost) return null;
  const found =
    problems.length > 0
      ? `the Raft log is damaged (${problems.join("; ")})`
      : "the Raft log was damaged";
  if (state.voteLost) {
    return (
      `${found} and the vote is not certain: this directory follows but never votes again; ` +
      "replace it to get a new voter"
    );
  }
  const index = state.unproven?.index ?? 0;
  return `${found}: no vote from here until the leader has sent the log up to entry ${index}`;
}
