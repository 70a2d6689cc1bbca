import { crc32c, randomBelow, type Rng } from "@sordini/base";
import type { RaftFiles } from "../src/raft-store/raft-files.ts";
import { decodeState, type StoreState } from "../src/raft-store/store-state.ts";

/** What survives a crash: a write that is not yet synced may be there, or not, or half. */
export class MemoryRaftFiles implements RaftFiles {
  readonly durable = new Map<string, Uint8Array>();
  readonly #rng: Rng;
  readonly #sync: () => Promise<void>;
  #unsynced = new Map<string, Uint8Array>();

  constructor(rng: Rng, sync: () => Promise<void> = async () => undefined) {
    this.#rng = rng;
    this.#sync = sync;
  }

  async list(): Promise<readonly string[]> {
    return [...this.durable.keys()];
  }

  async read(name: string): Promise<Uint8Array | null> {
    return this.durable.get(name)?.slice() ?? null;
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice();
    const epoch = this.#unsynced;
    epoch.set(name, copy);
    await this.#sync();
    if (this.#unsynced !== epoch) throw new Error("crashed");
    this.#unsynced.delete(name);
    this.durable.set(name, copy);
  }

  async remove(name: string): Promise<void> {
    this.durable.delete(name);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  /** The newest slot that is synced. */
  newestState(): StoreState {
    const slots = [...this.durable].filter(([name]) => name.startsWith("raft-state-"));
    const states = slots.map(([, bytes]) => decodeState(bytes, crc32c));
    return states.sort((a, b) => b.generation - a.generation)[0] as StoreState;
  }

  /** A slot is one sector: all of it or nothing. A snapshot may also be cut short. */
  crash(): void {
    for (const [name, bytes] of this.#unsynced) {
      const luck = randomBelow(this.#rng, 3);
      if (luck === 0) this.durable.set(name, bytes);
      if (luck === 1 && name.startsWith("snapshot")) {
        this.durable.set(name, bytes.subarray(0, randomBelow(this.#rng, bytes.length)));
      }
    }
    this.#unsynced = new Map();
  }
}
