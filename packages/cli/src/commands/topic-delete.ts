import type { Command } from "commander";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { write } from "../output/byte-sink.ts";

/** `sordini topic delete NAME...` */
export function topicDelete(context: Context): Command {
  return clusterCommand("delete", {
    summary: "Delete topics with all their records. There is no way back.",
    examples: ["sordini topic delete flights", "sordini topic delete old-1 old-2"],
  })
    .argument("<names...>")
    .action(async (names: readonly string[], _: object, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        await admin.deleteTopics(names);
        await write(context.stdout, names.map((name) => `deleted topic ${name}\n`).join(""));
      });
    });
}
