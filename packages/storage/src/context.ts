import type { Clock, Crc32c, Failure, LogSink, Timers } from "@sordini/base";
import type { Compression } from "@sordini/records";
import type { FileCache } from "./file-cache.ts";
import type { Files } from "./files.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { StorageLimits } from "./limits.ts";
import type { TailCache } from "./tail-cache.ts";
import type { LogId } from "./types.ts";

/** The world as this package sees it. */
export interface StoragePorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly crc32c: Crc32c;
  readonly log: LogSink;
  /** To find a timestamp inside a compressed batch; its records may take `bytesMax` unpacked. */
  readonly unpack: { readonly compression: Compression; readonly bytesMax: number };
}

/** What the logs of one directory share. */
export interface DirectoryContext extends StoragePorts {
  readonly directory: string;
  readonly limits: StorageLimits;
  readonly cache: FileCache;
  readonly tail: TailCache;
  readonly commits: GroupCommit;
  readonly sealedIndexes: SealedIndexes;
  /** A number that no other segment of this directory has, or had. */
  nextIdentity(): number;
  /** Takes a log out of service, durably, since its files are not what they were. */
  reportDamage(id: LogId, reason: string): void;
}

/** Bounds the indexes of sealed segments in memory: the least recently used one is let go. */
export class SealedIndexes {
  readonly #countMax: number;
  readonly #owners = new Set<{ releaseIndex(): void }>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  touch(owner: { releaseIndex(): void }): void {
    this.#owners.delete(owner);
    this.#owners.add(owner);
    if (this.#owners.size <= this.#countMax) return;
    const [oldest] = this.#owners;
    if (oldest === undefined) return;
    this.#owners.delete(oldest);
    oldest.releaseIndex();
  }
}

/** The directory went offline (I26): what was asked for did not happen, or may not have. */
export class DirectoryOfflineError extends Error {
  override readonly name = "DirectoryOfflineError";
}

/** A log's files are not what was written. */
export class LogDamagedError extends Error {
  override readonly name = "LogDamagedError";
}

export function storageFailure(message: string): Failure {
  return { error: "KAFKA_STORAGE_ERROR", message };
}
