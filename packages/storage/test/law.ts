import { assert, type EpochStart, type Offset, Prng, randomBelow } from "@sordini/base";
import type { LogConfig, MemoryFiles, PartitionLog } from "../src/index.ts";
import {
  batchAt,
  concatenated,
  config,
  createLog,
  logId,
  memoryFiles,
  type Opened,
  openOn,
  readAll,
} from "./world.ts";

// The law of recovery: whatever was done, wherever the crash fell, whichever unsynced sectors were
// lost, the reopened logs hold every batch that was reported durable and are prefixes of what was
// appended. A `Life` runs one seed: several times open, random work, crash; between them the check.

interface Batch {
  readonly base: Offset;
  readonly next: Offset;
  readonly bytes: Uint8Array;
}

/** What is known of one log beside the product. */
interface Model {
  readonly index: number;
  batches: Batch[];
  /** Nothing below may be lost, if the crash is a power loss, or only a kill. */
  floorOnPowerLoss: Offset;
  floorOnKill: Offset;
  logStart: Offset;
  epoch: number;
  /** Epochs begun, and those of them that a flush made durable. */
  begun: readonly EpochStart[];
  durablyBegun: readonly EpochStart[];
  durability: LogConfig["durability"];
  /** What was appended as page-cache is promised only by a sync of something behind it. */
  cachedEnd: Offset;
  /** Begun and not yet resolved: either outcome is right. */
  pending: { kind: "truncate" | "reset" | "log-start"; offset: Offset } | undefined;
  isDeleting: boolean;
  isCreating: boolean;
}

const logCount = 3;

export class Life {
  readonly #rng: Prng;
  #files: MemoryFiles = memoryFiles();
  #models = new Map<number, Model>();
  #opened: Opened | undefined;
  #wasKilled = false;
  #crashesAfter = 0;
  #onCrash: () => void = () => undefined;
  /** What happened, for proving that the test reaches what it means to. */
  readonly seen = new Set<string>();

  constructor(seed: number) {
    this.#rng = new Prng(seed);
  }

