import { sordini } from "./messages.ts";
import { decodeAs } from "./complete.ts";
import { GatheredMessage } from "./gathered.ts";

// The three messages that carry record batches. Outside this package their `bytes` field is a list
// of runs: gathered into the frame when sent, one view of the received frame when it arrives.

const client = sordini.client.v1;
const peer = sordini.peer.v1;

export interface ProduceRequestMessage {
  readonly requestId: number;
  readonly acks: number;
  readonly timeoutMs: number;
  readonly partitions: readonly ProducePartitionMessage[];
}

export interface ProducePartitionMessage {
  readonly topicId: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly runs: readonly Uint8Array[];
}

export interface ConsumeResponseMessage {
  readonly partitions: readonly ConsumedPartitionMessage[];
}

export interface ConsumedPartitionMessage {
  readonly topicId: string;
  readonly partition: number;
  readonly assignmentId: number;
  readonly errorCode: number;
  readonly errorMessage: string;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly currentLeader: CurrentLeaderMessage | null;
  readonly runs: readonly Uint8Array[];
}

export interface CurrentLeaderMessage {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly host: string;
  readonly port: number;
}

export interface ReplicateResponseMessage {
  readonly pushes: readonly ReplicaPushMessage[];
}

export interface ReplicaPushMessage {
  readonly topicId: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly attachId: number;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
  readonly diverging: { readonly epoch: number; readonly endOffset: number } | null;
  readonly baseOffset: number;
  readonly runs: readonly Uint8Array[];
}

export function encodeProduceRequest(message: ProduceRequestMessage): GatheredMessage {
  const { requestId, acks, timeoutMs } = message;
  return new GatheredMessage({
    prefix: client.ProduceRequest.encode({ requestId, acks, timeoutMs }).finish(),
    fieldNumber: 4,
    bytesFieldNumber: 4,
    fields: message.partitions.map(({ topicId, partition, leaderEpoch, runs }) => ({
      head: client.ProducePartition.encode({ topicId, partition, leaderEpoch }).finish(),
      runs,
    })),
  });
}

export function decodeProduceRequest(bytes: Uint8Array): ProduceRequestMessage {
  const { requestId, acks, timeoutMs, partitions } = decodeAs(client.ProduceRequest, bytes);
  return {
    requestId,
    acks,
    timeoutMs,
    partitions: partitions.map((partition) => ({
      topicId: partition.topicId,
      partition: partition.partition,
      leaderEpoch: partition.leaderEpoch,
      runs: runsOf(partition.batches),
    })),
  };
}

export function encodeConsumeResponse(message: ConsumeResponseMessage): GatheredMessage {
  return new GatheredMessage({
    prefix: nothing,
    fieldNumber: 1,
    bytesFieldNumber: 15,
    fields: message.partitions.map(({ runs, ...rest }) => ({
      head: client.ConsumedPartition.encode(rest).finish(),
      runs,
    })),
  });
}

export function decodeConsumeResponse(bytes: Uint8Array): ConsumeResponseMessage {
  const { partitions } = decodeAs(client.ConsumeResponse, bytes);
  return {
    partitions: partitions.map((partition) => ({
      topicId: partition.topicId,
      partition: partition.partition,
      assignmentId: partition.assignmentId,
      errorCode: partition.errorCode,
      errorMessage: partition.errorMessage,
      highWatermark: partition.highWatermark,
      logStartOffset: partition.logStartOffset,
      currentLeader: partition.currentLeader,
      runs: runsOf(partition.batches),
    })),
  };
}

export function encodeReplicateResponse(message: ReplicateResponseMessage): GatheredMessage {
  return new GatheredMessage({
    prefix: nothing,
    fieldNumber: 1,
    bytesFieldNumber: 15,
    fields: message.pushes.map(({ runs, ...rest }) => ({
      head: peer.ReplicaPush.encode(rest).finish(),
      runs,
    })),
  });
}

export function decodeReplicateResponse(bytes: Uint8Array): ReplicateResponseMessage {
  const { pushes } = decodeAs(peer.ReplicateResponse, bytes);
  return {
    pushes: pushes.map((push) => ({
      topicId: push.topicId,
      partition: push.partition,
      leaderEpoch: push.leaderEpoch,
      attachId: push.attachId,
      errorCode: push.errorCode,
      highWatermark: push.highWatermark,
      logStartOffset: push.logStartOffset,
      diverging: push.diverging,
      baseOffset: push.baseOffset,
      runs: runsOf(push.batches),
    })),
  };
}

const nothing = new Uint8Array(0);

function runsOf(batches: Uint8Array): readonly Uint8Array[] {
  return batches.length === 0 ? [] : [batches];
}
