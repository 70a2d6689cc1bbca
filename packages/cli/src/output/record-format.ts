import { InvalidArgumentError } from "commander";
import type { ConsumedRecord } from "@sordini/client";
import { unescaped } from "../escapes.ts";
import type { ByteSink } from "./byte-sink.ts";

// The format strings of `sordini consume -f`, with kcat's tokens. Keys and values go out as the
// bytes that they are, so what was produced from a file comes back as the same file.

/** Writes one record. */
export type RecordWriter = (record: ConsumedRecord, sink: ByteSink) => void;

export interface Token {
  readonly letter: string;
  readonly meaning: string;
  readonly write: RecordWriter;
}

export const tokens: readonly Token[] = [
  { letter: "t", meaning: "topic", write: (record, sink) => sink.text(record.topic) },
  { letter: "p", meaning: "partition", write: numeric((record) => record.partition) },
  { letter: "o", meaning: "offset", write: numeric((record) => record.offset) },
  { letter: "k", meaning: "key", write: (record, sink) => sink.bytes(record.key ?? nothing) },
  { letter: "K", meaning: "key length, -1 for none", write: numeric(({ key }) => lengthOf(key)) },
  { letter: "v", meaning: "value", write: writeValue },
  { letter: "s", meaning: "value", write: writeValue },
  {
    letter: "S",
    meaning: "value length, -1 for none",
    write: numeric(({ value }) => lengthOf(value)),
  },
  { letter: "T", meaning: "timestamp, ms", write: numeric((record) => record.timestampMs) },
  { letter: "h", meaning: "headers as name=value,...", write: writeHeaders },
  { letter: "%", meaning: "a per cent sign", write: (_, sink) => sink.text("%") },
];

/** One line for the help text. */
export const tokensHelp = tokens.map(({ letter, meaning }) => `%${letter} ${meaning}`).join("; ");

/** The writer of a format string. Throws InvalidArgumentError for a token that it does not know. */
export function compileFormat(format: string): RecordWriter {
  const writers = Array.from(format.matchAll(/%(.|$)|[^%]+/gsu), ([text, letter]) =>
    letter === undefined ? literal(unescaped(text)) : tokenWriter(letter),
  );
  return (record, sink) => {
    for (const write of writers) write(record, sink);
  };
}

function literal(text: string): RecordWriter {
  const bytes = Buffer.from(text);
  return (_, sink) => sink.bytes(bytes);
}

function tokenWriter(letter: string): RecordWriter {
  const token = tokens.find((each) => each.letter === letter);
  if (token !== undefined) return token.write;
  throw new InvalidArgumentError(`Unknown token %${letter}; known are ${tokensHelp}.`);
}

const nothing = new Uint8Array(0);

function numeric(value: (record: ConsumedRecord) => number): RecordWriter {
  return (record, sink) => sink.text(String(value(record)));
}

function lengthOf(bytes: Uint8Array | null): number {
  return bytes === null ? -1 : bytes.length;
}

function writeValue(record: ConsumedRecord, sink: ByteSink): void {
  sink.bytes(record.value ?? nothing);
}

function writeHeaders({ headers }: ConsumedRecord, sink: ByteSink): void {
  let separator = "";
  for (const [name, value] of headers) {
    sink.text(`${separator}${name}=`);
    if (value !== null) sink.bytes(value);
    separator = ",";
  }
}
