import type { Image, PartitionState } from "@sordini/metadata";
import type { Counts } from "./counts.ts";

/** Counts what became of partitions between two images; of several changes of one, the sum. */
export function countChanges(before: Image, after: Image, counts: Counts): void {
  if (before.topics === after.topics) return;
  for (const [topicId, topic] of after.topics) {
    const former = before.topics.get(topicId);
    if (former === undefined) counts.add("topic created");
    if (former === topic) continue;
    for (const [number, state] of topic.partitions) {
      const old = former?.partitions.get(number);
      if (old !== undefined && old !== state) countPartition(old, state, counts);
    }
  }
  for (const topicId of before.topics.keys()) {
    if (!after.topics.has(topicId)) counts.add("topic deleted");
  }
}

function countPartition(before: PartitionState, after: PartitionState, counts: Counts): void {
  if (before.leader !== after.leader) counts.add("partition leader changed");
  if (after.isr.some((id) => !before.isr.includes(id))) counts.add("ISR grown");
  if (before.isr.some((id) => !after.isr.includes(id))) counts.add("ISR shrunk");
}
