import type { Command } from "commander";
import { collected, setting, wholeNumber } from "../arguments.ts";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { write } from "../output/byte-sink.ts";
import { counted } from "../output/amounts.ts";

interface Options {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  readonly config?: readonly (readonly [key: string, value: string])[];
  readonly dryRun?: boolean;
}

/** `sordini topic create NAME` */
export function topicCreate(context: Context): Command {
  return clusterCommand("create", {
    summary: "Create a topic.",
    examples: [
      "sordini topic create flights --partitions 3 --replication-factor 3",
      "sordini topic create audit --config retention.ms=-1 --config min.insync.replicas=2",
    ],
  })
    .argument("<name>", "letters, digits, '.', '_' and '-'")
    .option("--partitions <count>", "default: num.partitions of the brokers", wholeNumber(1))
    .option(
      "--replication-factor <count>",
      "default: default.replication.factor of the brokers",
      wholeNumber(1, 32_767),
    )
    .option("--config <key=value>", "a setting of the topic; repeatable", collected(setting))
    .option("--dry-run", "check everything, create nothing")
    .action(async (name: string, options: Options, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        const { partitions, replicationFactor, config = [], dryRun = false } = options;
        const topic = {
          name,
          ...(partitions === undefined ? {} : { partitions }),
          ...(replicationFactor === undefined ? {} : { replicationFactor }),
          config: Object.fromEntries(config),
        };
        const created = await admin.createTopics([topic], { validateOnly: dryRun });
        for (const each of created) {
          const parts = counted(each.partitions, "partition");
          const what = `${parts}, replication factor ${each.replicationFactor}`;
          const verb = dryRun ? "would create" : "created";
          await write(context.stdout, `${verb} topic ${each.name}: ${what}\n`);
        }
      });
    });
}
