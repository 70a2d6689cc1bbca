import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { ComposeService } from "./file.ts";
import { localCommand } from "./image.ts";

export interface ServiceProcessOptions {
  readonly service: ComposeService;
  /** The image's command, as the Dockerfile has it. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly logFile: string;
}

const lastWordsCount = 10;

/** One service as a process of this machine. */
export class ServiceProcess {
  readonly service: ComposeService;
  readonly logFile: string;
  /** Never rejects. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #environment: NodeJS.ProcessEnv;
  #hasEnded = false;

  constructor({ service, command, environment, logFile }: ServiceProcessOptions) {
    this.service = service;
    this.logFile = logFile;
    this.#environment = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment };
    const log = openSync(logFile, "a");
    const [program = "", ...args] = localCommand(command);
    this.#child = spawn(program, args, {
      env: this.#environment,
      stdio: ["ignore", log, log],
      detached: true, // Ctrl-C is for whoever started the services: it stops them in its way
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.#hasEnded = true;
        resolve();
      };
      this.#child.once("error", end).once("exit", end);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Waits as Docker does: failed checks count once the start period is over. */
  async whenHealthy(): Promise<void> {
    const { intervalMs, retries, startPeriodMs } = this.service.healthcheck;
    const startMs = performance.now();
    for (let failures = 0; failures < retries; ) {
      if (await this.#check()) return;
      if (this.#hasEnded) break;
      if (performance.now() - startMs > startPeriodMs) failures++;
      await Promise.race([wait(intervalMs), this.ended]);
    }
    throw new Error(`${this.service.name} is not healthy:\n${this.#lastWords()}`);
  }

  #check(): Promise<boolean> {
    const { command, timeoutMs } = this.service.healthcheck;
    const [program = "", ...args] = localCommand(command);
    const options = { env: this.#environment, stdio: "ignore", timeout: timeoutMs } as const;
    const child = spawn(program, args, options);
    return new Promise((resolve) => {
      child.once("error", () => resolve(false)).once("exit", (code) => resolve(code === 0));
    });
  }

  /** SIGTERM, and SIGKILL when the grace period is over. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const overdue = setTimeout(() => this.#child.kill("SIGKILL"), this.service.stopGraceMs);
    await this.ended;
    clearTimeout(overdue);
  }

  #lastWords(): string {
    const lines = readFileSync(this.logFile, "utf8").trimEnd().split("\n");
    return lines.slice(-lastWordsCount).join("\n");
  }
}
