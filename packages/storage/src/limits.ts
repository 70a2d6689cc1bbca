// Every bound of this package, with its unit in the name.

const mebibyte = 1 << 20;

/** Relative offsets and positions inside a segment are written as 32-bit numbers. */
export const segmentBytesLimit = 2 ** 31 - 1;
export const segmentOffsetsLimit = 2 ** 31 - 1;

/** What one log directory may use. */
export interface StorageLimits {
  /** Memory for recent runs, over all logs. What is queued but not yet written comes on top. */
  readonly tailBytesMax: number;
  /** Open segment files. */
  readonly openFilesMax: number;
  readonly journalFileCount: number;
  readonly journalFileBytes: number;
  /** Payload of one group: the longest time that an append waits for others before its own sync. */
  readonly groupBytesMax: number;
  /**
   * Bytes written to segments after which a checkpoint starts even if the journal has not moved
   * on: so many for each log that was written, `checkpointBytes` at most. A checkpoint competes
   * with the journal for the device, so a few logs are better synced often and little; with many
   * logs the syncs themselves are what costs.
   */
  readonly checkpointBytesPerLog: number;
  readonly checkpointBytes: number;
  /** A segment file grows no larger, whatever the settings of its log say. */
  readonly segmentBytesMax: number;
}

export const defaultLimits: StorageLimits = {
  tailBytesMax: 32 * mebibyte,
  openFilesMax: 2048,
  journalFileCount: 4,
  journalFileBytes: 64 * mebibyte,
  groupBytesMax: 8 * mebibyte,
  checkpointBytesPerLog: 2 * mebibyte,
  checkpointBytes: 256 * mebibyte,
  segmentBytesMax: segmentBytesLimit,
};

/** Segment files that a checkpoint syncs at a time: more would make journal syncs wait. */
export const checkpointSyncsMax = 2;
/** Logs that recovery repairs at a time. */
export const recoveriesMax = 8;
/** Work done at once on the event loop before others get their turn. */
export const filesWrittenPerTurnMax = 128;
export const logsEncodedPerTurnMax = 2048;

/** Reads of segment files: small enough for the event loop, large enough for a disk. */
export const readBytesMin = 64 * 1024;
export const readBytesMax = mebibyte;
/** Positions where the last cold reads of a log ended, so that sequential readers need no index. */
export const readEndsMax = 16;

/** Entries of one segment's index; beyond it every second one is dropped (see sparse-index.ts). */
export const indexEntriesMax = 8192;
/** Indexes of sealed segments kept in memory, over all logs. */
export const sealedIndexesMax = 128;
