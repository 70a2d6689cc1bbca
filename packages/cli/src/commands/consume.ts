import { type Command, Option } from "commander";
import type { ConsumedBatch, Consumer, Source, StartPosition } from "@sordini/client";
import { collected, startPosition, wholeNumber } from "../arguments.ts";
import { clusterCommand, connect } from "../command.ts";
import type { Context } from "../context.ts";
import { counted, inBytes } from "../output/amounts.ts";
import { ByteSink } from "../output/byte-sink.ts";
import { ProgressLine } from "../output/progress.ts";
import { compileFormat, type RecordWriter, tokensHelp } from "../output/record-format.ts";
import { writeJsonLine } from "../output/record-json.ts";
import { interruptible } from "../signals.ts";

interface Options {
  readonly from: StartPosition;
  readonly partition?: readonly number[];
  readonly count?: number;
  readonly exitAtEnd?: boolean;
  readonly format?: RecordWriter;
  readonly output: "text" | "jsonl";
}

/** `sordini consume TOPIC` */
export function consume(context: Context): Command {
  return clusterCommand("consume", {
    summary: "Print the records of a topic, and go on as new ones arrive.",
    examples: [
      "sordini consume flights --from start --exit-at-end",
      "sordini consume flights --from @-1h -f '%p %o %k %v\\n'",
      "sordini consume flights --from end -o jsonl | jq .value",
      "sordini consume flights -p 0 --from 1000 -n 10",
    ],
  })
    .argument("<topic>")
    .addOption(
      new Option("--from <place>", "start, end, an offset, or @TIME: ISO 8601, ms since 1970, -1h")
        .argParser(startPosition(context.now))
        .default("earliest" satisfies StartPosition, "start"),
    )
    .option("-p, --partition <number>", "only this partition; repeatable", collected(partition))
    .option("-n, --count <number>", "end after this many records", wholeNumber(1))
    .option("--exit-at-end", "end where the partitions ended when reading began")
    .option("-f, --format <format>", `text of a record: ${tokensHelp}`, compileFormat)
    .addOption(
      new Option("-o, --output <format>", "text, or jsonl: an object a line")
        .choices(["text", "jsonl"])
        .default("text")
        .conflicts("format"),
    )
    .action(async (topic: string, options: Options, command: Command) => {
      await using client = await connect(context, command);
      await using consumer = client.consumer({
        from: options.from,
        stopAtEnd: options.exitAtEnd === true,
      });
      await interruptible(context, (stop) =>
        printRecords(context, { consumer, sources: sourcesOf(topic, options), options, stop }),
      );
    });
}

const partition = wholeNumber(0);

function sourcesOf(topic: string, { partition }: Options): Source[] {
  if (partition === undefined) return [topic];
  return partition.map((number) => ({ topic, partition: number }));
}

interface Printing {
  readonly consumer: Consumer;
  readonly sources: readonly Source[];
  readonly options: Options;
  readonly stop: AbortSignal;
}

async function printRecords(
  { stdout, stderr }: Context,
  { consumer, sources, options, stop }: Printing,
): Promise<void> {
  const sink = new ByteSink(stdout);
  const write = options.output === "jsonl" ? writeJsonLine : (options.format ?? writeLine);
  const countMax = options.count ?? Number.POSITIVE_INFINITY;
  // Records on the same terminal show the progress well enough.
  const progress = new ProgressLine(stderr, { quiet: stdout.isTTY === true });
  let count = 0;
  let sizeBytes = 0;
  try {
    for await (const batch of consumer.batches(sources, { signal: stop })) {
      count += await writeBatch(batch, {
        sink,
        write,
        countMax: countMax - count,
      });
      sizeBytes += batch.sizeBytes;
      progress.update(() => `${counted(count, "record")}, ${inBytes(sizeBytes)}`);
      if (count >= countMax) break;
    }
  } finally {
    progress.clear();
  }
}

const writeLine = compileFormat("%v\\n");

interface BatchWriting {
  readonly sink: ByteSink;
  readonly write: RecordWriter;
  readonly countMax: number;
}

/** Resolves to the number of records written, once the reader of the output has taken them. */
async function writeBatch(
  batch: ConsumedBatch,
  { sink, write, countMax }: BatchWriting,
): Promise<number> {
  let count = 0;
  for (const record of batch) {
    write(record, sink);
    count++;
    if (sink.isFull) await sink.flush();
    if (count >= countMax) break;
  }
  await sink.flush();
  return count;
}
