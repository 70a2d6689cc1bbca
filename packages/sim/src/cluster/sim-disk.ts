import type { Millis } from "@sordini/base";
import {
  FileError,
  type FileErrorCode,
  type FileOperation,
  KeyValueStoreError,
  MemoryFiles,
  MemoryKeyValueStorePlace,
} from "@sordini/storage";
import type { Chance } from "../chance.ts";
import type { SimProcess } from "../world/sim-process.ts";

/** What the next fitting operation shall meet. */
export interface DiskError {
  readonly code: FileErrorCode;
  readonly operation: "write" | "sync" | "open" | "truncate" | "rename";
}

/** How long syncs take. */
export interface SyncMs {
  readonly min: Millis;
  readonly max: Millis;
  /** So long takes one now and then: others that began later overtake it. */
  readonly spike: Millis;
  readonly spikeProbability: number;
}

const slow: ReadonlySet<FileOperation["kind"]> = new Set(["sync", "syncDirectory", "rename"]);

/**
 * The disk of one node: a file system and the key-value store on it. It outlives the node's
 * processes, each of which sees it through `attach`.
 */
export class SimDisk {
  files = new MemoryFiles();
  place: MemoryKeyValueStorePlace;
  readonly #chance: Chance;
  #syncMs: SyncMs;
  #process: SimProcess | null = null;
  #errors: DiskError[] = [];
  #isFull = false;
  #stalledUntilMs: Millis = 0;
  /** Errors that this process met so far: it may end, and nobody may blame it. */
  errorsMet = 0;

  constructor(chance: Chance, syncMs: SyncMs) {
    this.#chance = chance;
    this.#syncMs = syncMs;
    this.place = this.#newPlace();
  }

  /** A process starts to use the disk. */
  attach(process: SimProcess): void {
    this.#process = process;
    this.errorsMet = 0;
    this.#stalledUntilMs = 0;
    this.files.onOperation = (operation) => this.#gate(operation);
  }

  /** The process is gone; what it wrote is there. */
  kill(): void {
    this.#process = null;
    this.files = this.files.kill();
    this.place.crash();
    this.#errors = [];
  }

  /** The machine lost power; what was not synced may be gone. */
  losePower(): void {
    this.#process = null;
    this.files = this.files.losePower(this.#chance.rng);
    this.place.crash();
    this.#errors = [];
  }

  /** A new, empty disk in its place. */
  replace(): void {
    this.#process = null;
    this.files = new MemoryFiles();
    this.place = this.#newPlace();
  }

  failNext(error: DiskError): void {
    this.#errors.push(error);
  }

  set isFull(full: boolean) {
    this.#isFull = full;
  }

  /** Nothing that waits for the device ends before then, by the clock of the process. */
  stall(forMs: Millis): void {
    if (this.#process !== null) this.#stalledUntilMs = this.#process.monotonicMs() + forMs;
  }

  heal(): void {
    this.#errors = [];
    this.#isFull = false;
    this.#stalledUntilMs = 0;
    this.#syncMs = { ...this.#syncMs, spikeProbability: 0 };
  }

  #gate({ kind, path }: FileOperation): void | Promise<void> {
    const process = this.#process;
    if (process === null) return;
    this.#checkErrors(kind, path);
    if (!slow.has(kind) && !this.#isStalled(process)) return;
    return process.sleep(this.#delayMs(process)).then(() => this.#checkErrors(kind, path));
  }

  #checkErrors(kind: FileOperation["kind"], path: string): void {
    if (this.#isFull && kind === "write" && this.#chance.isHit(0.5)) {
      this.errorsMet += 1;
      throw new FileError("ENOSPC", `${path}: no space left on device`);
    }
    const found = this.#errors.findIndex(({ operation }) => operation === kind);
    if (found < 0) return;
    const [error] = this.#errors.splice(found, 1);
    this.errorsMet += 1;
    throw new FileError((error as DiskError).code, `${path}: ${error?.code} by the simulator`);
  }

  #isStalled(process: SimProcess): boolean {
    return this.#stalledUntilMs > process.monotonicMs();
  }

  #delayMs(process: SimProcess): Millis {
    const { min, max, spike, spikeProbability } = this.#syncMs;
    const stalled = Math.max(0, this.#stalledUntilMs - process.monotonicMs());
    if (this.#chance.isHit(spikeProbability)) return stalled + spike;
    return stalled + this.#chance.within(min, max);
  }

  #newPlace(): MemoryKeyValueStorePlace {
    return new MemoryKeyValueStorePlace({ rng: this.#chance.rng, sync: () => this.#syncStore() });
  }

  async #syncStore(): Promise<void> {
    const process = this.#process;
    if (process === null) return new Promise(() => undefined);
    await process.sleep(this.#delayMs(process));
    try {
      this.#checkErrors("sync", "the key-value store");
    } catch (error) {
      throw new KeyValueStoreError(String(error));
    }
  }
}
