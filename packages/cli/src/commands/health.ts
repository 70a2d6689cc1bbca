import type { Command } from "commander";
import { collected, wholeNumber } from "../arguments.ts";
import { describedCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { write } from "../output/byte-sink.ts";

interface Options {
  readonly config: string;
  readonly override?: readonly string[];
  readonly timeoutMs: number;
}

/** `sordini health --config FILE` */
export function health({ environment, stdout }: Context): Command {
  return describedCommand("health", {
    summary: "Ask the server of this machine whether it serves: exit code 0, or 1 and why not.",
    examples: [
      "sordini health --config server.properties",
      "sordini health --config server.properties --timeout-ms 500",
    ],
  })
    .requiredOption("--config <file>", "the server's own settings: they say where it listens")
    .option(
      "--override <key=value>",
      "as for the server; repeatable",
      collected((text) => text),
    )
    .option("--timeout-ms <ms>", "wait this long for an answer", wholeNumber(1, 600_000), 3000)
    .action(async ({ config, override = [], timeoutMs }: Options) => {
      const { askHealth } = await import("@sordini/server/health");
      const sources = { configFile: config, environment, overrides: override };
      const problem = await askHealth(sources, timeoutMs);
      if (problem !== null) throw new UserError(problem);
      await write(stdout, "serving\n");
    });
}
