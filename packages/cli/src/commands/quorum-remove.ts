import type { Command } from "commander";
import type { Admin } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { write } from "../output/byte-sink.ts";
import { changeLine, idsOf, type VoterOptions, withVoter } from "../quorum-voters.ts";

/** `sordini quorum remove NODE` */
export function quorumRemove(context: Context): Command {
  return withVoter(
    clusterCommand("remove", {
      summary: "Take a controller's vote away: it is going, or lost its disk.",
      examples: ["sordini quorum remove 3"],
    }),
    "its directory (default: the one that it votes with)",
  ).action(async (nodeId: number, { directory }: VoterOptions, command: Command) => {
    await withAdmin(context, command, async (admin) => {
      const voter = { nodeId, directoryId: directory ?? (await votingDirectory(admin, nodeId)) };
      const voters = await admin.removeQuorumVoter(voter);
      await write(context.stdout, changeLine("removed", voter, voters));
    });
  });
}

async function votingDirectory(admin: Admin, nodeId: number): Promise<string> {
  const { voters } = await admin.describeQuorum();
  const voter = voters.find((candidate) => candidate.nodeId === nodeId);
  if (voter !== undefined) return voter.directoryId;
  throw new UserError(`controller ${nodeId} is not one of the voters (${idsOf(voters)})`);
}
