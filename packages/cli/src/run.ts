import type { Command } from "commander";
import { isDebugged } from "./command.ts";
import type { Context } from "./context.ts";
import { explain } from "./errors.ts";
import { createProgram } from "./program.ts";

/**
 * Runs one command line, `sordini` itself not included. Resolves to the exit code; never rejects.
 */
export async function run(commandLine: readonly string[], context: Context): Promise<number> {
  // Whoever writes learns of a failure by its own callback; without a listener it would end the
  // process.
  context.stdout.on("error", () => undefined);
  context.stderr.on("error", () => undefined);
  let chosen: Command | undefined;
  const program = createProgram(context).hook("preAction", (_, command) => {
    chosen = command;
  });
  try {
    await program.parseAsync([...commandLine], { from: "user" });
    return 0;
  } catch (error) {
    const debug = chosen !== undefined && isDebugged(chosen);
    const { exitCode, text } = explain(error, { debug });
    if (text !== null) context.stderr.write(`${text}\n`);
    return exitCode;
  }
}
