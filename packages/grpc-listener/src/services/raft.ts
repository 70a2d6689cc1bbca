import { errorCode } from "@sordini/base";
import { endWithFailure, type Handlers, type raftService } from "@sordini/rpc";

export interface RaftSender {
  readonly nodeId: number;
  readonly directoryId: string;
}

export interface RaftServiceOptions {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly receive: (from: RaftSender, message: Uint8Array) => void;
  /** A controller has opened its stream. */
  readonly onPeerFound: (nodeId: number) => void;
  /** Its stream has ended or broken. */
  readonly onPeerLost: (nodeId: number) => void;
}

/** RaftService: takes other controllers' messages in, in the order of each stream. */
export function raftHandlers(options: RaftServiceOptions): Handlers<typeof raftService> {
  return {
    deliver: (stream) => {
      let from: RaftSender | null = null;
      stream.on("data", ({ hello, message }) => {
        if (hello !== null) {
          const mismatch = mismatchOf(options, hello);
          if (mismatch !== null) {
            const error = errorCode("INCONSISTENT_CLUSTER_ID");
            endWithFailure(stream, { errorCode: error, message: mismatch, controllerId: -1 });
            return;
          }
          from = { nodeId: hello.fromNodeId, directoryId: hello.fromDirectoryId };
          stream.write({ errorCode: 0 });
          options.onPeerFound(from.nodeId);
        }
        if (from !== null && message.length > 0) options.receive(from, message);
      });
      const ended = (): void => {
        stream.end();
        if (from !== null) options.onPeerLost(from.nodeId);
        from = null;
      };
      stream.on("end", ended);
      stream.on("error", ended);
      stream.on("cancelled", ended);
    },
  };
}

function mismatchOf(
  { clusterId, nodeId }: RaftServiceOptions,
  hello: { readonly clusterId: string; readonly toNodeId: number },
): string | null {
  if (hello.clusterId !== clusterId) {
    return `this controller belongs to cluster ${clusterId}, the sender to ${hello.clusterId}`;
  }
  if (hello.toNodeId !== nodeId) {
    return `this controller is node ${nodeId}; the sender looks for node ${hello.toNodeId}`;
  }
  return null;
}
