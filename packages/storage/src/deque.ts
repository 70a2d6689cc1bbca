/** A queue in an array: shifting moves an index, and the dead front is cut off now and then. */
export class Deque<T> {
  #items: T[] = [];
  #first = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  get first(): T | undefined {
    return this.#items[this.#first];
  }

  get last(): T | undefined {
    return this.length === 0 ? undefined : this.#items[this.#items.length - 1];
  }

  /** The item at `index` from the front, for 0 <= index < length. */
  at(index: number): T {
    return this.#items[this.#first + index] as T;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.first;
    if (this.length === 0) return undefined;
    this.#items[this.#first] = undefined as T; // let go of it now, not when the front is cut off
    this.#first += 1;
    if (this.#first >= 1024 && this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /**
   * Index of the first item for which `isPast` holds, when it holds for all behind it; or length.
   */
  partitionPoint(isPast: (item: T) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isPast(this.at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
