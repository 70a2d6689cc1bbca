import { randomBelow, type Rng } from "@sordini/base";

const sectorBytes = 512;

/** A sync that has begun: what it will make durable. */
export interface BegunSync {
  /** Sectors as they were on the device before. */
  readonly before: Map<number, Uint8Array>;
  readonly sizeBytes: number;
}

/**
 * One file: its bytes as the page cache has them, and, of each sector written since the last sync,
 * what the device has. A crash keeps or loses each of these sectors by itself.
 */
export class MemoryInode {
  #bytes = new Uint8Array(0);
  #sizeBytes = 0;
  #durableSizeBytes = 0;
  #before = new Map<number, Uint8Array>();
  readonly #begunSyncs: BegunSync[] = [];
  /** What the device has of sectors whose sync failed, until another write and sync of theirs. */
  readonly #lost = new Map<number, Uint8Array>();

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  write(buffers: readonly Uint8Array[], position: number): void {
    let at = position;
    for (const buffer of buffers) {
      if (buffer.length === 0) continue; // writes nothing, so no gap before it either
      this.#remember(at, at + buffer.length);
      this.#grow(at + buffer.length);
      this.#bytes.set(buffer, at);
      at += buffer.length;
    }
    if (at > position) this.#sizeBytes = Math.max(this.#sizeBytes, at);
  }

  read({ position, length }: { readonly position: number; readonly length: number }): Uint8Array {
    return this.#bytes.slice(position, Math.min(position + length, this.#sizeBytes));
  }

  truncate(sizeBytes: number): void {
    this.#remember(sizeBytes, this.#sizeBytes);
    this.#grow(sizeBytes);
    this.#bytes.fill(0, sizeBytes);
    this.#sizeBytes = sizeBytes;
  }

  beginSync(): BegunSync {
    const begun = { before: this.#before, sizeBytes: this.#sizeBytes };
    this.#before = new Map();
    this.#begunSyncs.push(begun);
    return begun;
  }

  /**
   * What was written before the sync began is durable; what was written since is not (B9). So is
   * what a sync that began earlier, and may end later, is still waiting for.
   */
  endSync(begun: BegunSync): void {
    const index = this.#begunSyncs.indexOf(begun);
    if (index < 0) return;
    for (const { before } of this.#begunSyncs.splice(0, index + 1)) {
      for (const sector of before.keys()) this.#lost.delete(sector);
    }
    this.#durableSizeBytes = begun.sizeBytes;
  }

  /**
   * The pages stay in the cache and look clean, but the device may never have got them: the next
   * sync finds nothing to do and succeeds (ATC'20). Only who writes them again gets them there.
   */
  failSync(begun: BegunSync): void {
    const index = this.#begunSyncs.indexOf(begun);
    if (index < 0) return;
    this.#begunSyncs.splice(index, 1);
    for (const [sector, bytes] of begun.before) {
      if (!this.#lost.has(sector)) this.#lost.set(sector, bytes);
    }
  }

  /** The file after a power loss. */
  afterPowerLoss(rng: Rng): MemoryInode {
    const lossPercent = [0, 100, 50, randomBelow(rng, 101)][randomBelow(rng, 4)] as number;
    const survivor = this.copy();
    const kept = new Set<number>();
    const generations = [
      this.#before,
      ...this.#begunSyncs.map(({ before }) => before).toReversed(),
      this.#lost,
    ];
    for (const generation of generations) {
      for (const [sector, bytes] of generation) {
        if (kept.has(sector)) continue;
        if (randomBelow(rng, 100) < lossPercent) survivor.#restore(sector, bytes);
        else kept.add(sector);
      }
    }
    const begunSizes = this.#begunSyncs.map(({ sizeBytes }) => sizeBytes);
    const sizes = [this.#sizeBytes, this.#durableSizeBytes, ...begunSizes];
    const sizeBytes = sizes[randomBelow(rng, sizes.length)] as number;
    survivor.#grow(sizeBytes);
    survivor.#bytes.fill(0, sizeBytes);
    survivor.#sizeBytes = sizeBytes;
    survivor.#durableSizeBytes = sizeBytes;
    return survivor;
  }

  /** The same bytes, all of them durable. */
  copy(): MemoryInode {
    const copied = new MemoryInode();
    copied.#bytes = this.#bytes.slice();
    copied.#sizeBytes = this.#sizeBytes;
    copied.#durableSizeBytes = this.#sizeBytes;
    return copied;
  }

  /** Keeps what the device has of the sectors that are about to change. */
  #remember(from: number, to: number): void {
    const first = Math.floor(Math.min(from, this.#sizeBytes) / sectorBytes);
    for (let sector = first; sector * sectorBytes < to; sector++) {
      if (this.#before.has(sector)) continue;
      const start = sector * sectorBytes;
      this.#before.set(sector, this.#bytes.slice(start, start + sectorBytes));
    }
  }

  #restore(sector: number, bytes: Uint8Array): void {
    const start = sector * sectorBytes;
    this.#grow(start + sectorBytes);
    this.#bytes.fill(0, start, start + sectorBytes);
    this.#bytes.set(bytes, start);
  }

  #grow(sizeBytes: number): void {
    if (sizeBytes <= this.#bytes.length) return;
    const bigger = new Uint8Array(Math.max(sizeBytes, this.#bytes.length * 2));
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}
