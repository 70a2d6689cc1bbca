import type { Command } from "commander";
import type { TopicListing } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { type OutputFormat, outputOption, printListing } from "../output/listing.ts";
import type { Column } from "../output/table.ts";

const columns: readonly Column<TopicListing>[] = [
  { title: "TOPIC", value: (topic) => topic.name },
  { title: "PARTITIONS", value: (topic) => topic.partitions, align: "right" },
  { title: "REPLICATION", value: (topic) => topic.replicationFactor, align: "right" },
  { title: "ID", value: (topic) => topic.topicId },
];

/** `sordini topic list` */
export function topicList(context: Context): Command {
  return clusterCommand("list", {
    summary: "List topics by name.",
    examples: [
      "sordini topic list",
      "sordini topic list -o json | jq -r '.[] | select(.partitions > 10) | .name'",
    ],
  })
    .addOption(outputOption())
    .action(async ({ output }: { readonly output: OutputFormat }, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        const topics = await admin.listTopics();
        const items = topics.toSorted((a, b) => (a.name < b.name ? -1 : 1));
        await printListing(context, output, { items, columns });
      });
    });
}
