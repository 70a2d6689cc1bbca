import type { Command } from "commander";
import type { QuorumVoter } from "@sordini/client";
import { wholeNumber } from "./arguments.ts";

/** A command about one controller, whose directory the cluster knows unless it is given. */
export function withVoter(command: Command, directoryHelp: string): Command {
  return command
    .argument("<node>", "id of the controller", wholeNumber(0))
    .option("--directory <id>", directoryHelp);
}

export interface VoterOptions {
  readonly directory?: string;
}

/** What was done to whom, and who votes now: one line. */
export function changeLine(
  done: "added" | "removed",
  { nodeId, directoryId }: QuorumVoter,
  voters: readonly QuorumVoter[],
): string {
  const now = `the voters are ${idsOf(voters)}`;
  return `${done} voter ${nodeId} with directory ${directoryId}; ${now}\n`;
}

export function idsOf(replicas: readonly QuorumVoter[]): string {
  return replicas.length === 0 ? "none" : replicas.map(({ nodeId }) => nodeId).join(", ");
}
