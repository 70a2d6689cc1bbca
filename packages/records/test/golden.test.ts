import { readFileSync } from "node:fs";
import { crc32c, MalformedError } from "@sordini/base";
import { expect, test } from "vitest";
import { iterateBatches, wholeBatchesEnd } from "../src/batches.ts";
import { BatchBuilder, type BuildOptions } from "../src/build.ts";
import { controlTypeOf } from "../src/control.ts";
import { type LocatedBatch, stampBatch } from "../src/header.ts";
import { iterateRecords, type RecordView, recordBytesOf } from "../src/records.ts";

// A script is blocks of a command with its arguments, one a line, `----`, and what comes out.
const scripts = ["build", "decode"];

const commands: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  build: (lines) => hexDump(build(lines)),
  decode: (lines) => decode(fromHexDump(lines)),
};

test.each(scripts)("%s.txt", async (name) => {
  const file = `../testdata/${name}.txt`;
  const script = readFileSync(new URL(file, import.meta.url), "utf8");
  await expect(rerun(script)).toMatchFileSnapshot(file);
});

/** The script again, with what its commands give now. */
function rerun(script: string): string {
  const blocks = script.trim().split("\n\n");
  return `${blocks.map((block) => rerunBlock(block)).join("\n\n")}\n`;
}

function rerunBlock(block: string): string {
  const [input = ""] = block.split("\n----");
  const lines = input.split("\n").filter((line) => !line.startsWith("#"));
  const run = commands[lines[0] ?? ""];
  if (lines.length === 0) return block;
  if (run === undefined) throw new Error(`no command ${lines[0]}`);
  return `${input}\n----\n${run(lines.slice(1))}`;
}

// Lines of build: "timestamp key value header=value..." with "-" for null and "" for empty, and
// "producer id epoch baseSequence", "stamp baseOffset leaderEpoch".
function build(lines: readonly string[]): Uint8Array {
  const builder = new BatchBuilder({ bytesMax: 1000 });
  let producer: BuildOptions["producer"];
  let stamp: { baseOffset: number; leaderEpoch: number } | undefined;
  for (const line of lines) {
    const [first = "", ...rest] = line.split(" ");
    const [a = 0, b = 0, c = 0] = rest.map(Number);
    if (first === "producer") producer = { id: a, epoch: b, baseSequence: c };
    else if (first === "stamp") stamp = { baseOffset: a, leaderEpoch: b };
    else {
      const [key = "-", value = "-", ...headers] = rest;
      const parsed = headers.map((header) => {
        const [name = "", text = ""] = header.split("=");
        return { key: name, value: parsePart(text) };
      });
      const content = { key: parsePart(key), value: parsePart(value), headers: parsed };
      builder.append(content, Number(first));
    }
  }
  const bytes = builder.build({ crc32c, ...(producer === undefined ? {} : { producer }) });
  if (stamp !== undefined) stampBatch(bytes, 0, stamp);
  return bytes;
}

function parsePart(text: string): string | null {
  if (text === "-") return null;
  return text === '""' ? "" : text;
}

function decode(bytes: Uint8Array): string {
  const lines: string[] = [];
  try {
    for (const batch of iterateBatches(bytes)) {
      lines.push(renderHeader(batch));
      for (const record of iterateRecords(recordBytesOf(bytes, batch), batch.header)) {
        const control = batch.header.isControl ? ` control=${controlTypeOf(record)}` : "";
        lines.push(`  ${renderRecord(record)}${control}`);
      }
    }
    const left = bytes.length - wholeBatchesEnd(bytes);
    if (left > 0) lines.push(`${left} bytes of a cut batch`);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    lines.push(`malformed: ${error.message}`);
  }
  return lines.length === 0 ? "nothing" : lines.join("\n");
}

function renderHeader({ position, header }: LocatedBatch): string {
  const flags = [
    header.compression,
    header.timestampType,
    ...(header.isTransactional ? ["transactional"] : []),
    ...(header.isControl ? ["control"] : []),
  ];
  return [
    `batch at ${position}: ${header.sizeBytes} bytes, ${header.recordCount} records`,
    `offsets ${header.baseOffset} to ${header.lastOffset}, leader epoch ${header.leaderEpoch}`,
    `timestamps ${header.baseTimestamp} to ${header.maxTimestamp}, ${flags.join(" ")}`,
    `producer ${header.producerId} ${header.producerEpoch} ${header.baseSequence}`,
  ].join("; ");
}

function renderRecord(record: RecordView): string {
  const headers = record.readHeaders().map(({ key, value }) => ` ${key}=${renderPart(value)}`);
  const parts = `key=${renderPart(record.key)} value=${renderPart(record.value)}`;
  return `${record.offset} @${record.timestamp} ${parts}${headers.join("")}`;
}

function renderPart(bytes: Uint8Array | null): string {
  return bytes === null ? "-" : JSON.stringify(Buffer.from(bytes).toString());
}

/** The header's fields on lines of their own (offset, length, ...), then 32 bytes a line. */
function hexDump(bytes: Uint8Array): string {
  const cuts = [0, 8, 12, 16, 17, 21, 23, 27, 35, 43, 51, 53, 57, 61];
  for (let next = 61 + 32; next < bytes.length; next += 32) cuts.push(next);
  const lines = cuts.map((cut, i) => Buffer.from(bytes.subarray(cut, cuts[i + 1])).toString("hex"));
  return lines.join("\n");
}

function fromHexDump(lines: readonly string[]): Uint8Array {
  return Uint8Array.from(Buffer.from(lines.join("").replaceAll(" ", ""), "hex"));
}
