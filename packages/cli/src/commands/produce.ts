import { type Command, InvalidArgumentError, Option } from "commander";
import type { Acks } from "@sordini/client";
import type { CompressionCodec } from "@sordini/records";
import { acknowledgements, wholeNumber } from "../arguments.ts";
import { clusterCommand, connect } from "../command.ts";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import { unescaped } from "../escapes.ts";
import { counted, inBytes, inTime } from "../output/amounts.ts";
import { type Outcome, produceLines } from "../produce-lines.ts";
import { interruptible } from "../signals.ts";

interface Options {
  readonly key?: string;
  readonly partition?: number;
  readonly acks: Acks;
  readonly compression: CompressionCodec;
  readonly verbose?: boolean;
}

/** `sordini produce TOPIC` */
export function produce(context: Context): Command {
  return clusterCommand("produce", {
    summary: "Send a record for each line of stdin. Exit 0: every one was acknowledged.",
    examples: [
      "echo 'SFO:{\"delay\":12}' | sordini produce flights -k : -v",
      "sordini produce flights --compression zstd < flights.jsonl",
      "seq 1000 | sordini produce numbers -p 0 --acks 1",
    ],
  })
    .argument("<topic>")
    .option(
      "-k, --key <separator>",
      "what stands between key and value; \\t is a tab",
      keySeparator,
    )
    .option("-p, --partition <number>", "default: chosen by the key", wholeNumber(0))
    .addOption(
      new Option("--acks <acks>", "all: every in-sync replica; 1: the leader; 0: do not wait")
        .argParser(acknowledgements)
        .default("all" satisfies Acks),
    )
    .addOption(
      new Option("--compression <codec>", "how batches are compressed")
        .choices(codecs)
        .default("none"),
    )
    .option("-v, --verbose", "print 'partition offset' of each record as it is acknowledged")
    .action(async (topic: string, options: Options, command: Command) => {
      await using client = await connect(context, command);
      const { acks, compression } = options;
      await using producer = client.producer({ acks, compression });
      await interruptible(context, async (stop) => {
        const outcome = await produceLines(context, {
          producer,
          topic,
          keySeparator: options.key ?? null,
          partition: options.partition,
          verbose: options.verbose === true,
          stop,
        });
        conclude(context, outcome, { acks, stop });
      });
    });
}

const codecs: readonly CompressionCodec[] = ["none", "gzip", "snappy", "lz4", "zstd"];

function keySeparator(text: string): string {
  const separator = unescaped(text);
  if (separator !== "") return separator;
  throw new InvalidArgumentError("Expected at least one character, for instance -k :");
}

/** Says on stderr what became of the records. Throws unless all input was read and acknowledged. */
function conclude(
  { stderr }: Context,
  outcome: Outcome,
  { acks, stop }: { readonly acks: Acks; readonly stop: AbortSignal },
): void {
  const { acknowledged, unacknowledged, sizeBytes, elapsedMs, failure } = outcome;
  const done = acks === 0 ? "sent, not acknowledged (acks=0)" : "acknowledged";
  const amounts = `${counted(acknowledged, "record")} ${done}, ${inBytes(sizeBytes)}`;
  stderr.write(`${amounts}, ${inTime(elapsedMs)}\n`);
  if (unacknowledged > 0) {
    const reason = failure === null ? "" : `: ${failure}`;
    throw new UserError(`${counted(unacknowledged, "record")} not acknowledged${reason}`);
  }
  if (failure !== null) throw new UserError(failure);
  if (stop.aborted) throw stop.reason;
}
