import { assert } from "@sordini/base";

/**
 * Bytes that may be held at once. Taking never fails: who takes has the bytes in memory already.
 * The bound works one step earlier: while the budget is spent, listeners grant no more credit.
 */
export class ByteBudget {
  readonly bytesMax: number;
  #taken = 0;
  #waiting: (() => void)[] = [];

  constructor(bytesMax: number) {
    assert(bytesMax > 0, `a budget of ${bytesMax} bytes`);
    this.bytesMax = bytesMax;
  }

  get takenBytes(): number {
    return this.#taken;
  }

  get hasRoom(): boolean {
    return this.#taken < this.bytesMax;
  }

  take(bytes: number): void {
    this.#taken += bytes;
  }

  release(bytes: number): void {
    this.#taken -= bytes;
    assert(this.#taken >= 0, `${bytes} bytes released that nobody took`);
    if (this.#waiting.length === 0 || !this.hasRoom) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  }

  /** Calls back once when there is room again; at once when there is. */
  onceRoom(callback: () => void): void {
    if (this.hasRoom) callback();
    else this.#waiting.push(callback);
  }
}
