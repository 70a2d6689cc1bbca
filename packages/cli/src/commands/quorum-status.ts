import type { Command } from "commander";
import type { QuorumDescription, QuorumReplica } from "@sordini/client";
import { clusterCommand, withAdmin } from "../command.ts";
import type { Context } from "../context.ts";
import { type OutputFormat, outputOption, printObject } from "../output/listing.ts";
import { type Column, formatTable } from "../output/table.ts";

interface Row extends QuorumReplica {
  readonly role: "leader" | "follower" | "observer";
  /** Entries of the metadata log that it does not hold yet. */
  readonly lag: number;
}

const columns: readonly Column<Row>[] = [
  { title: "NODE", value: ({ nodeId }) => nodeId, align: "right" },
  { title: "ROLE", value: ({ role }) => role },
  { title: "LOG-END", value: ({ logEndOffset }) => logEndOffset, align: "right" },
  { title: "LAG", value: ({ lag }) => lag, align: "right" },
  { title: "CONTACT-MS", value: ({ lastContactMs }) => lastContactMs, align: "right" },
  { title: "CAUGHT-UP-MS", value: ({ lastCaughtUpMs }) => lastCaughtUpMs, align: "right" },
  { title: "DIRECTORY", value: ({ directoryId }) => directoryId },
];

/** `sordini quorum status`, or `describe` as Kafka's tool calls it */
export function quorumStatus(context: Context): Command {
  return clusterCommand("status", {
    summary: "Show the Raft quorum: leader, epoch, and how far each voter is behind.",
    examples: ["sordini quorum status", "sordini quorum status -o json | jq .leaderId"],
  })
    .alias("describe")
    .addOption(outputOption())
    .action(async ({ output }: { readonly output: OutputFormat }, command: Command) => {
      await withAdmin(context, command, async (admin) => {
        const quorum = await admin.describeQuorum();
        const { leaderId, leaderEpoch, highWatermark } = quorum;
        const heading = `leader ${leaderId}, epoch ${leaderEpoch}, high watermark ${highWatermark}`;
        await printObject(context, output, {
          object: quorum,
          text: () => `${heading}\n\n${formatTable(columns, rowsOf(quorum), context.stdout)}`,
        });
      });
    });
}

function rowsOf({ leaderId, voters, observers }: QuorumDescription): Row[] {
  const leaderEnd = voters.find(({ nodeId }) => nodeId === leaderId)?.logEndOffset ?? 0;
  const row = (replica: QuorumReplica, role: Row["role"]): Row => ({
    ...replica,
    role,
    lag: Math.max(0, leaderEnd - replica.logEndOffset),
  });
  return [
    ...voters.map((voter) => row(voter, voter.nodeId === leaderId ? "leader" : "follower")),
    ...observers.map((observer) => row(observer, "observer")),
  ];
}
