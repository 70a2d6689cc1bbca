import { readFileSync } from "node:fs";
import { Command } from "commander";
import { withBootstrap, withDebug } from "./command.ts";
import { clusterInfo } from "./commands/cluster-info.ts";
import { consume } from "./commands/consume.ts";
import { dev } from "./commands/dev.ts";
import { health } from "./commands/health.ts";
import { logDump } from "./commands/log-dump.ts";
import { offsets } from "./commands/offsets.ts";
import { produce } from "./commands/produce.ts";
import { quorumAdd } from "./commands/quorum-add.ts";
import { quorumRemove } from "./commands/quorum-remove.ts";
import { quorumStatus } from "./commands/quorum-status.ts";
import { server } from "./commands/server.ts";
import { topicAlter } from "./commands/topic-alter.ts";
import { topicCreate } from "./commands/topic-create.ts";
import { topicDelete } from "./commands/topic-delete.ts";
import { topicDescribe } from "./commands/topic-describe.ts";
import { topicList } from "./commands/topic-list.ts";
import type { Context } from "./context.ts";
import { oneLine } from "./errors.ts";

/** The whole command line: verbs under nouns, and the verbs that everybody types on their own. */
export function createProgram(context: Context): Command {
  const program = new Command("sordini")
    .description("A Kafka-compatible, replicated event log: servers, topics and records.")
    .version(packageVersion(), "-V, --version");
  withDebug(withBootstrap(program));

  program.commandsGroup("Run:");
  program.addCommand(dev(context)).addCommand(server(context)).addCommand(health(context));
  program.commandsGroup("Records:");
  program.addCommand(produce(context)).addCommand(consume(context)).addCommand(offsets(context));
  program.commandsGroup("Look and change:");
  program
    .addCommand(
      noun("topic", "Create, change and look at topics.", [
        topicCreate(context),
        topicList(context),
        topicDescribe(context),
        topicAlter(context),
        topicDelete(context),
      ]),
    )
    .addCommand(noun("cluster", "Look at the brokers.", [clusterInfo(context)]))
    .addCommand(
      noun("quorum", "Look at the controllers, and change which of them vote.", [
        quorumStatus(context),
        quorumAdd(context),
        quorumRemove(context),
      ]),
    )
    .addCommand(noun("log", "Look into files.", [logDump(context)]));

  program.addHelpText("after", "\n`sordini COMMAND --help` shows options and examples.");
  prepare(program, context);
  return program;
}

function noun(name: string, summary: string, verbs: readonly Command[]): Command {
  const command = new Command(name).description(summary);
  for (const verb of verbs) command.addCommand(verb);
  return withDebug(withBootstrap(command));
}

/** What commander hands down only to the commands that it makes itself. */
function prepare(command: Command, context: Context): void {
  command
    .exitOverride()
    .enablePositionalOptions() // -b and -o of a verb are not taken by the noun
    .helpCommand(false)
    .configureHelp({ helpWidth: 80 })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => {
        const message = oneLine(text.replace(/^error: /, ""));
        write(`sordini: ${message} (--help shows how)\n`);
      },
    });
  for (const child of command.commands) prepare(child, context);
}

function packageVersion(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