  async run(lives: number): Promise<void> {
    for (let life = 0; life < lives; life++) {
      await this.#openAndCheck();
      await this.#untilCrash(this.#below(400), () => this.#work());
    }
    await this.#openAndCheck();
    await this.#opened?.directory.close();
    await this.#openAndCheck({ crashesFirst: false });
    assert(this.#opened?.directory.wasCleanShutdown === true, "closed, and yet not clean");
  }

  #below(bound: number): number {
    return randomBelow(this.#rng, bound);
  }

  async #untilCrash(operations: number, action: () => Promise<void>): Promise<void> {
    const crashed = new Promise<void>((resolve) => {
      this.#onCrash = resolve;
    });
    this.#crashesAfter = operations + 1;
    this.#files.onOperation = () => {
      this.#crashesAfter -= 1;
      if (this.#crashesAfter === 0) this.#crash();
      // Some operations take long, so that those which are under way together change their order.
      return this.#below(8) === 0 ? turns(this.#below(60)) : undefined;
    };
    const files = this.#files;
    const done = action().then(() => {
      if (files === this.#files) this.#crash();
    });
    await Promise.race([done, crashed]);
  }

  #crash(): void {
    const dead = this.#files;
    this.#wasKilled = this.#below(4) === 0;
    this.#files = this.#wasKilled ? dead.kill() : dead.losePower(this.#rng);
    this.seen.add(this.#wasKilled ? "kill" : "power loss");
    this.#onCrash();
  }

  async #openAndCheck({ crashesFirst = true } = {}): Promise<void> {
    let wasOnlyKilled = this.#wasKilled;
    const isCrashing = () => crashesFirst && this.#below(3) === 0;
    while (isCrashing()) {
      this.seen.add("crash during recovery");
      await this.#untilCrash(this.#below(40), async () => void (await this.#open()));
      wasOnlyKilled &&= this.#wasKilled; // what recovery has not synced, a power loss may take
    }
    this.#wasKilled = wasOnlyKilled;
    this.#files.onOperation = undefined;
    this.#opened = await this.#open();
    const [damaged] = this.#opened.directory.damaged();
    assert(damaged === undefined, `damaged: ${damaged?.reason}`);
    for (const index of [...this.#models.keys()]) await this.#check(index);
    for (const { id } of this.#opened.directory.logs()) {
      assert(this.#models.has(id.partition), `log ${id.partition} has come back`);
    }
  }

  async #open(): Promise<Opened> {
    const opened = await openOn(this.#files);
    const files = this.#files;
    opened.onProgress = (logs) => {
      if (files === this.#files) this.#noteProgress(logs);
    };
    return opened;
  }

  #noteProgress(logs: ReadonlySet<PartitionLog>): void {
    for (const log of logs) {
      const model = this.#models.get(log.id.partition);
      const isCurrent = this.#opened?.directory.get(log.id) === log;
      if (model === undefined || !isCurrent || model.pending?.kind === "reset") continue;
      model.floorOnKill = Math.max(model.floorOnKill, log.writtenEnd);
      if (model.durability === "page-cache" || log.durableEnd <= model.cachedEnd) continue;
      model.floorOnPowerLoss = Math.max(model.floorOnPowerLoss, log.durableEnd);
    }
  }

  async #check(index: number): Promise<void> {
    const model = this.#models.get(index) as Model;
    const log = this.#opened?.directory.get(logId(index));
    if (log === undefined) {
      assert(model.isDeleting || model.isCreating, `log ${index} is gone`);
      this.#models.delete(index);
      return;
    }
    const { pending } = model;
    const wasReset =
      (pending?.kind === "reset" && log.logStart === pending.offset) ||
      pending?.kind === "truncate"; // inside of the batch where the log starts: all of it went
    if (wasReset && log.logEnd === log.logStart) model.batches = [];
    else await this.#checkBytes(model, log);
    this.#checkEpochs(model, log);
    model.batches = model.batches.filter((batch) => batch.next <= log.logEnd);
    model.logStart = log.logStart;
    model.floorOnPowerLoss = log.logEnd;
    model.floorOnKill = log.logEnd;
    model.pending = undefined;
    model.isDeleting = false;
    model.isCreating = false;
    this.#keepEpochs(model, log);
    log.reconfigure({ ...config, durability: model.durability });
  }

  async #checkBytes(model: Model, log: PartitionLog): Promise<void> {
    const { pending } = model;
    let floor = this.#wasKilled ? model.floorOnKill : model.floorOnPowerLoss;
    let startMax = model.logStart;
    if (pending?.kind === "truncate") {
      const cut = model.batches.find((batch) => batch.next > pending.offset)?.base ?? floor;
      floor = Math.min(floor, cut);
    }
    if (pending?.kind === "log-start") startMax = Math.max(startMax, pending.offset);
    assert(log.logEnd >= floor, `log ${model.index} ends at ${log.logEnd}, not at ${floor}`);
    assert(log.logStart >= model.logStart, `log start ${log.logStart} < ${model.logStart}`);
    assert(log.logStart <= startMax, `log start ${log.logStart} > ${startMax}`);
    if (log.logStart === log.logEnd) return; // perhaps inside a batch that a power loss took
    const expected = model.batches.filter(
      ({ base, next }) => next > log.logStart && base < log.logEnd,
    );
    assert((expected.at(-1)?.next ?? log.logEnd) === log.logEnd, "the log ends inside a batch");
    const bytes = await readAll(log);
    const isPrefix = same(bytes, concatenated(expected.map((batch) => batch.bytes)));
    assert(isPrefix, `log ${model.index} is no prefix of what was appended`);
  }

  #checkEpochs(model: Model, log: PartitionLog): void {
    const { entries } = log.epochs;
    for (const { start } of entries) assert(start <= log.logEnd, `epoch ahead: ${start} (I21)`);
    for (const { base, bytes } of model.batches) {
      if (base < log.logStart || base >= log.logEnd) continue;
      assert(log.epochs.epochOf(base) === bytes[15], `wrong epoch at offset ${base} (I21)`);
    }
    if (model.pending?.kind === "truncate" || model.pending?.kind === "reset") return;
    for (const { epoch, start } of model.durablyBegun) {
      if (start > log.logEnd || start < log.logStart) continue;
      const isKept = entries.some((found) => found.start === start && found.epoch >= epoch);
      assert(isKept, `epoch ${epoch} at ${start} is forgotten (B29)`);
    }
  }

  async #work(): Promise<void> {
    const files = this.#files;
    for (let step = 0; step < 120 && files === this.#files; step++) {
      const index = this.#below(logCount);
      const model = this.#models.get(index);
      const log = this.#opened?.directory.get(logId(index));
      if (model === undefined || log === undefined) await this.#create(index);
      else await this.#step(model, log);
      if (files === this.#files) await turns(this.#below(12));
    }
  }

