import type { SordiniError } from "../errors.ts";
import type { Producer, RecordFor, RecordMetadata, SendOptions } from "../types/producer.ts";
import type { Topic } from "../types/topic.ts";
import { abortable } from "../waiting.ts";

/**
 * Sends records with one promise for all of them. Waits for buffer space in between, so the
 * iterable may be longer than memory.
 */
export async function sendEach<T extends Topic>(
  producer: Pick<Producer, "enqueue" | "ready">,
  { topic, records, options }: SendEach<T>,
): Promise<RecordMetadata[]> {
  const places: RecordMetadata[] = [];
  const done = Promise.withResolvers<void>();
  let firstError: SordiniError | null = null;
  let count = 0;
  let settled = 0;
  let isComplete = false;
  const check = (): void => {
    if (isComplete && settled === count) done.resolve();
  };
  for (const record of records) {
    const index = count;
    const onDelivery = (error: SordiniError | null, place: RecordMetadata): void => {
      firstError ??= error;
      places[index] = place;
      settled++;
      check();
    };
    while (!producer.enqueue<T>(topic, record, onDelivery)) await producer.ready(topic, options);
    count++;
  }
  isComplete = true;
  check();
  await abortable(done.promise, options.signal);
  if (firstError !== null) throw firstError as SordiniError;
  return places;
}

interface SendEach<T extends Topic> {
  readonly topic: T;
  readonly records: Iterable<RecordFor<T>>;
  readonly options: SendOptions;
}
