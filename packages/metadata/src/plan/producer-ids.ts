import { assert, type Failure, isFailure } from "@sordini/base";
import type { AllocateProducerIds, AllocateProducerIdsReply, Plan } from "../commands.ts";
import type { Image } from "../image.ts";
import { producerIdsPerBlock } from "../limits.ts";
import { registeredBroker } from "./brokers.ts";
import { Draft } from "./draft.ts";

/** A block of ids that no other broker ever gets: it counts only once it is committed (I29). */
export function planAllocateProducerIds(
  image: Image,
  command: AllocateProducerIds,
): Plan<AllocateProducerIdsReply> | Failure {
  const broker = registeredBroker(image, command);
  if (isFailure(broker)) return broker;
  const firstProducerId = image.nextProducerId;
  const nextProducerId = firstProducerId + producerIdsPerBlock;
  assert(Number.isSafeInteger(nextProducerId), "producer ids are used up");
  const draft = new Draft(image);
  draft.add({ kind: "producerIdsGiven", v: 1, nextProducerId });
  return draft.plan({ kind: "allocateProducerIds", firstProducerId, count: producerIdsPerBlock });
}
