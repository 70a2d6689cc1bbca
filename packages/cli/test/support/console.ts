import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import type { ClientApi } from "@sordini/client";
import type { Context } from "../../src/context.ts";
import { run } from "../../src/run.ts";

/** A stream that remembers what was written, and can fail as a pipe without a reader does. */
export class Recorder extends Writable {
  readonly pieces: Buffer[] = [];
  failure: (Error & { code?: string }) | null = null;

  override _write(piece: Buffer, _: string, done: (error?: Error | null) => void): void {
    if (this.failure === null) this.pieces.push(piece);
    done(this.failure);
  }

  get text(): string {
    return Buffer.concat(this.pieces).toString();
  }
}

export interface World {
  readonly client?: ClientApi;
  readonly stdin?: Iterable<string | Uint8Array>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdout?: Recorder;
  readonly signals?: EventEmitter;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The addresses that were connected to. */
  readonly connected: readonly string[];
}

export function contextOf(world: World): Context & { stdout: Recorder; stderr: Recorder } {
  const { client, stdin = [], environment = {} } = world;
  const stdout = world.stdout ?? new Recorder();
  return {
    stdin: Readable.from(Array.from(stdin, (piece) => Buffer.from(piece))),
    stdout,
    stderr: new Recorder(),
    environment,
    signals: world.signals ?? new EventEmitter(),
    now: () => Date.parse("2026-11-01T12:00:00Z"),
    connect: async () => {
      if (client === undefined) throw new Error("this command should not connect");
      return client;
    },
  };
}

/** Runs one command line inside this process. */
export async function runIn(world: World, commandLine: readonly string[]): Promise<Ran> {
  const connected: string[] = [];
  const context = contextOf(world);
  const { connect, stdout, stderr } = context;
  const exitCode = await run(commandLine, {
    ...context,
    connect: (bootstrap) => {
      connected.push(bootstrap);
      return connect(bootstrap);
    },
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text, connected };
}
