import type { Command } from "commander";
import type { Admin } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { write } from "../output/byte-sink.ts";
import { changeLine, idsOf, type VoterOptions, withVoter } from "../quorum-voters.ts";

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
  ).action(async (nodeId: number, { directory }: VoterOptions, command: Command) => {
    await withAdmin(context, command, async (admin) => {
      const voter = { nodeId, directoryId: directory ?? (await observedDirectory(admin, nodeId)) };
      const voters = await admin.addQuorumVoter(voter);
      await write(context.stdout, changeLine("added", voter, voters));
    });
  });
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
