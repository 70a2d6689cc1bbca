import { errorCode, type Failure, isFailure } from "@sordini/base";
import type {
  BrokerApi,
  FollowerSession,
  ReplicaPosition,
  ReplicaPush,
  ReplicateHello,
} from "@sordini/broker";
import {
  type ReceivedRequestOf,
  type ReplicaPushMessage,
  type replicationService,
  type ServerStream,
  endWithFailure,
  type Handlers,
} from "@sordini/rpc";

// The leader's side of one follower's stream: the first message says who follows, the rest are
// positions and credit up, pushes down.

type ReplicateStream = ServerStream<typeof replicationService.replicate>;
type ReplicateRequest = ReceivedRequestOf<typeof replicationService.replicate>;

export function replicationHandlers(
  broker: Pick<BrokerApi, "acceptFollower">,
): Handlers<typeof replicationService> {
  return { replicate: (stream) => serveReplicate(broker, stream) };
}

function serveReplicate(broker: Pick<BrokerApi, "acceptFollower">, stream: ReplicateStream): void {
  let session: FollowerSession | null = null;

  stream.on("data", (request) => {
    session ??= open(request);
    session?.onUpdate({
      positions: request.positions.map(toPosition),
      detach: request.detach,
      creditBytes: request.creditBytes,
    });
  });
  stream.on("drain", () => session?.onDrain());
  stream.on("end", () => {
    closed();
    stream.end();
  });
  stream.on("error", closed);
  stream.on("cancelled", closed);

  function open({ hello }: ReplicateRequest): FollowerSession | null {
    if (hello === null) {
      refuse({ error: "INVALID_REQUEST", message: "the first message must carry a hello" });
      return null;
    }
    const accepted = broker.acceptFollower(hello satisfies ReplicateHello, {
      push: (pushes) => stream.write({ pushes: pushes.map(toMessage) }),
      close: refuse,
    });
    if (!isFailure(accepted)) return accepted;
    refuse(accepted);
    return null;
  }

  function refuse(failure: Failure): void {
    const { error, message } = failure;
    endWithFailure(stream, { errorCode: errorCode(error), message, controllerId: -1 });
  }

  function closed(): void {
    session?.onClosed();
    session = null;
  }
}

function toPosition(position: ReplicateRequest["positions"][number]): ReplicaPosition {
  const { topicId, partition, leaderEpoch, attachId, lastEpoch } = position;
  const { logEndOffset: logEnd, durableEndOffset: durableEnd } = position;
  return { topicId, partition, leaderEpoch, attachId, logEnd, durableEnd, lastEpoch };
}

function toMessage(push: ReplicaPush): ReplicaPushMessage {
  const { diverging, error, logStart, topicId, partition, leaderEpoch, attachId } = push;
  return {
    topicId,
    partition,
    leaderEpoch,
    attachId,
    errorCode: errorCode(error),
    highWatermark: push.highWatermark,
    logStartOffset: logStart,
    diverging: diverging === null ? null : { epoch: diverging.epoch, endOffset: diverging.end },
    baseOffset: push.baseOffset,
    runs: push.runs,
  };
}
