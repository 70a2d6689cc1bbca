import type { NodeId } from "@sordini/base";
import type { Endpoint } from "@sordini/broker";
import { type ClientStream, openStream, raftService } from "@sordini/rpc";
import { raftQueuedMessagesMax } from "../limits.ts";
import { Channels } from "./channels.ts";
import { watchStream } from "./stream-events.ts";

type RaftStream = ClientStream<typeof raftService.deliver>;

export interface RaftTransportOptions {
  readonly clusterId: string;
  readonly nodeId: NodeId;
  readonly directoryId: string;
  readonly controllers: ReadonlyMap<NodeId, Endpoint>;
  /** The stream to that controller broke or could not be opened. */
  readonly onPeerLost: (nodeId: NodeId) => void;
}

/**
 * Sends Raft messages over one stream a peer, in order while the stream lasts. A message for a peer
 * that cannot be reached, or that does not read, is dropped: Raft repeats what matters.
 */
export class GrpcRaftTransport {
  readonly #options: RaftTransportOptions;
  readonly #channels = new Channels();
  readonly #streams = new Map<NodeId, RaftStream>();

  constructor(options: RaftTransportOptions) {
    this.#options = options;
  }

  send(to: NodeId, message: Uint8Array): void {
    const stream = this.#streams.get(to) ?? this.#open(to);
    if (stream === null || stream.writableLength >= raftQueuedMessagesMax) return;
    stream.write({ message });
  }

  /** That controller has opened its stream to us, so that it can be reached now. */
  peerFound(nodeId: NodeId): void {
    const target = this.#options.controllers.get(nodeId);
    if (target !== undefined) this.#channels.retry(target);
  }

  close(): void {
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of streams) stream.end();
    this.#channels.close();
  }

  #open(to: NodeId): RaftStream | null {
    const { clusterId, nodeId, directoryId, controllers } = this.#options;
    const target = controllers.get(to);
    if (target === undefined) return null;
    const stream = openStream(this.#channels.to(target), raftService.deliver);
    watchStream(stream, {
      onMessage: () => undefined,
      onClosed: () => {
        if (this.#streams.get(to) !== stream) return;
        this.#streams.delete(to);
        this.#options.onPeerLost(to);
      },
    });
    stream.write({
      hello: { clusterId, fromNodeId: nodeId, fromDirectoryId: directoryId, toNodeId: to },
    });
    this.#streams.set(to, stream);
    return stream;
  }
}
