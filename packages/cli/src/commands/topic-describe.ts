import type { Command } from "commander";
import type { ConfigEntry, PartitionDescription, TopicDescription } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context, Terminal } from "../context.ts";
import { counted } from "../output/amounts.ts";
import { type OutputFormat, outputOption, printObject } from "../output/listing.ts";
import { type Column, formatTable } from "../output/table.ts";

const partitionColumns: readonly Column<PartitionDescription>[] = [
  { title: "PARTITION", value: ({ partition }) => partition, align: "right" },
  { title: "LEADER", value: ({ leader }) => leader ?? "none", align: "right" },
  { title: "EPOCH", value: ({ leaderEpoch }) => leaderEpoch, align: "right" },
  { title: "REPLICAS", value: ({ replicas }) => replicas.join(",") },
  { title: "ISR", value: ({ isr }) => isr.join(",") },
];

const configColumns: readonly Column<ConfigEntry>[] = [
  { title: "CONFIG", value: ({ key }) => key },
  { title: "VALUE", value: ({ value }) => value },
  { title: "SOURCE", value: ({ source }) => source },
];

/** `sordini topic describe NAME` */
export function topicDescribe(context: Context): Command {
  return clusterCommand("describe", {
    summary: "Show a topic's partitions, leaders, replicas and settings.",
    examples: [
      "sordini topic describe flights",
      "sordini topic describe flights -o json | jq '.partitions[] | select(.leader == null)'",
    ],
  })
    .argument("<name>")
    .addOption(outputOption())
    .action(async (name: string, options: { output: OutputFormat }, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        const [[topic], [described]] = await Promise.all([
          admin.describeTopics([name]),
          admin.describeConfigs([{ type: "topic", name }]),
        ]);
        if (topic === undefined) return; // one name asked for, one description or an error
        const configs = described?.entries ?? [];
        await printObject(context, options.output, {
          object: { ...topic, configs },
          text: () => describe(topic, { configs, stdout: context.stdout }),
        });
      });
    });
}

/** Settings at their defaults are left to -o json: what was decided here should catch the eye. */
function describe(
  { name, topicId, partitions }: TopicDescription,
  { configs, stdout }: { readonly configs: readonly ConfigEntry[]; readonly stdout: Terminal },
): string {
  const changed = configs.filter(({ source }) => source !== "default");
  const heading = `topic ${name}, ${counted(partitions.length, "partition")}, id ${topicId}`;
  return [
    `${heading}\n`,
    formatTable(partitionColumns, partitions, stdout),
    ...(changed.length === 0 ? [] : [formatTable(configColumns, changed, stdout)]),
  ].join("\n");
}
