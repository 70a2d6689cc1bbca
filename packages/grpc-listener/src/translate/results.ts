import { errorCode, isFailure } from "@sordini/base";
import type { BrokerApi, PartitionFailure } from "@sordini/broker";
import type { CurrentLeaderMessage } from "@sordini/rpc";

/** The fields by which a partition's result says that all went well. */
export const success = { errorCode: 0, errorMessage: "", currentLeader: null } as const;

export interface FailedFields {
  readonly errorCode: number;
  readonly errorMessage: string;
  readonly currentLeader: CurrentLeaderMessage | null;
}

/** Makes a partition's failure into Kafka's number, a sentence, and who leads now (KIP-951). */
export type FailureFields = (failure: PartitionFailure) => FailedFields;

/** For the clients of one listener: they reach the leader where it listens under the same name. */
export function failureFields(
  broker: Pick<BrokerApi, "metadata">,
  listener: string,
): FailureFields {
  return ({ error, message, currentLeader }) => {
    const fields = { errorCode: errorCode(error), errorMessage: message };
    const endpoint = currentLeader && broker.metadata.endpointOf(currentLeader.leaderId, listener);
    if (!currentLeader || !endpoint) return { ...fields, currentLeader: null };
    const { host, port } = endpoint;
    return { ...fields, currentLeader: { ...currentLeader, host, port } };
  };
}

/** `errorCode` and `errorMessage` of a reply that is a value or a Failure. */
export function outcome(result: object): { errorCode: number; errorMessage: string } {
  return isFailure(result)
    ? { errorCode: errorCode(result.error), errorMessage: result.message }
    : { errorCode: 0, errorMessage: "" };
}
