import { CommanderError } from "commander";

// Exit codes: 0 done, 1 an error, 2 a command line that makes no sense. A user's mistake gets one
// line that says what would be right; a stack trace is for our mistakes, and shown with --debug.

export const exitCodes = { ok: 0, error: 1, usage: 2 } as const;

/** Something a person can put right. The message names what was wrong and what would be right. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Ends the command at once with `code`, and with nothing more to say. */
export class Exit extends Error {
  override readonly name = "Exit";
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export interface Explanation {
  readonly exitCode: number;
  /** What to print on stderr, without a line's end; null when everything was said. */
  readonly text: string | null;
}

/** What an error means to the person who typed the command. */
export function explain(error: unknown, { debug }: { readonly debug: boolean }): Explanation {
  if (error instanceof Exit) return { exitCode: error.code, text: null };
  if (error instanceof CommanderError) {
    // Commander has printed its message, or the help that was asked for.
    return { exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, text: null };
  }
  const text = `sordini: ${oneLine(messageOf(error))}`;
  const stack = debug && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  return { exitCode: exitCodes.error, text: text + stack };
}

/** The sentence for a person, without the command's name in front. */
export function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof Error)) return `unexpected: ${String(error)}`;
  if (isSdkError(error)) return withHint(error);
  if (isSystemError(error)) return error.message;
  return `unexpected: ${error.message} (a bug; --debug shows where)`;
}

/** By shape, not by class: the SDK's classes would have to be loaded to compare with them. */
function isSdkError(error: Error): error is Error & { readonly code: string } {
  return "code" in error && "retriable" in error;
}

function isSystemError(error: Error): boolean {
  return "syscall" in error;
}

function withHint({ code, message }: { readonly code: string; readonly message: string }): string {
  const hint = hints.get(code);
  return hint === undefined ? message : `${message} (${hint})`;
}

const hints: ReadonlyMap<string, string> = new Map([
  ["UNKNOWN_TOPIC_OR_PARTITION", "`sordini topic list` shows what there is"],
  ["TOPIC_ALREADY_EXISTS", "`sordini topic describe` shows it"],
  ["INVALID_REPLICATION_FACTOR", "`sordini cluster info` shows the brokers"],
  ["NETWORK_EXCEPTION", "set -b HOST:PORT or SORDINI_BOOTSTRAP; `sordini dev` starts a cluster"],
  ["OFFSET_OUT_OF_RANGE", "`sordini offsets TOPIC` shows what there is"],
  ["MESSAGE_TOO_LARGE", "the topic's max.message.bytes is the limit"],
  ["NOT_ENOUGH_REPLICAS", "`sordini topic describe TOPIC` shows who is in sync"],
]);

/** Messages of libraries may hold line breaks; a terminal's escape codes have no business there. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
}
