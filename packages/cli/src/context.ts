import type { EventEmitter } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { ClientApi } from "@sordini/client";

/** Everything of the world that commands touch, so that tests can run them without a process. */
export interface Context {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Emits SIGINT and SIGTERM. */
  readonly signals: Pick<EventEmitter, "on" | "off">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly connect: (bootstrap: string) => Promise<ClientApi>;
}

/** A stream that may be a terminal: then a person is looking. */
export type Terminal = Writable & { readonly isTTY?: boolean };

/**
 * This process, with the SDK loaded only when a command connects: `--help` must not wait for
 * gRPC.
 */
export function processContext(): Context {
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    environment: process.env,
    signals: process,
    now: () => Date.now(),
    connect: async (bootstrap) => {
      const { Client } = await import("@sordini/client");
      return new Client({ bootstrap, clientId: "sordini-cli" });
    },
  };
}
