import type { Command } from "commander";
import type { DumpedBatch } from "@sordini/storage";
import { describedCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { counted } from "../output/amounts.ts";
import { type OutputFormat, outputOption, printListing } from "../output/listing.ts";
import type { Column } from "../output/table.ts";

const columns: readonly Column<DumpedBatch>[] = [
  { title: "POSITION", value: ({ position }) => position, align: "right" },
  { title: "BYTES", value: ({ sizeBytes }) => sizeBytes, align: "right" },
  { title: "FIRST", value: ({ baseOffset }) => baseOffset, align: "right" },
  { title: "LAST", value: ({ lastOffset }) => lastOffset, align: "right" },
  { title: "RECORDS", value: ({ recordCount }) => recordCount, align: "right" },
  { title: "EPOCH", value: ({ leaderEpoch }) => leaderEpoch, align: "right" },
  { title: "CODEC", value: ({ compression }) => compression },
  { title: "MAX-TIME", value: ({ maxTimestamp }) => isoTime(maxTimestamp) },
  { title: "CRC", value: ({ crcValid }) => (crcValid ? "ok" : "BAD") },
];

/** `sordini log dump FILE` */
export function logDump(context: Context): Command {
  return describedCommand("dump", {
    summary: "Show the record batches of a segment file. Exit 1 when the file is damaged.",
    examples: [
      "sordini log dump data/5b0f…-0/00000000000000000000.log",
      "sordini log dump 00000000000000000000.log -o jsonl | jq 'select(.crcValid | not)'",
    ],
  })
    .argument("<file>", "a segment file, NAME.log")
    .addOption(outputOption())
    .action(async (file: string, { output }: { readonly output: OutputFormat }) => {
      const { batches, failure, sizeBytes } = await readBatches(file);
      await printListing(context, output, { items: batches, columns });
      if (failure !== null) throw failure;
      checkIntact(file, { batches, sizeBytes });
    });
}

interface Contents {
  readonly batches: readonly DumpedBatch[];
  /** Why reading ended before the end of the file; what was read until then is worth a look. */
  readonly failure: UserError | null;
  readonly sizeBytes: number;
}

// A list and not a stream: columns are as wide as the widest value, and of a batch only its header
// is kept, so the largest segment costs a few megabytes.
async function readBatches(file: string): Promise<Contents> {
  const [{ dumpLogFile }, { NodeFiles, systemCrc32c }, { stat }] = await Promise.all([
    import("@sordini/storage"),
    import("@sordini/server"),
    import("node:fs/promises"),
  ]);
  const facts = await stat(file); // a missing file is named by the system's own error
  if (!facts.isFile()) throw new UserError(`${file} is no file: name one segment, NAME.log`);
  const batches: DumpedBatch[] = [];
  const ports = { files: new NodeFiles(), crc32c: systemCrc32c };
  try {
    for await (const batch of dumpLogFile(ports, file)) batches.push(batch);
    return { batches, failure: null, sizeBytes: facts.size };
  } catch (error) {
    const why = (error as Error).message;
    const at = endOf(batches);
    const failure = new UserError(`${file}: no record batch at byte ${at}: ${why}`, {
      cause: error,
    });
    return { batches, failure, sizeBytes: facts.size };
  }
}

function checkIntact(
  file: string,
  { batches, sizeBytes }: { readonly batches: readonly DumpedBatch[]; readonly sizeBytes: number },
): void {
  const damaged = batches.filter(({ crcValid }) => !crcValid);
  const [first] = damaged;
  if (first !== undefined) {
    const others = counted(damaged.length, "batch", "batches");
    throw new UserError(`${file}: ${others} with a wrong CRC, the first at byte ${first.position}`);
  }
  const end = endOf(batches);
  if (end === sizeBytes) return;
  throw new UserError(`${file}: the last ${sizeBytes - end} bytes are not a whole batch`);
}

function endOf(batches: readonly DumpedBatch[]): number {
  const last = batches.at(-1);
  return last === undefined ? 0 : last.position + last.sizeBytes;
}

function isoTime(ms: number): string | null {
  const time = new Date(ms);
  return ms < 0 || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
