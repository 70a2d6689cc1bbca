import type { Command } from "commander";
import type { ListedOffset } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { type OutputFormat, outputOption, printListing } from "../output/listing.ts";
import type { Column } from "../output/table.ts";

interface PartitionOffsets {
  readonly topic: string;
  readonly partition: number;
  readonly start: number | null;
  readonly end: number | null;
  /** As many as the offsets leave room for: compaction may have removed some. */
  readonly records: number | null;
}

const columns: readonly Column<PartitionOffsets>[] = [
  { title: "PARTITION", value: ({ partition }) => partition, align: "right" },
  { title: "START", value: ({ start }) => start, align: "right" },
  { title: "END", value: ({ end }) => end, align: "right" },
  { title: "RECORDS", value: ({ records }) => records, align: "right" },
];

/** `sordini offsets TOPIC` */
export function offsets(context: Context): Command {
  return clusterCommand("offsets", {
    summary: "Show where each partition of a topic starts and ends.",
    examples: [
      "sordini offsets flights",
      "sordini offsets flights -o json | jq 'map(.records) | add'",
    ],
  })
    .argument("<topic>")
    .addOption(outputOption())
    .action(async (topic: string, options: { output: OutputFormat }, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        const [starts, ends] = await Promise.all([
          admin.listOffsets([topic], "earliest"),
          admin.listOffsets([topic], "latest"),
        ]);
        const items = ends
          .toSorted((a, b) => a.partition - b.partition)
          .map((end) => partitionOffsets(end, starts));
        await printListing(context, options.output, { items, columns });
      });
    });
}

function partitionOffsets(
  { topic, partition, offset: end }: ListedOffset,
  starts: readonly ListedOffset[],
): PartitionOffsets {
  const start = starts.find((listed) => listed.partition === partition)?.offset ?? null;
  const records = start === null || end === null ? null : end - start;
  return { topic, partition, start, end, records };
}
