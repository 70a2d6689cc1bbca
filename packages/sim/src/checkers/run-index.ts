import type { Acknowledged, Failed, Listed, Read, ReadToEnd, RecordName, Sent } from "./history.ts";

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** Offsets of one partition, `to` excluded. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Offsets that a reader passed over. */
export interface Gap extends OffsetRange {
  readonly reader: string;
  readonly partition: number;
}

/** The first and the last offset that a reader was given of a partition. */
export interface Span {
  readonly first: number;
  last: number;
}

/**
 * What a judge remembers of a run: numbers in flat arrays, about 120 bytes a record and nothing for
 * a repeated read, so that a run of an hour is judged in the memory of a test.
 */
export class RunIndex {
  readonly #producers = new Column();
  readonly #sentAtMs = new Column();
  readonly #acknowledgedAtMs = new Column();
  readonly #acknowledgedAt = new PlaceColumn();
  readonly #firstPlaces = new PlaceColumn();
  readonly #namesByPartition = new Map<number, Column>();
  readonly #spans = new Map<string, Span>();
  readonly #lastListed = new Map<string, number>();
  readonly #definiteFailures = new Set<RecordName>();
  readonly #completeReaders = new Set<string>();
  readonly #gaps: Gap[] = [];
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

  addSent({ name, producer, atMs }: Sent): void {
    this.#producers.set(name, producer);
    this.#sentAtMs.set(name, atMs);
  }

  addAcknowledged({ name, partition, offset, atMs }: Acknowledged): void {
    this.#acknowledged++;
    this.#acknowledgedAtMs.set(name, atMs);
    this.#acknowledgedAt.set(name, { partition, offset });
  }

  addFailed({ name, definite }: Failed): void {
    if (definite === true) this.#definiteFailures.add(name);
  }

  addListed({ reader, partition, offset }: Listed): void {
    this.#lastListed.set(`${reader} ${partition}`, offset);
  }

  addReadToEnd({ reader }: ReadToEnd): void {
    this.#completeReaders.add(reader);
  }

  addRead({ reader, partition, offset, name }: Read): void {
    this.#pass({ reader, partition, offset });
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

  /** Undefined before the reader's first record of this partition. */
  spanOf({ reader, partition }: Pick<Read, "reader" | "partition">): Span | undefined {
    return this.#spans.get(`${reader} ${partition}`);
  }

  /** Infinity for a record that was never acknowledged. */
  acknowledgedAtMs(name: RecordName): number {
    return this.#acknowledgedAtMs.get(name) ?? Number.POSITIVE_INFINITY;
  }

  /** -Infinity for a record that was never sent. */
  sentAtMs(name: RecordName): number {
    return this.#sentAtMs.get(name) ?? Number.NEGATIVE_INFINITY;
  }

  get definiteFailures(): ReadonlySet<RecordName> {
    return this.#definiteFailures;
  }

  /** Who read everything after the faults. */
  get completeReaders(): ReadonlySet<string> {
    return this.#completeReaders;
  }

  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /** What the client was told before of the partition's end. */
  lastListedOf({ reader, partition }: Listed): number | undefined {
    return this.#lastListed.get(`${reader} ${partition}`);
  }

  /** Partitions of which something was read. */
  partitions(): Iterable<number> {
    return this.#namesByPartition.keys();
  }

  /** Offsets that anybody read are below this. */
  endOf(partition: number): number {
    return this.#namesByPartition.get(partition)?.length ?? 0;
  }

  /** The first offset in the range at which anybody read a record. */
  firstKnownIn(partition: number, { from, to }: OffsetRange): number | undefined {
    const names = this.#namesByPartition.get(partition);
    for (let offset = from; offset < Math.min(to, names?.length ?? 0); offset++) {
      if (names?.get(offset) !== undefined) return offset;
    }
    return undefined;
  }

  #pass({ reader, partition, offset }: Omit<Read, "kind" | "atMs" | "name">): void {
    const span = this.spanOf({ reader, partition });
    if (span === undefined) {
      this.#spans.set(`${reader} ${partition}`, { first: offset, last: offset });
      return;
    }
    const from = span.last + 1;
    if (offset > from) this.#gaps.push({ reader, partition, from, to: offset });
    span.last = offset;
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
