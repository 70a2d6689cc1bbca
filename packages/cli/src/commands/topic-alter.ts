import type { Command } from "commander";
import type { ConfigChange } from "@sordini/client";
import { collected, setting, wholeNumber } from "../arguments.ts";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { write } from "../output/byte-sink.ts";

interface Options {
  readonly partitions?: number;
  readonly config?: readonly (readonly [key: string, value: string])[];
  readonly resetConfig?: readonly string[];
  readonly dryRun?: boolean;
}

/** `sordini topic alter NAME` */
export function topicAlter(context: Context): Command {
  return clusterCommand("alter", {
    summary: "Add partitions to a topic, or change its settings.",
    examples: [
      "sordini topic alter flights --partitions 6",
      "sordini topic alter flights --config retention.ms=86400000 --reset-config segment.bytes",
    ],
  })
    .argument("<name>")
    .option("--partitions <count>", "the new number of partitions, never fewer", wholeNumber(1))
    .option("--config <key=value>", "set a setting; repeatable", collected(setting))
    .option(
      "--reset-config <key>",
      "put a setting back to its default; repeatable",
      collected((key) => key),
    )
    .option("--dry-run", "check everything, change nothing")
    .action(async (name: string, options: Options, command: Command) => {
      const { partitions, dryRun = false } = options;
      const changes = configChanges(name, options);
      if (partitions === undefined && changes.length === 0) {
        command.error("error: nothing to change: give --partitions, --config or --reset-config");
      }
      await withAdmin(context, command, async (admin) => {
        const check = { validateOnly: dryRun };
        if (changes.length > 0) await admin.alterConfigs(changes, check);
        if (partitions !== undefined) {
          await admin.createPartitions([{ name, count: partitions }], check);
        }
        await write(context.stdout, `${dryRun ? "would alter" : "altered"} topic ${name}\n`);
      });
    });
}

function configChanges(name: string, { config = [], resetConfig = [] }: Options): ConfigChange[] {
  const resource = { type: "topic", name } as const;
  return [
    ...config.map(([key, value]) => ({ resource, key, value })),
    ...resetConfig.map((key) => ({ resource, key, value: null })),
  ];
}
