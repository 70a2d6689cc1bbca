import type { LogId, ReceivedChunk } from "@sordini/raft";
import { snapshotBytesMax } from "./limits.ts";

/** A snapshot file as it arrives from the leader, in order and without gaps. */
export class IncomingSnapshot {
  #id: LogId | null = null;
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** The whole file after its last chunk, null before. "tooLarge" ends the transfer. */
  add({ snapshot, position, bytes, done }: ReceivedChunk): Uint8Array | null | "tooLarge" {
    if (position === 0) this.#begin(snapshot);
    if (this.#id?.index !== snapshot.index || this.#length !== position) return null;
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#length > snapshotBytesMax) return "tooLarge";
    return done ? this.#take() : null;
  }

  #begin(id: LogId): void {
    this.#id = id;
    this.#chunks = [];
    this.#length = 0;
  }

  #take(): Uint8Array {
    const file = new Uint8Array(this.#length);
    let position = 0;
    for (const chunk of this.#chunks) {
      file.set(chunk, position);
      position += chunk.length;
    }
    this.#begin({ index: 0, term: 0 });
    return file;
  }
}
