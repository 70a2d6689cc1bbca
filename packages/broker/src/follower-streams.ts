import { type Clock, type Failure, failure, type NodeId, type Timers } from "@sordini/base";
import type { BrokerDelta } from "@sordini/metadata";
import type { FollowerSession, FollowerSink, ReplicateHello } from "./api.ts";
import { FollowerStream } from "./follower-stream.ts";
import type { ClusterView } from "./metadata-view.ts";
import type { PartitionTable } from "./partition-table.ts";

export interface FollowerStreamsOptions {
  readonly nodeId: NodeId;
  readonly view: ClusterView;
  readonly partitions: PartitionTable;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** The streams of the followers that this broker feeds, one for each follower broker. */
export class FollowerStreams {
  readonly #options: FollowerStreamsOptions;
  readonly #streams = new Map<NodeId, FollowerStream>();

  constructor(options: FollowerStreamsOptions) {
    this.#options = options;
  }

  accept(hello: ReplicateHello, sink: FollowerSink): FollowerSession | Failure {
    const { followerId, brokerEpoch } = hello;
    const refusal = this.#check(hello);
    if (refusal !== null) return refusal;
    const before = this.#streams.get(followerId);
    if (before !== undefined && before.brokerEpoch > brokerEpoch) {
      return staleEpoch(hello, before.brokerEpoch);
    }
    before?.close(failure("NETWORK_EXCEPTION", "the follower has opened another stream"));
    const { partitions, clock, timers } = this.#options;
    const stream = new FollowerStream({
      followerId,
      brokerEpoch,
      sink,
      partitions,
      clock,
      timers,
      onEnd: (ended) => {
        if (this.#streams.get(followerId) === ended) this.#streams.delete(followerId);
      },
    });
    this.#streams.set(followerId, stream);
    return stream;
  }

  /** Closes the streams of incarnations that the metadata log has replaced. */
  onBrokers(deltas: readonly BrokerDelta[]): void {
    for (const { brokerId, after } of deltas) {
      const stream = this.#streams.get(brokerId);
      if (stream === undefined || (after !== null && after.brokerEpoch <= stream.brokerEpoch)) {
        continue;
      }
      stream.close(failure("STALE_BROKER_EPOCH", `broker ${brokerId} has registered anew`));
    }
  }

  closeAll(why: Failure): void {
    for (const stream of [...this.#streams.values()]) stream.close(why);
  }

  #check(hello: ReplicateHello): Failure | null {
    const { view, nodeId } = this.#options;
    if (hello.clusterId !== view.clusterId) {
      const what = `cluster ${hello.clusterId} asks, this is cluster ${view.clusterId}`;
      return failure("INCONSISTENT_CLUSTER_ID", what);
    }
    if (hello.leaderId !== nodeId) {
      const what = `broker ${hello.leaderId} was meant, this is broker ${nodeId}`;
      return failure("NOT_LEADER_OR_FOLLOWER", what);
    }
    const known = view.image.brokers.get(hello.followerId);
    if (known === undefined) {
      const what = `broker ${hello.followerId} is not registered as far as this broker knows`;
      return failure("BROKER_ID_NOT_REGISTERED", what);
    }
    // A newer epoch than we know is fine: the rules let it into no ISR before we know it too (I18).
    if (hello.brokerEpoch < known.brokerEpoch) return staleEpoch(hello, known.brokerEpoch);
    return null;
  }
}

function staleEpoch({ followerId, brokerEpoch }: ReplicateHello, known: number): Failure {
  const what = `broker ${followerId} comes with epoch ${brokerEpoch}, its epoch is ${known} now`;
  return failure("STALE_BROKER_EPOCH", what);
}
