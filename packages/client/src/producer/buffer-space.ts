/** Counts the bytes of records that are not settled, and wakes whoever waits for room. */
export class BufferSpace {
  readonly #bytesMax: number;
  readonly #onRoom: () => void;
  #usedBytes = 0;

  /** `onRoom` is called whenever bytes were freed and there is room. */
  constructor(bytesMax: number, onRoom: () => void) {
    this.#bytesMax = bytesMax;
    this.#onRoom = onRoom;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** A record may be taken; the last one may go beyond the bound by its own size. */
  get hasRoom(): boolean {
    return this.#usedBytes < this.#bytesMax;
  }

  take(bytes: number): void {
    this.#usedBytes += bytes;
  }

  free(bytes: number): void {
    this.#usedBytes -= bytes;
    if (this.hasRoom) this.#onRoom();
  }
}
