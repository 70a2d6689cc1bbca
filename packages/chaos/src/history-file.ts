import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { type HistoryEvent, Judge, type Verdict, UsageError } from "@sordini/sim";

const bufferedCharactersMax = 64 * 1024;

/**
 * Keeps what a run did and saw, one JSON object a line. Written synchronously in blocks: the memory
 * it takes is bounded whatever the rate, and a crash of the run loses at most one block.
 */
export class HistoryFile {
  readonly path: string;
  readonly #file: number;
  #block = "";

  /** Throws when `path` cannot be created; an older file there is replaced. */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "w");
  }

  write(event: HistoryEvent): void {
    this.#block += `${JSON.stringify(event)}\n`;
    if (this.#block.length >= bufferedCharactersMax) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#block !== "") writeSync(this.#file, this.#block);
    this.#block = "";
  }
}

/** Throws UsageError when `path` cannot be written. */
export function openHistory(path: string): HistoryFile {
  try {
    return new HistoryFile(path);
  } catch (error) {
    const message = `--history ${path} cannot be written: ${(error as Error).message}`;
    throw new UsageError(message, { cause: error });
  }
}

/** Runs every checker over a kept history. */
export async function judgeFile(path: string): Promise<Verdict> {
  const judging = new Judge();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    judging.see(JSON.parse(line) as HistoryEvent);
  }
  return judging.verdict();
}
