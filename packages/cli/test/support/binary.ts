import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const binary = fileURLToPath(new URL("../../bin/sordini.js", import.meta.url));

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  /** SORDINI_BOOTSTRAP. */
  readonly bootstrap?: string;
  readonly stdin?: string | Uint8Array;
}

/** The real command in a process of its own. */
export class Sordini implements AsyncDisposable {
  readonly process: ChildProcessWithoutNullStreams;
  readonly finished: Promise<Finished>;
  stdout = "";
  stderr = "";

  constructor(commandLine: readonly string[], { bootstrap, stdin }: SpawnOptions = {}) {
    this.process = spawn(process.execPath, [binary, ...commandLine], {
      env: { ...process.env, ...(bootstrap === undefined ? {} : { SORDINI_BOOTSTRAP: bootstrap }) },
    });
    this.process.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    // A command that refuses its arguments never reads its input.
    this.process.stdin.on("error", () => undefined);
    if (stdin !== undefined) this.process.stdin.end(stdin);
    this.finished = new Promise((resolve) => {
      this.process.once("close", (exitCode) => {
        resolve({ exitCode, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Asks it to stop, so that a test that fails leaves no cluster behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGTERM");
    await this.finished;
  }
}

/** Runs a command to its end. */
export async function sordini(
  commandLine: readonly string[],
  options: SpawnOptions = {},
): Promise<Finished> {
  const command = new Sordini(commandLine, { stdin: "", ...options });
  const timer = setTimeout(() => command.process.kill("SIGTERM"), runMsMax);
  const finished = await command.finished;
  clearTimeout(timer);
  return finished;
}

/** A command that takes longer is asked to stop; its exit code then fails the test. */
const runMsMax = 60_000;
