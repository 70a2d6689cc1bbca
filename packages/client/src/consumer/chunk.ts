import { MalformedError } from "@sordini/base";
import { nodeCompression } from "@sordini/compression";
import {
  type BatchHeader,
  batchOverheadBytes,
  batchSizeAt,
  isBatchIntact,
  readBatchHeader,
  recordBytesOf,
} from "@sordini/records";
import { systemCrc32c } from "../crc.ts";
import { SordiniError } from "../errors.ts";
import { offLoopBytesMin } from "../limits.ts";
import { decompressOffLoop, hasOffLoopForm } from "../off-loop.ts";
import type { AssignedPartition } from "./assigned-partition.ts";
import type { ConsumeStream } from "./consume-stream.ts";
import { damaged, FetchedBatch } from "./record.ts";

export interface ChunkOptions {
  readonly partition: AssignedPartition;
  readonly stream: ConsumeStream;
  readonly bytes: Uint8Array;
  readonly highWatermark: number;
  readonly decompressedBytesMax: number;
}

/** Whole batches of one partition as they arrived, read one after the other. */
export class Chunk {
  readonly partition: AssignedPartition;
  readonly #options: ChunkOptions;
  readonly #assignmentId: number;
  #position = 0;

  constructor(options: ChunkOptions) {
    this.partition = options.partition;
    this.#options = options;
    this.#assignmentId = options.partition.assignmentId;
  }

  /** From before a seek or a move to another broker: not to be given out. */
  get isStale(): boolean {
    return this.partition.assignmentId !== this.#assignmentId;
  }

  /**
   * Gives the bytes back to the broker's credit. To be called once, when nothing is read any more.
   */
  release(): void {
    this.#options.stream.giveBack(this.#options.bytes.length);
  }

  /**
   * The next batch with records for the program, or null at the end. Moves the partition's offsets
   * behind it. A promise when it is decompressed on another thread; that of null when a seek has
   * made the batch void meanwhile. Throws SordiniError CORRUPT_MESSAGE for bytes that are damaged.
   */
  next(): FetchedBatch | Promise<FetchedBatch | null> | null {
    const { bytes } = this.#options;
    while (this.#position < bytes.length) {
      const position = this.#position;
      const header = this.#readHeader(position);
      this.#position += header.sizeBytes;
      const { partition } = this;
      const firstOffset = Math.max(header.baseOffset, partition.nextOffset);
      if (header.nextOffset <= partition.nextOffset) continue;
      partition.nextOffset = header.nextOffset;
      partition.position = header.nextOffset;
      if (header.isControl || header.recordCount === 0) continue;
      return this.#batch({ position, header, firstOffset });
    }
    return null;
  }

  #readHeader(position: number): BatchHeader {
    const { bytes, partition } = this.#options;
    const { topic } = partition;
    try {
      const isWhole =
        bytes.length - position >= batchOverheadBytes &&
        batchSizeAt(bytes, position) <= bytes.length - position;
      if (!isWhole) throw new MalformedError("the broker cut a batch");
      if (!isBatchIntact(bytes, position, systemCrc32c)) {
        throw new MalformedError("the CRC-32C does not match");
      }
      return readBatchHeader(bytes, position);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      const where = `${topic}-${partition.partition} after offset ${partition.nextOffset - 1}`;
      throw new SordiniError("CORRUPT_MESSAGE", `${where}: ${error.message}`, {
        topic,
        partition: partition.partition,
        cause: error,
      });
    }
  }

  #batch(located: {
    readonly position: number;
    readonly header: BatchHeader;
    readonly firstOffset: number;
  }): FetchedBatch | Promise<FetchedBatch | null> {
    const { bytes, partition, highWatermark, decompressedBytesMax } = this.#options;
    const { position, header, firstOffset } = located;
    const place = { topic: partition.topic, partition: partition.partition };
    const source = { place, definition: partition.definition, header, firstOffset, highWatermark };
    const { compression: codec, sizeBytes } = header;
    if (sizeBytes >= offLoopBytesMin && hasOffLoopForm(codec)) {
      const { version } = partition;
      const block = bytes.subarray(position + batchOverheadBytes, position + sizeBytes);
      return decompressOffLoop(codec, { bytes: block, bytesMax: decompressedBytesMax }).then(
        (recordBytes) =>
          partition.version === version ? new FetchedBatch({ ...source, recordBytes }) : null,
        (error: unknown) => {
          throw damaged(source, error);
        },
      );
    }
    try {
      const unpack = { compression: nodeCompression, bytesMax: decompressedBytesMax };
      return new FetchedBatch({ ...source, recordBytes: recordBytesOf(bytes, located, unpack) });
    } catch (error) {
      throw damaged(source, error);
    }
  }
}
