import { setImmediate } from "node:timers/promises";
import type { OnDelivery, Producer, RecordFor, SordiniError } from "@sordini/client";
import type { Context } from "./context.ts";
import { Exit, messageOf } from "./errors.ts";
import { lineGroups } from "./lines.ts";
import { counted, inBytes } from "./output/amounts.ts";
import { ByteSink } from "./output/byte-sink.ts";
import { ProgressLine } from "./output/progress.ts";

export interface LineProduction {
  readonly producer: Producer;
  readonly topic: string;
  /** What divides a line into key and value, at its first place; null: the line is the value. */
  readonly keySeparator: string | null;
  readonly partition: number | undefined;
  /** Print partition and offset of each record. */
  readonly verbose: boolean;
  /** Abort ends the reading; what was read is still delivered. */
  readonly stop: AbortSignal;
}

export interface Outcome {
  readonly acknowledged: number;
  /** Read, and not known to be stored. */
  readonly unacknowledged: number;
  /** Of the lines that were acknowledged. */
  readonly sizeBytes: number;
  readonly elapsedMs: number;
  /** The first thing that went wrong, in words; null when nothing did. */
  readonly failure: string | null;
}

/**
 * Sends a record for each line of `stdin` and resolves once all are acknowledged or given up.
 * Memory is bounded by the producer's buffer: nothing is read while it is full. A record that is
 * too large fails alone; any other failure ends the reading, since the next record would fare no
 * better.
 */
export async function produceLines(context: Context, production: LineProduction): Promise<Outcome> {
  const run = new LineProducer(context, production);
  await run.sendAll(context.stdin);
  return run.outcome;
}

interface WaitingRecord {
  /** Of its line. */
  readonly number: number;
  readonly record: RecordFor<string>;
  readonly onDelivery: OnDelivery;
}

class LineProducer {
  readonly #production: LineProduction;
  readonly #places: ByteSink;
  readonly #progress: ProgressLine;
  readonly #startMs = performance.now();
  /** Of `keySeparator`. */
  readonly #separator: Buffer | null;
  #lines = 0;
  #acknowledged = 0;
  #sizeBytes = 0;
  #failure: string | null = null;
  #printing: Promise<void> | null = null;
  /** The places cannot be printed any more. */
  #isPlaceless = false;
  /** A failure that the next record would share. */
  #isHopeless = false;

  constructor({ stdin, stdout, stderr }: Context, production: LineProduction) {
    const { keySeparator, verbose } = production;
    this.#production = production;
    this.#places = new ByteSink(stdout);
    const isShared = stdin.isTTY === true || (verbose && stdout.isTTY === true);
    this.#progress = new ProgressLine(stderr, { quiet: isShared });
    this.#separator = keySeparator === null ? null : Buffer.from(keySeparator);
  }

  get outcome(): Outcome {
    return {
      acknowledged: this.#acknowledged,
      unacknowledged: this.#lines - this.#acknowledged,
      sizeBytes: this.#sizeBytes,
      elapsedMs: performance.now() - this.#startMs,
      failure: this.#failure,
    };
  }

  async sendAll(stdin: Context["stdin"]): Promise<void> {
    const { producer, topic, stop } = this.#production;
    await producer.ready(topic, { signal: stop }); // an unknown topic shows before stdin is touched
    const endReading = (): void => void stdin.destroy();
    stop.addEventListener("abort", endReading);
    try {
      await this.#sendLines(stdin);
    } finally {
      stop.removeEventListener("abort", endReading);
    }
    await producer.flush();
    this.#progress.clear();
    await this.#printing;
  }

  async #sendLines(stdin: Context["stdin"]): Promise<void> {
    try {
      for await (const lines of lineGroups(stdin)) {
        for (const line of lines) {
          const waiting = this.#send(line);
          if (waiting !== undefined) await waiting;
          if (this.#isHopeless) return;
        }
        await this.#printing; // a slow reader of the places slows the reading of the lines
        this.#progress.update(() => this.#describe());
      }
    } catch (error) {
      // Destroying stdin ends its iteration with an error.
      if (this.#production.stop.aborted) return;
      throw error;
    }
  }

  /** Waits only where the producer has no space: a promise a record costs more than the record. */
  #send(line: Uint8Array): void | Promise<void> {
    const number = ++this.#lines;
    const record = this.#recordOf(line);
    if (record === null) {
      const separator = JSON.stringify(this.#production.keySeparator);
      this.#fail(`line ${number} has no ${separator} between key and value`, { isHopeless: true });
      return;
    }
    const sizeBytes = line.length;
    const onDelivery: OnDelivery = (error, { partition, offset }) => {
      if (error !== null) {
        this.#failRecord(number, error);
        return;
      }
      this.#acknowledged++;
      this.#sizeBytes += sizeBytes;
      if (this.#production.verbose) this.#print(`${partition} ${offset}\n`);
    };
    const { producer, topic } = this.#production;
    try {
      if (producer.enqueue(topic, record, onDelivery)) return;
    } catch (error) {
      this.#failRecord(number, error as SordiniError);
      return;
    }
    return this.#sendLater({ number, record, onDelivery });
  }

  /** What is acknowledged in one turn of the event loop is printed in one piece. */
  #print(place: string): void {
    if (this.#isPlaceless) return;
    this.#places.text(place);
    this.#printing ??= this.#printSoon();
  }

  async #printSoon(): Promise<void> {
    try {
      while (!this.#places.isEmpty) {
        await setImmediate();
        await this.#places.flush();
      }
    } catch (error) {
      this.#isPlaceless = true;
      // A reader that has gone, as in `| head`, wants no more places; the records are still sent.
      if (!(error instanceof Exit)) this.#fail(messageOf(error), { isHopeless: true });
    }
    this.#printing = null;
  }

  async #sendLater({ number, record, onDelivery }: WaitingRecord): Promise<void> {
    const { producer, topic } = this.#production;
    try {
      do await producer.ready(topic);
      while (!producer.enqueue(topic, record, onDelivery));
    } catch (error) {
      this.#failRecord(number, error as SordiniError);
    }
  }

  /** Null when the line has no separator. */
  #recordOf(line: Uint8Array): RecordFor<string> | null {
    const { partition } = this.#production;
    if (this.#separator === null) return { value: line, partition };
    const at = Buffer.from(line.buffer, line.byteOffset, line.length).indexOf(this.#separator);
    if (at < 0) return null;
    const value = line.subarray(at + this.#separator.length);
    return { key: line.subarray(0, at), value, partition };
  }

  #failRecord(number: number, error: SordiniError): void {
    this.#fail(`line ${number}: ${messageOf(error)}`, {
      isHopeless: !recordsOwnFault.has(error.code),
    });
  }

  #fail(failure: string, { isHopeless }: { readonly isHopeless: boolean }): void {
    this.#failure ??= failure;
    this.#isHopeless ||= isHopeless;
  }

  #describe(): string {
    const amount = inBytes(this.#sizeBytes);
    return `${counted(this.#acknowledged, "record")} acknowledged, ${amount}`;
  }
}

/** Errors that say something of one record only. */
const recordsOwnFault: ReadonlySet<string> = new Set([
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
]);
