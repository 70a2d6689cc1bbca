import { Prng, randomBelow } from "@sordini/base";
import { type File, FileError, type Files, type OpenMode, readWhole } from "../files.ts";

/** An implementation of `Files` that takes the random exam. */
export interface FilesCandidate {
  readonly files: Files;
  /** Exists and is empty. */
  readonly directory: string;
  /** SIGKILL: whatever is open is gone. The files as the next process finds them. */
  kill(): Promise<Files>;
}

export interface RandomExam {
  readonly seed: number;
  readonly steps: number;
}

/** Few names, so that they meet: what is a file now is a directory later. */
const names = ["a", "b", "d", "d/a", "d/b", "d/e", "d/e/a"];
const slotCount = 3;
/** Three sectors and a bit. */
const sizeMax = 1_600;

const kinds = [
  ...["open", "open", "open", "write", "write", "write", "write", "read", "read", "truncate"],
  ...["sync", "close", "readWhole", "readWhole", "list", "list", "makeDirectory", "makeDirectory"],
  ...["rename", "rename", "remove", "syncDirectory", "kill"],
] as const;

/**
 * Does what the seed says and notes each answer, errors included: two implementations that are
 * alike give the same list. What is done never depends on an answer, so after a difference the
 * lists can still be read side by side, and fewer steps are the same history cut short.
 */
export async function filesAnswers(
  candidate: FilesCandidate,
  { seed, steps }: RandomExam,
): Promise<string[]> {
  const history = new FilesHistory(candidate, seed);
  const answers: string[] = [];
  for (let step = 0; step < steps; step++) answers.push(await history.step(step));
  await history.end();
  return answers;
}

class FilesHistory {
  readonly #candidate: FilesCandidate;
  readonly #rng: Prng;
  readonly #slots: (File | null)[] = Array.from({ length: slotCount }, () => null);
  #files: Files;

  constructor(candidate: FilesCandidate, seed: number) {
    this.#candidate = candidate;
    this.#files = candidate.files;
    this.#rng = new Prng(seed);
  }

  async step(number: number): Promise<string> {
    const kind = this.#pick(kinds);
    const slot = this.#below(slotCount);
    const dice = { slot, from: this.#pick(names), to: this.#pick(names) };
    const position = this.#below(sizeMax);
    const length = this.#below(sizeMax);
    const mode = this.#pick(["read", "write", "write", "create", "create"] as const);
    const buffers = this.#buffers(number);
    const file = this.#slots[slot] ?? null;
    const from = this.#path(dice.from);
    const ask = (): Promise<string | void> => {
      switch (kind) {
        case "open":
          return this.#open(slot, { path: from, mode });
        case "write":
          return withOpen(file, async (opened) => opened.write(buffers, position));
        case "read":
          return withOpen(file, async (opened) => shown(await opened.read({ position, length })));
        case "truncate":
          return withOpen(file, (opened) => opened.truncate(position));
        case "sync":
          return withOpen(file, (opened) => opened.sync());
        case "close":
          return this.#close(slot);
        case "readWhole":
          return readWhole(this.#files, from).then(shown);
        case "list":
          return this.#list(from);
        case "makeDirectory":
          return this.#files.makeDirectory(from);
        case "rename":
          return this.#files.rename({ from, to: this.#path(dice.to) });
        case "remove":
          return this.#files.remove(from);
        case "syncDirectory":
          return this.#files.syncDirectory(from);
        case "kill":
          return this.#kill();
      }
    };
    const words = { mode, position, length, bytes: buffers.map((buffer) => buffer.length) };
    return `${kind} ${JSON.stringify({ ...dice, ...words })}: ${await answerTo(ask)}`;
  }

  async end(): Promise<void> {
    for (let slot = 0; slot < slotCount; slot++) await this.#close(slot);
  }

  async #open(slot: number, { path, mode }: { path: string; mode: OpenMode }): Promise<void> {
    await this.#close(slot);
    const file = await this.#files.open(path, mode);
    this.#slots[slot] = file;
    if (mode !== "read") return;
    try {
      await file.read({ position: 0, length: 1 }); // a directory may show only now what it is
    } catch (error) {
      await this.#close(slot);
      throw error;
    }
  }

  async #close(slot: number): Promise<void> {
    await this.#slots[slot]?.close();
    this.#slots[slot] = null;
  }

  async #list(path: string): Promise<string> {
    const entries = await this.#files.list(path);
    const words = entries.map(({ name, isDirectory, sizeBytes }) =>
      isDirectory ? `${name}/` : `${name}:${sizeBytes}`,
    );
    return words.toSorted().join(" ");
  }

  async #kill(): Promise<void> {
    this.#files = await this.#candidate.kill();
    this.#slots.fill(null);
  }

  #path(name: string): string {
    return `${this.#candidate.directory}/${name}`;
  }

  #buffers(step: number): Uint8Array[] {
    const count = 1 + this.#below(3);
    return Array.from({ length: count }, (_, i) =>
      new Uint8Array(this.#pick([0, 1, 100, 511, 512, 700])).fill(1 + ((4 * step + i) % 255)),
    );
  }

  #below(bound: number): number {
    return randomBelow(this.#rng, bound);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)] as T;
  }
}

async function withOpen(
  file: File | null,
  action: (file: File) => Promise<string | void>,
): Promise<string | void> {
  return file === null ? "not open" : action(file);
}

async function answerTo(ask: () => Promise<string | void>): Promise<string> {
  try {
    return (await ask()) ?? "done";
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

/** Runs of equal bytes: "100*7 28*0". */
function shown(bytes: Uint8Array): string {
  const runs: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.findIndex((byte, at) => at > start && byte !== bytes[start]);
    const next = end < 0 ? bytes.length : end;
    runs.push(`${next - start}*${bytes[start]}`);
    start = next;
  }
  return runs.join(" ") || "nothing";
}
