import type { Failure, Offset } from "@sordini/base";
import type { Acks, PartitionFailure, ProduceDone } from "./api.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { Deadline, type DeadlineWheel } from "./deadlines.ts";
import { Fifo } from "./fifo.ts";

export interface AppendedRun {
  readonly acks: Acks;
  /** What a success answers. */
  readonly baseOffset: Offset;
  /** The run is safe once the written end, or the high watermark, is here or beyond. */
  readonly end: Offset;
  /** Bytes that stay in memory until the run is written. */
  readonly sizeBytes: number;
  /** Which partition of the request. */
  readonly index: number;
  readonly done: ProduceDone;
}

export interface ProduceWaitersOptions {
  readonly wheel: DeadlineWheel;
  readonly budget: ByteBudget;
  /** What to answer a producer whose time is up. */
  readonly whyLate: (acks: Acks) => Failure;
}

/**
 * The appends of one partition that somebody waits for, in offset order, so that an advance of the
 * log only ever looks at the head. The owner tells of *every* advance, of the written end and of
 * the high watermark alike: an advance that passes unheard would leave a producer waiting for ever.
 */
export class ProduceWaiters {
  readonly #wheel: DeadlineWheel;
  readonly #budget: ByteBudget;
  readonly #whyLate: (acks: Acks) => Failure;
  /** All of them until written, for the sake of their memory. */
  readonly #unwritten = new Fifo<Waiter>();
  /** Those of `acks=all` until they are below the high watermark. */
  readonly #uncommitted = new Fifo<Waiter>();

  constructor({ wheel, budget, whyLate }: ProduceWaitersOptions) {
    this.#wheel = wheel;
    this.#budget = budget;
    this.#whyLate = whyLate;
  }

  add(run: AppendedRun, timeoutMs: number): void {
    const waiter = new Waiter(run, this.#whyLate);
    this.#budget.take(run.sizeBytes);
    this.#unwritten.push(waiter);
    if (run.acks === -1) this.#uncommitted.push(waiter);
    if (run.acks !== 0) this.#wheel.add(waiter, timeoutMs);
  }

  onWritten(writtenEnd: Offset, logStart: Offset): void {
    for (;;) {
      const head = this.#unwritten.peek();
      if (head === undefined || head.run.end > writtenEnd) return;
      this.#unwritten.shift();
      this.#budget.release(head.run.sizeBytes);
      if (head.run.acks === 1) this.#succeed(head, logStart);
    }
  }

  onCommitted(highWatermark: Offset, logStart: Offset): void {
    for (;;) {
      const head = this.#uncommitted.peek();
      if (head === undefined || head.run.end > highWatermark) return;
      this.#uncommitted.shift();
      this.#succeed(head, logStart);
    }
  }

  /** Nothing of what waits here will be safe by this replica's doing (I22, I26). */
  failAll(why: PartitionFailure): void {
    for (const waiter of this.#unwritten.drain()) {
      this.#budget.release(waiter.run.sizeBytes);
      this.#fail(waiter, why);
    }
    for (const waiter of this.#uncommitted.drain()) this.#fail(waiter, why);
  }

  #succeed(waiter: Waiter, logStart: Offset): void {
    this.#wheel.remove(waiter);
    waiter.answer({ baseOffset: waiter.run.baseOffset, logStart });
  }

  #fail(waiter: Waiter, why: PartitionFailure): void {
    this.#wheel.remove(waiter);
    waiter.answer(why);
  }
}

class Waiter extends Deadline {
  readonly run: AppendedRun;
  readonly #whyLate: (acks: Acks) => Failure;
  #answered: boolean;

  constructor(run: AppendedRun, whyLate: (acks: Acks) => Failure) {
    super();
    this.run = run;
    this.#whyLate = whyLate;
    this.#answered = run.acks === 0; // its producer was answered when it was appended
  }

  /** The first answer counts: a run that came too late may still be written and committed. */
  answer(result: { baseOffset: Offset; logStart: Offset } | Failure): void {
    if (this.#answered) return;
    this.#answered = true;
    this.run.done(this.run.index, result);
  }

  override onDue(): void {
    this.answer(this.#whyLate(this.run.acks));
  }
}
