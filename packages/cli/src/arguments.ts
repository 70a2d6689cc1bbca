import { InvalidArgumentError } from "commander";
import type { Acks, StartPosition } from "@sordini/client";

// Parsers of single arguments. Each throws InvalidArgumentError with what would be right; commander
// adds which argument it was, and the command ends with 2.

/** A parser of whole numbers from `min` to `max`, both included. */
export function wholeNumber(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= min && value <= max) {
      return value;
    }
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`Expected a whole number, ${range}.`);
  };
}

/** For options that may be given several times. */
export function collected<T>(parse: (text: string) => T) {
  return (text: string, previous: readonly T[] | undefined): readonly T[] => [
    ...(previous ?? []),
    parse(text),
  ];
}

/** `HOST:PORT[,HOST:PORT]...` */
export function bootstrapAddresses(text: string): string {
  for (const address of text.split(",")) {
    const port = /^(?:[^\s:/]+|\[[\da-fA-F:.]+\]):(\d{1,5})$/.exec(address.trim())?.[1];
    if (port === undefined || Number(port) < 1 || Number(port) > 65_535) {
      throw new InvalidArgumentError(`Expected HOST:PORT, several separated by commas.`);
    }
  }
  return text;
}

/** `key=value`, for instance a topic's setting. The value may be empty and may hold more `=`. */
export function setting(text: string): readonly [key: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new InvalidArgumentError("Expected KEY=VALUE.");
  return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

export function acknowledgements(text: string): Acks {
  if (text === "all" || text === "-1") return "all";
  if (text === "1") return 1;
  if (text === "0") return 0;
  throw new InvalidArgumentError(
    "Expected all (every in-sync replica), 1 (the leader) or 0 (do not wait).",
  );
}

/** `start`, `end`, an offset, or `@` and a time: ISO 8601, milliseconds since 1970, or `-1h`. */
export function startPosition(now: () => number): (text: string) => StartPosition {
  return (text) => {
    if (text === "start") return "earliest";
    if (text === "end") return "latest";
    if (text.startsWith("@")) return { timestampMs: timeOf(text.slice(1), now) };
    if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    throw new InvalidArgumentError(
      "Expected start, end, an offset, or @TIME such as @2026-11-01T08:00Z or @-1h.",
    );
  };
}

const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function timeOf(text: string, now: () => number): number {
  const ago = /^-(\d+)([smhd])$/.exec(text);
  if (ago !== null) return now() - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs];
  const ms = isoTime.test(text) ? Date.parse(text) : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(ms)) return ms;
  throw new InvalidArgumentError(
    "Expected a time after @: 2026-11-01T08:00Z, milliseconds since 1970, or -30s, -5m, -1h, -2d.",
  );
}
