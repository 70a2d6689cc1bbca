import { type Millis, type TopicId, utf8Decode } from "@sordini/base";
import type { PartitionRef } from "@sordini/broker";
import { type HistoryEvent, type RecordName, unknownRecord } from "../checkers/history.ts";
import type { World } from "../world/world.ts";

/** Writes down what clients did and saw, for the judges. */
export class Recorder {
  readonly events: HistoryEvent[] = [];
  readonly #world: World;
  readonly #partitions = new Map<string, number>();
  readonly #refs: PartitionRef[] = [];
  #names = 0;
  #producers = 0;
  acknowledged = 0;
  read = 0;
  /** Operations that were begun and did not end yet (L4). */
  pending = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** A name for a producer: what it sends to one partition has an order. */
  newProducer(): number {
    return this.#producers++;
  }

  /** The number of a partition in the history; a topic created anew has others. */
  partition(topicId: TopicId, partition: number): number {
    const key = `${topicId}-${partition}`;
    let number = this.#partitions.get(key);
    if (number === undefined) {
      number = this.#partitions.size;
      this.#partitions.set(key, number);
      this.#refs[number] = { topicId, partition };
    }
    return number;
  }

  /** By their numbers. */
  get partitions(): readonly PartitionRef[] {
    return this.#refs;
  }

  sent(producer: number): RecordName {
    const name = this.#names++;
    this.#add({ kind: "sent", atMs: this.#atMs, name, producer });
    return name;
  }

  isAcknowledged(name: RecordName, partition: number, offset: number): void {
    this.acknowledged += 1;
    this.#add({ kind: "acknowledged", atMs: this.#atMs, name, partition, offset });
  }

  /** `definite`: the error says that the record was never appended, nor ever will be. */
  hasFailed(name: RecordName, error: string, definite = false): void {
    this.#add({ kind: "failed", atMs: this.#atMs, name, error, definite });
  }

  wasRead(read: {
    readonly reader: string;
    readonly partition: number;
    readonly offset: number;
    readonly name: RecordName;
  }): void {
    this.read += 1;
    this.#add({ kind: "read", atMs: this.#atMs, ...read });
  }

  /** A client was told where the partition ends. */
  wasListed(listed: {
    readonly reader: string;
    readonly partition: number;
    readonly offset: number;
  }): void {
    this.#add({ kind: "listed", atMs: this.#atMs, ...listed });
  }

  /** This reader has read everything, after the faults. */
  readToEnd(reader: string): void {
    this.#add({ kind: "readToEnd", atMs: this.#atMs, reader });
  }

  get #atMs(): Millis {
    return this.#world.nowMs;
  }

  #add(event: HistoryEvent): void {
    this.events.push(event);
    const { hash } = this.#world;
    hash.add(event.kind);
    if ("name" in event) hash.addNumber(event.name);
    if ("offset" in event) hash.addNumber(event.offset);
  }
}

/** The record whose value that is: producers write its name. Not an own one: `unknownRecord`. */
export function nameIn(value: unknown): RecordName {
  const text = value instanceof Uint8Array ? utf8Decode(value) : "";
  return /^\d+$/.test(text) ? Number(text) : unknownRecord;
}
