import { errorName } from "@sordini/base";
import type { AllocateProducerIds, AlterPartition, PartitionState } from "@sordini/metadata";
import { controllerService } from "@sordini/rpc";
import { outcome } from "./results.ts";
import type { Translation } from "./translation.ts";

export const alterPartition: Translation<AlterPartition, typeof controllerService.alterPartition> =
  {
    method: controllerService.alterPartition,
    toRequest: ({ brokerId, brokerEpoch, changes }) => ({
      brokerId,
      brokerEpoch,
      changes: changes.map((change) => ({ ...change, isr: [...change.isr] })),
    }),
    toCommand: ({ brokerId, brokerEpoch, changes }) => ({
      kind: "alterPartition",
      brokerId,
      brokerEpoch,
      changes,
    }),
    toResponse: ({ results }) => ({
      results: results.map((result) =>
        "error" in result
          ? {
              ...(result.current === null ? {} : toStateFields(result.current)),
              topicId: result.topicId,
              partition: result.partition,
              ...outcome(result),
            }
          : toStateFields(result),
      ),
    }),
    toReply: ({ results }) => ({
      kind: "alterPartition",
      results: results.map((result) => {
        const { topicId, partition, errorCode, errorMessage } = result;
        // A partition's ISR is never empty: an empty one means that no state came along.
        const state = result.isr.length === 0 ? null : toState(result);
        if (errorCode === 0 && state !== null) return state;
        return {
          topicId,
          partition,
          error: errorName(errorCode),
          message: errorMessage,
          current: state,
        };
      }),
    }),
  };

export const allocateProducerIds: Translation<
  AllocateProducerIds,
  typeof controllerService.allocateProducerIds
> = {
  method: controllerService.allocateProducerIds,
  toRequest: ({ brokerId, brokerEpoch }) => ({ brokerId, brokerEpoch }),
  toCommand: ({ brokerId, brokerEpoch }) => ({
    kind: "allocateProducerIds",
    brokerId,
    brokerEpoch,
  }),
  toResponse: ({ firstProducerId, count }) => ({ firstProducerId, count }),
  toReply: ({ firstProducerId, count }) => ({
    kind: "allocateProducerIds",
    firstProducerId,
    count,
  }),
};

function toStateFields(state: PartitionState) {
  const { leader, isr, replicas, ...rest } = state;
  return { ...rest, leaderId: leader, isr: [...isr], replicas: [...replicas] };
}

function toState(
  result: Omit<PartitionState, "leader"> & { readonly leaderId: number },
): PartitionState {
  const { topicId, partition, replicas, isr, leaderId, leaderEpoch, partitionEpoch } = result;
  return { topicId, partition, replicas, isr, leader: leaderId, leaderEpoch, partitionEpoch };
}
