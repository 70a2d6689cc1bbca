import type { Acknowledged, Read, RecordName, Sent } from "./history.ts";

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/**
 * What a judge remembers of a run: numbers in flat arrays, about 100 bytes a record and nothing for
 * a repeated read, so that a run of an hour is judged in the memory of a test.
 */
export class RunIndex {
  readonly #producers = new Column();
  readonly #acknowledgedAt = new PlaceColumn();
  readonly #firstPlaces = new PlaceColumn();
  readonly #namesByPartition = new Map<number, Column>();
  readonly #lastOffsets = new Map<string, number>();
  #acknowledged = 0;
  #read = 0;
  #duplicated = 0;

  /** Acknowledged records. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Different records that were read. */
  get read(): number {
    return this.#read;
  }

  /** Places of a record beyond its first: retries after lost answers. */
  get duplicated(): number {
    return this.#duplicated;
  }

  /** Names are below this. */
  get nameEnd(): RecordName {
    return this.#producers.length;
  }

  addSent({ name, producer }: Sent): void {
    this.#producers.set(name, producer);
  }

  addAcknowledged({ name, partition, offset }: Acknowledged): void {
    this.#acknowledged++;
    this.#acknowledgedAt.set(name, { partition, offset });
  }

  addRead({ reader, partition, offset, name }: Read): void {
    this.#lastOffsets.set(`${reader} ${partition}`, offset);
    if (!this.wasSent(name) || this.nameAt({ partition, offset }) !== undefined) return;
    this.#namesOf(partition).set(offset, name);
    const first = this.#firstPlaces.get(name);
    if (first === undefined) this.#read++;
    else this.#duplicated++;
    if (first !== undefined && (first.partition !== partition || first.offset < offset)) return;
    this.#firstPlaces.set(name, { partition, offset });
  }

  wasSent(name: RecordName): boolean {
    return this.#producers.get(name) !== undefined;
  }

  producerOf(name: RecordName): number | undefined {
    return this.#producers.get(name);
  }

  /** Where the acknowledgement says that the record stands. */
  acknowledgedAt(name: RecordName): Place | undefined {
    return this.#acknowledgedAt.get(name);
  }

  /** The lowest offset at which the record was read, in the partition where it was read first. */
  firstPlaceOf(name: RecordName): Place | undefined {
    return this.#firstPlaces.get(name);
  }

  /** The record that the first reader found there. */
  nameAt({ partition, offset }: Place): RecordName | undefined {
    return this.#namesByPartition.get(partition)?.get(offset);
  }

  /** Where this reader was in this partition before. */
  lastOffsetOf({ reader, partition }: Read): number | undefined {
    return this.#lastOffsets.get(`${reader} ${partition}`);
  }

  #namesOf(partition: number): Column {
    let names = this.#namesByPartition.get(partition);
    if (names === undefined) {
      names = new Column();
      this.#namesByPartition.set(partition, names);
    }
    return names;
  }
}

class PlaceColumn {
  readonly #partitions = new Column();
  readonly #offsets = new Column();

  get(index: number): Place | undefined {
    const partition = this.#partitions.get(index);
    const offset = this.#offsets.get(index);
    return partition === undefined || offset === undefined ? undefined : { partition, offset };
  }

  set(index: number, { partition, offset }: Place): void {
    this.#partitions.set(index, partition);
    this.#offsets.set(index, offset);
  }
}

const absent = -1;

/** Numbers from 0 by index; grows by doubling. */
class Column {
  #cells = new Float64Array(256).fill(absent);
  #length = 0;

  /** One more than the highest index that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number | undefined {
    const value = this.#cells[index];
    return value === absent ? undefined : value;
  }

  set(index: number, value: number): void {
    if (index >= this.#cells.length) {
      const grown = new Float64Array(2 ** Math.ceil(Math.log2(index + 1))).fill(absent);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cells[index] = value;
    this.#length = Math.max(this.#length, index + 1);
  }
}
