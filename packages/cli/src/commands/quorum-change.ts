import type { Command } from "commander";
import type { Admin, QuorumVoter } from "@sordini/client";
import { wholeNumber } from "../arguments.ts";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { write } from "../output/byte-sink.ts";

interface Options {
  readonly directory?: string;
}

/** `sordini quorum add NODE` */
export function quorumAdd(context: Context): Command {
  return withVoter(
    clusterCommand("add", {
      summary: "Make a controller that runs, one of the observers, a voter of the quorum.",
      examples: [
        "sordini quorum add 4",
        "sordini quorum remove 3 && sordini quorum add 3    # after node 3 lost its disk",
      ],
    }),
    "its directory (default: the one that the quorum observes)",
  ).action(async (nodeId: number, { directory }: Options, command: Command) => {
    await withAdmin(context, command, async (admin) => {
      const voter = { nodeId, directoryId: directory ?? (await observedDirectory(admin, nodeId)) };
      const voters = await admin.addQuorumVoter(voter);
      await write(context.stdout, `added ${nameOf(voter)}; ${listOf(voters)}\n`);
    });
  });
}

/** `sordini quorum remove NODE` */
export function quorumRemove(context: Context): Command {
  return withVoter(
    clusterCommand("remove", {
      summary: "Take a controller's vote away: it is going, or lost its disk.",
      examples: ["sordini quorum remove 3"],
    }),
    "its directory (default: the one that it votes with)",
  ).action(async (nodeId: number, { directory }: Options, command: Command) => {
    await withAdmin(context, command, async (admin) => {
      const voter = { nodeId, directoryId: directory ?? (await votingDirectory(admin, nodeId)) };
      const voters = await admin.removeQuorumVoter(voter);
      await write(context.stdout, `removed ${nameOf(voter)}; ${listOf(voters)}\n`);
    });
  });
}

function withVoter(command: Command, directoryHelp: string): Command {
  return command
    .argument("<node>", "id of the controller", wholeNumber(0))
    .option("--directory <id>", directoryHelp);
}

async function observedDirectory(admin: Admin, nodeId: number): Promise<string> {
  const { observers, voters } = await admin.describeQuorum();
  const found = observers.filter((observer) => observer.nodeId === nodeId);
  if (found.length === 1 && found[0] !== undefined) return found[0].directoryId;
  if (found.length > 1) {
    const known = found.map(({ directoryId }) => directoryId).join(", ");
    const what = `controller ${nodeId} was seen with several directories (${known})`;
    throw new UserError(`${what}: choose one with --directory`);
  }
  if (voters.some((voter) => voter.nodeId === nodeId)) {
    throw new UserError(`controller ${nodeId} is a voter already: see \`sordini quorum status\``);
  }
  throw new UserError(
    `controller ${nodeId} is not among the observers (${idsOf(observers)}). Start it first, with ` +
      "controller.quorum.voters naming it on every node",
  );
}

async function votingDirectory(admin: Admin, nodeId: number): Promise<string> {
  const { voters } = await admin.describeQuorum();
  const voter = voters.find((candidate) => candidate.nodeId === nodeId);
  if (voter !== undefined) return voter.directoryId;
  throw new UserError(`controller ${nodeId} is not one of the voters (${idsOf(voters)})`);
}

function nameOf({ nodeId, directoryId }: QuorumVoter): string {
  return `voter ${nodeId} with directory ${directoryId}`;
}

function listOf(voters: readonly QuorumVoter[]): string {
  return `the voters are ${idsOf(voters)}`;
}

function idsOf(replicas: readonly QuorumVoter[]): string {
  return replicas.length === 0 ? "none" : replicas.map(({ nodeId }) => nodeId).join(", ");
}
