import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { serverNodeFlags } from "@sordini/server/node-flags";
import type { Door } from "./door.ts";

const serverMain = fileURLToPath(import.meta.resolve("@sordini/server/main"));

export interface NodeProcessOptions {
  readonly nodeId: number;
  readonly configFile: string;
  /** Where the process's stderr goes, appended. */
  readonly logFile: string;
  /** `log.dirs` of the configuration. */
  readonly dataDirectory: string;
  /** Open while the process runs. */
  readonly doors: readonly Door[];
}

/** One `sordini server` process that can be killed and started again over the same data. */
export class NodeProcess {
  readonly nodeId: number;
  readonly logFile: string;
  readonly dataDirectory: string;
  readonly #configFile: string;
  readonly #doors: readonly Door[];
  #child: ChildProcess | null = null;
  #exited: Promise<number | null> = Promise.resolve(null);

  constructor({ nodeId, configFile, logFile, dataDirectory, doors }: NodeProcessOptions) {
    this.nodeId = nodeId;
    this.#configFile = configFile;
    this.logFile = logFile;
    this.dataDirectory = dataDirectory;
    this.#doors = doors;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** The process id; undefined while it is not running. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Spawns the process; resolves once it serves, rejects with its last words if it ends before. */
  async start(): Promise<void> {
    if (this.#child !== null) throw new Error(`node ${this.nodeId} is already running`);
    await Promise.all(this.#doors.map((door) => door.open()));
    const options = ["--config", this.#configFile, "--end-with-stdin"];
    const child = spawn(process.execPath, [...serverNodeFlags, serverMain, ...options], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    const lastWords: string[] = [];
    const log = createWriteStream(this.logFile, { flags: "a" });
    createInterface({ input: child.stderr }).on("line", (line) => {
      log.write(`${line}\n`);
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
    });
    child.once("exit", () => {
      for (const door of this.#doors) door.close();
    });
    this.#exited = new Promise((resolve) => {
      child.once("close", (code) => {
        this.#child = null;
        log.end();
        resolve(code);
      });
    });
    const served = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).once("line", () => resolve());
    });
    const ended = this.#exited.then((code) => {
      const words = lastWords.join("\n");
      throw new Error(`node ${this.nodeId} ended with code ${code} before it served:\n${words}`);
    });
    await Promise.race([served, ended]);
    // it may end later: that is `stop`, `kill` or the caller's concern
    ended.catch(() => undefined);
  }

  /** SIGTERM, a controlled shutdown; resolves to the exit code. */
  stop(): Promise<number | null> {
    this.#child?.kill("SIGTERM");
    return this.#exited;
  }

  /** SIGKILL; resolves once the process is gone. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#exited;
  }

  /** Sends any other signal, for instance SIGSTOP. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }
}
