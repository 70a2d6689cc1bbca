import { Command } from "commander";
import type { Admin, ClientApi } from "@sordini/client";
import { bootstrapAddresses } from "./arguments.ts";
import type { Context } from "./context.ts";

const defaultBootstrap = "127.0.0.1:9092";

interface GlobalOptions {
  readonly bootstrap?: string;
  readonly debug?: boolean;
}

/** A command with its examples, one a line, shown at the end of `--help`. */
export function describedCommand(
  name: string,
  { summary, examples }: { readonly summary: string; readonly examples: readonly string[] },
): Command {
  const lines = examples.map((example) => `  ${example}`).join("\n");
  return withDebug(new Command(name).description(summary)).addHelpText(
    "after",
    `\nExamples:\n${lines}`,
  );
}

/** A command that talks to a cluster. */
export function clusterCommand(
  name: string,
  about: { readonly summary: string; readonly examples: readonly string[] },
): Command {
  return withBootstrap(describedCommand(name, about));
}

/**
 * Global options are taken before the command and after it, wherever a hand happens to type them.
 */
export function withBootstrap(command: Command): Command {
  return command.option(
    "-b, --bootstrap <addresses>",
    `HOST:PORT[,..] of the cluster, or SORDINI_BOOTSTRAP (default: ${defaultBootstrap})`,
    bootstrapAddresses,
  );
}

export function withDebug(command: Command): Command {
  return command.option("--debug", "show the stack trace of an error");
}

export function isDebugged(command: Command): boolean {
  return command.optsWithGlobals<GlobalOptions>().debug === true;
}

/** A client for the cluster that the command line or the environment names. */
export function connect(context: Context, command: Command): Promise<ClientApi> {
  const { bootstrap } = command.optsWithGlobals<GlobalOptions>();
  if (bootstrap !== undefined) return context.connect(bootstrap);
  const fromEnvironment = context.environment["SORDINI_BOOTSTRAP"];
  if (fromEnvironment === undefined || fromEnvironment === "") {
    return context.connect(defaultBootstrap);
  }
  return context.connect(checkedEnvironment(fromEnvironment, command));
}

function checkedEnvironment(addresses: string, command: Command): string {
  try {
    return bootstrapAddresses(addresses);
  } catch (error) {
    const why = (error as Error).message;
    return command.error(`error: SORDINI_BOOTSTRAP '${addresses}' is invalid. ${why}`);
  }
}

/** Runs `action` with an admin client, and closes it afterwards. */
export async function withAdmin(
  context: Context,
  command: Command,
  action: (admin: Admin) => Promise<void>,
): Promise<void> {
  await using client = await connect(context, command);
  await action(client.admin());
}
