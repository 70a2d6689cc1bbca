import { SordiniError, TimeoutError } from "../errors.ts";
import type { PartitionQueue } from "./partition-queue.ts";

export interface ExpiryTimes {
  readonly now: number;
  readonly deliveryTimeoutMs: number;
  readonly topicTimeoutMs: number;
}

/**
 * Fails what has waited for too long, or for a topic that is gone. What is under way is left alone.
 */
export function expireBatches(queue: PartitionQueue, times: ExpiryTimes): void {
  const { now, deliveryTimeoutMs, topicTimeoutMs } = times;
  const { unknownSinceMs, place } = queue;
  if (queue.underWay !== null) return;
  if (unknownSinceMs !== null && now - unknownSinceMs >= topicTimeoutMs) {
    queue.failWaiting(
      () => topicGone(queue),
      () => true,
    );
    queue.unknownSinceMs = null;
    return;
  }
  queue.failWaiting(
    () => {
      const tries = queue.failures === 1 ? "1 attempt" : `${queue.failures} attempts`;
      const why = queue.lastError === null ? "" : `; last error: ${queue.lastError.message}`;
      const what = `not acknowledged within ${deliveryTimeoutMs} ms after ${tries}${why}`;
      return new TimeoutError(what, { ...place, cause: queue.lastError });
    },
    ({ createdMs }) => now - createdMs >= deliveryTimeoutMs,
  );
}

function topicGone({ place, lastError }: PartitionQueue): SordiniError {
  const what = `there is no topic "${place.topic}" any more`;
  return new SordiniError("UNKNOWN_TOPIC_OR_PARTITION", what, { ...place, cause: lastError });
}
