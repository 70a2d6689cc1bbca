import { compressionCodecs } from "@sordini/records";
import { SordiniError } from "./errors.ts";
import {
  batchBytesDefault,
  bufferBytesDefault,
  decompressedBytesMaxDefault,
  deliveryTimeoutMsDefault,
  fetchBytesDefault,
  fetchWaitMsDefault,
  requestBytesDefault,
  topicTimeoutMsDefault,
} from "./limits.ts";
import type { ConsumerOptions } from "./types/consumer.ts";
import type { Acks, Partitioner, ProducerOptions } from "./types/producer.ts";

// Options with their defaults, checked. What is wrong throws a SordiniError that names the option,
// its value and what it may be.

export interface ProducerSettings extends Required<Omit<ProducerOptions, "acks" | "partitioner">> {
  /** As the protocol writes it: "all" is -1. */
  readonly acks: number;
  readonly partitioner: Partitioner | undefined;
}

export function producerSettings(options: ProducerOptions): ProducerSettings {
  const settings = {
    acks: acksNumber(options.acks ?? "all"),
    compression: options.compression ?? "none",
    lingerMs: options.lingerMs ?? 0,
    batchBytes: options.batchBytes ?? batchBytesDefault,
    requestBytes: options.requestBytes ?? requestBytesDefault,
    bufferBytes: options.bufferBytes ?? bufferBytesDefault,
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? deliveryTimeoutMsDefault,
    topicTimeoutMs: options.topicTimeoutMs ?? topicTimeoutMsDefault,
    partitioner: options.partitioner,
  };
  if (!compressionCodecs.includes(settings.compression)) {
    const allowed = compressionCodecs.join(", ");
    throw invalid(`compression is "${settings.compression}"; it may be ${allowed}`);
  }
  checkNumbers(settings, { lingerMs: 0, topicTimeoutMs: 0, deliveryTimeoutMs: 1 });
  checkNumbers(settings, { batchBytes: 128, requestBytes: 1, bufferBytes: 1 });
  return settings;
}

function acksNumber(acks: Acks): number {
  if (acks === "all") return -1;
  if (acks === 1 || acks === 0) return acks;
  throw new SordiniError(
    "INVALID_REQUIRED_ACKS",
    `acks is ${String(acks)}; it may be "all", 1 or 0`,
  );
}

export type ConsumerSettings = Required<Omit<ConsumerOptions, "group">>;

export function consumerSettings(options: ConsumerOptions): ConsumerSettings {
  if (options.group !== undefined) {
    throw new SordiniError(
      "UNSUPPORTED_VERSION",
      `consumer groups are not supported yet (group "${options.group}"): leave the option out, ` +
        "and keep each partition's offset yourself",
    );
  }
  const settings = {
    from: options.from ?? "latest",
    stopAtEnd: options.stopAtEnd ?? false,
    outOfRange: options.outOfRange ?? "error",
    fetchBytes: options.fetchBytes ?? fetchBytesDefault,
    minBytes: options.minBytes ?? 1,
    maxWaitMs: options.maxWaitMs ?? fetchWaitMsDefault,
    decompressedBytesMax: options.decompressedBytesMax ?? decompressedBytesMaxDefault,
    topicTimeoutMs: options.topicTimeoutMs ?? topicTimeoutMsDefault,
  } as const;
  checkNumbers(settings, { fetchBytes: 1, minBytes: 0, maxWaitMs: 1 });
  checkNumbers(settings, { decompressedBytesMax: 1, topicTimeoutMs: 0 });
  return settings;
}

/** Throws unless each option named in `minimums` is a whole number from its minimum on. */
export function checkNumbers(
  options: Readonly<Record<string, unknown>> | object,
  minimums: Readonly<Record<string, number>>,
): void {
  for (const [name, minimum] of Object.entries(minimums)) {
    const value = (options as Record<string, unknown>)[name];
    if (Number.isSafeInteger(value) && (value as number) >= minimum) continue;
    throw invalid(`${name} is ${String(value)}; it may be a whole number from ${minimum} on`);
  }
}

function invalid(message: string): SordiniError {
  return new SordiniError("INVALID_CONFIG", message);
}