  async #step(model: Model, log: PartitionLog): Promise<void> {
    const roll = this.#below(100);
    if (roll < 70) this.#append(model, log);
    else if (roll < 80) await this.#flush();
    else if (roll < 86) this.#beginEpoch(model, log);
    else if (roll < 92) await this.#truncate(model, log);
    else if (roll < 93) await this.#reset(model, log);
    else if (roll < 96) await this.#raise(model, log);
    else if (roll < 98) this.#switchDurability(model, log);
    else if (roll < 99) await this.#delete(model);
    else await readAll(log);
  }

  async #create(index: number): Promise<void> {
    const durability = this.#below(4) === 0 ? "page-cache" : "fsync";
    this.#models.set(index, {
      index,
      batches: [],
      floorOnPowerLoss: 0,
      floorOnKill: 0,
      logStart: 0,
      epoch: 0,
      begun: [],
      durablyBegun: [],
      durability,
      cachedEnd: 0,
      pending: undefined,
      isDeleting: false,
      isCreating: true,
    });
    await createLog(this.#opened as Opened, logId(index), { durability });
    (this.#models.get(index) as Model).isCreating = false;
  }

  #append(model: Model, log: PartitionLog): void {
    const baseOffset = log.logEnd;
    const batches: Batch[] = [];
    let next = baseOffset;
    for (let count = 1 + this.#below(3); count > 0; count--) {
      const records = 1 + this.#below(3);
      const valueBytes = this.#below(30) === 0 ? 2500 : this.#below(200);
      const bytes = batchAt(next, { records, valueBytes, epoch: model.epoch });
      batches.push({ base: next, next: next + records, bytes });
      next += records;
    }
    model.batches.push(...batches);
    const bytes = concatenated(batches.map((batch) => batch.bytes));
    if (bytes.length > 2048) this.seen.add("run larger than the journal takes");
    log.append({ bytes, baseOffset, nextOffset: next });
  }

  async #flush(): Promise<void> {
    const before = [...this.#models.values()].map((model) => ({ model, begun: model.begun }));
    await this.#opened?.directory.flush();
    for (const { model, begun } of before) model.durablyBegun = begun;
  }

  #beginEpoch(model: Model, log: PartitionLog): void {
    model.epoch += 1;
    model.begun = [...model.begun, { epoch: model.epoch, start: log.logEnd }];
    log.beginEpoch(model.epoch);
    this.seen.add("epoch");
  }

  async #truncate(model: Model, log: PartitionLog): Promise<void> {
    const offset = log.logStart + this.#below(log.logEnd - log.logStart + 1);
    if (offset === log.logEnd) return; // cuts nothing, and promises nothing
    model.pending = { kind: "truncate", offset };
    await log.truncateTo(offset);
    model.batches = model.batches.filter((batch) => batch.next <= offset);
    this.seen.add("truncation");
    this.#settle(model, log);
  }

  async #reset(model: Model, log: PartitionLog): Promise<void> {
    const offset = log.logEnd + 1 + this.#below(10);
    model.pending = { kind: "reset", offset };
    await log.truncateFullyAndStartAt(offset);
    model.batches = [];
    this.seen.add("reset");
    this.#settle(model, log);
  }

  async #raise(model: Model, log: PartitionLog): Promise<void> {
    const offset = log.logStart + this.#below(log.durableEnd - log.logStart + 1);
    model.pending = { kind: "log-start", offset };
    await log.raiseLogStart(offset);
    assert(log.logStart === offset, `log start ${log.logStart} instead of ${offset}`);
    model.logStart = offset;
    model.pending = undefined;
  }

  /** After a truncation all that is left is durable, whatever the log's setting. */
  #settle(model: Model, log: PartitionLog): void {
    model.logStart = log.logStart;
    model.floorOnPowerLoss = log.logEnd;
    model.floorOnKill = log.logEnd;
    model.cachedEnd = 0;
    this.#keepEpochs(model, log);
    model.pending = undefined;
  }

  #keepEpochs(model: Model, log: PartitionLog): void {
    const kept = new Set(log.epochs.entries.map(({ epoch }) => epoch));
    model.begun = model.begun.filter(({ epoch }) => kept.has(epoch));
    model.durablyBegun = model.begun;
  }

  #switchDurability(model: Model, log: PartitionLog): void {
    model.durability = model.durability === "fsync" ? "page-cache" : "fsync";
    log.reconfigure({ ...config, durability: model.durability });
    model.cachedEnd = log.logEnd;
    this.seen.add("durability switched");
  }

  async #delete(model: Model): Promise<void> {
    model.isDeleting = true;
    const deleting = this.#opened?.directory.delete(logId(model.index));
    await deleting;
    this.#models.delete(model.index);
    this.seen.add("deletion");
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
