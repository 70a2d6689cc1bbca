import { errorName } from "@sordini/base";
import type {
  Endpoint,
  ReplicaPush,
  ReplicateHello,
  ReplicationEvents,
  ReplicationStream,
} from "@sordini/broker";
import {
  openStream,
  type ReplicaPushMessage,
  type RequestOf,
  replicationService,
} from "@sordini/rpc";
import type { Channels } from "./channels.ts";
import { watchStream } from "./stream-events.ts";

type ReplicateRequest = RequestOf<typeof replicationService.replicate>;

/** The follower's end of its stream to one leader broker. */
export function openReplicationStream(
  channels: Channels,
  target: Endpoint,
  { hello, events }: { readonly hello: ReplicateHello; readonly events: ReplicationEvents },
): ReplicationStream {
  const stream = openStream(channels.to(target), replicationService.replicate);
  const cancel = watchStream(stream, {
    onMessage: ({ pushes }) => events.onPushes(pushes.map(toPush)),
    onClosed: (reason) => events.onClosed(reason),
  });
  stream.write({ hello });
  return {
    send: ({ positions, detach, creditBytes }) => {
      const request: ReplicateRequest = {
        positions: positions.map(({ logEnd, durableEnd, ...rest }) => ({
          ...rest,
          logEndOffset: logEnd,
          durableEndOffset: durableEnd,
        })),
        detach: [...detach],
        creditBytes,
      };
      stream.write(request);
    },
    close: cancel,
  };
}

function toPush(push: ReplicaPushMessage): ReplicaPush {
  const { topicId, partition, leaderEpoch, attachId, highWatermark, baseOffset, runs } = push;
  const { diverging, errorCode, logStartOffset } = push;
  return {
    topicId,
    partition,
    leaderEpoch,
    attachId,
    error: errorName(errorCode),
    highWatermark,
    logStart: logStartOffset,
    diverging: diverging && { epoch: diverging.epoch, end: diverging.endOffset },
    baseOffset,
    runs,
  };
}
