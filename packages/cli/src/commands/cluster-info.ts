import type { Command } from "commander";
import type { BrokerDescription } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { type OutputFormat, outputOption, printObject } from "../output/listing.ts";
import { type Column, formatTable } from "../output/table.ts";

const columns: readonly Column<BrokerDescription>[] = [
  { title: "BROKER", value: ({ nodeId }) => nodeId, align: "right" },
  { title: "ADDRESS", value: ({ host, port }) => `${host}:${port}` },
  { title: "RACK", value: ({ rack }) => rack },
  { title: "STATE", value: ({ fenced }) => (fenced ? "fenced" : "active") },
  { title: "REPLICAS", value: ({ partitions }) => partitions, align: "right" },
  { title: "LEADERS", value: ({ leaders }) => leaders, align: "right" },
];

/** `sordini cluster info` */
export function clusterInfo(context: Context): Command {
  return clusterCommand("info", {
    summary: "Show the cluster, its active controller and its brokers.",
    examples: ["sordini cluster info", "sordini cluster info -o json | jq .controllerId"],
  })
    .addOption(outputOption())
    .action(async ({ output }: { readonly output: OutputFormat }, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        const cluster = await admin.describeCluster();
        const controller = cluster.controllerId ?? "none";
        const heading = `cluster ${cluster.clusterId}, active controller ${controller}`;
        await printObject(context, output, {
          object: cluster,
          text: () => `${heading}\n\n${formatTable(columns, cluster.brokers, context.stdout)}`,
        });
      });
    });
}
