import type { Command } from "commander";
import { collected } from "../arguments.ts";
import { describedCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { Exit } from "../errors.ts";

interface Options {
  readonly config: string;
  readonly override?: readonly string[];
}

/** `sordini server --config FILE` */
export function server({ environment }: Context): Command {
  return describedCommand("server", {
    summary: "Run one server: broker, controller or both, as process.roles says.",
    examples: [
      "sordini server --config server.properties",
      "sordini server --config server.properties --override log.dirs=/var/lib/sordini",
      "KAFKA_NODE_ID=2 sordini server --config server.properties",
    ],
  })
    .requiredOption("--config <file>", "server.properties, with Kafka's keys")
    .option(
      "--override <key=value>",
      "stronger than the file and KAFKA_* variables; repeatable",
      collected((text) => text),
    )
    .action(async ({ config, override = [] }: Options) => {
      const { restartWithServerFlags } = await import("@sordini/server/node-flags");
      restartWithServerFlags();
      const { runServer } = await import("@sordini/server");
      throw new Exit(await runServer({ configFile: config, overrides: override, environment }));
    });
}
