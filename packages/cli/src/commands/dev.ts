import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import type { Cluster } from "@sordini/testing";
import { wholeNumber } from "../arguments.ts";
import { describedCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { checkPortsFree, nodesIn } from "../dev-cluster.ts";
import { UserError } from "../errors.ts";
import { counted, inTime } from "../output/amounts.ts";
import { write } from "../output/byte-sink.ts";
import { interruptible, whenAborted } from "../signals.ts";

interface Options {
  readonly brokers?: number;
  readonly data?: string;
  readonly port: number;
}

const brokersDefault = 3;
const brokersMax = 9;

/** How often it is looked whether all processes are there. */
const watchIntervalMs = 500;

/** `sordini dev` */
export function dev(context: Context): Command {
  return describedCommand("dev", {
    summary: "Run a local cluster of real processes until Ctrl-C.",
    examples: [
      "sordini dev",
      "sordini dev --data ./my-cluster",
      "sordini dev --brokers 1 --port 9192",
    ],
  })
    .option("--brokers <count>", "default: 3, or as many as --data has", wholeNumber(1, brokersMax))
    .option(
      "--data <folder>",
      "keep everything here and continue with it (default: nothing is kept)",
    )
    .option("--port <port>", "of the first broker; the others follow", wholeNumber(1, 65_535), 9092)
    .action(async (options: Options) => {
      const startMs = performance.now();
      const brokers = brokersFor(options);
      if (options.port + brokers - 1 > 65_535) {
        throw new UserError(`${counted(brokers, "broker")} from port ${options.port} on: too high`);
      }
      await checkPortsFree(options.port, brokers);
      // Outside of `interruptible`: a second Ctrl-C leaves this scope, and no process behind.
      await using cluster = await createCluster(brokers, options);
      await interruptible(context, async (stop) => {
        await Promise.race([startNodes(cluster, stop), whenAborted(stop)]);
        if (!stop.aborted) {
          await write(context.stdout, welcome(cluster, { options, startMs }));
          await Promise.race([watch(cluster, context, stop), whenAborted(stop)]);
        }
        context.stderr.write("stopping\n");
        await cluster.stop();
      });
    });
}

/** As many as asked for, and as many as the folder's cluster was made with. */
function brokersFor({ brokers, data }: Options): number {
  const existing = data === undefined ? 0 : nodesIn(data);
  if (existing === 0) return brokers ?? brokersDefault;
  if (brokers === undefined || brokers === existing) return existing;
  throw new UserError(
    `${data} holds a cluster of ${counted(existing, "broker")}, not ${brokers}: ` +
      "leave --brokers out, or choose another --data",
  );
}

async function createCluster(brokers: number, { data, port }: Options): Promise<Cluster> {
  const testing = await import("@sordini/testing");
  return testing.createCluster({
    brokers,
    port,
    ...(data === undefined ? {} : { dataDirectory: data }),
  });
}

/** Throws UserError when a node does not start. */
async function startNodes(cluster: Cluster, stop: AbortSignal): Promise<void> {
  try {
    await Promise.all(cluster.nodes.map((node) => node.start()));
  } catch (error) {
    if (stop.aborted) return; // it ended as asked: Ctrl-C reaches the nodes of a terminal too
    throw new UserError(startFailure((error as Error).message), { cause: error });
  }
}

/** A node's last words are log lines and, when it can say what is wrong, one line for people. */
function startFailure(message: string): string {
  const [what = "", ...words] = message.split("\n");
  const reason = words.findLast((line) => line.startsWith("sordini: "));
  return reason === undefined ? message : `${what} ${reason.slice("sordini: ".length)}`;
}

function welcome(
  { bootstrap, folder, nodes }: Cluster,
  { options, startMs }: { readonly options: Options; readonly startMs: number },
): string {
  const took = inTime(performance.now() - startMs);
  const factor = Math.min(3, nodes.length);
  return [
    `bootstrap  ${bootstrap}`,
    `brokers    ${nodes.length}, serving after ${took}`,
    `data       ${folder} (${options.data === undefined ? "removed at the end" : "kept"})`,
    "",
    "In another terminal:",
    `  export SORDINI_BOOTSTRAP=${bootstrap}`,
    `  npx sordini topic create flights --partitions 3 --replication-factor ${factor}`,
    "  echo 'SFO:{\"delay\":12}' | npx sordini produce flights -k : -v",
    "  npx sordini consume flights --from start --exit-at-end",
    "",
    "Ctrl-C stops the cluster.",
    "",
  ].join("\n");
}

/** Says when a node ends by itself, until `stop`. Throws UserError when no node is left. */
async function watch(cluster: Cluster, { stderr }: Context, stop: AbortSignal): Promise<void> {
  const down = new Set<number>();
  while (!stop.aborted) {
    for (const { nodeId, isRunning, logFile } of cluster.nodes) {
      if (isRunning || down.has(nodeId)) continue;
      down.add(nodeId);
      stderr.write(`broker ${nodeId} has ended; its last words are in ${logFile}\n`);
    }
    if (down.size === cluster.nodes.length) throw new UserError("no broker is left");
    await setTimeout(watchIntervalMs);
  }
}
