import type { NodeId } from "@sordini/base";
import type { BrokerDelta } from "@sordini/metadata";
import { LeaderLink, type LeaderLinkOptions } from "./leader-link.ts";
import type { Partition } from "./partition.ts";

/** The streams to the leaders that this broker follows, one for each leader broker. */
export class LeaderLinks {
  readonly #options: LeaderLinkOptions;
  readonly #links = new Map<NodeId, LeaderLink>();
  readonly #leaders = new Map<Partition, NodeId>();

  constructor(options: LeaderLinkOptions) {
    this.#options = options;
  }

  /** Follows the leader that the partition's role names; attaches anew if it followed already. */
  follow(partition: Partition): void {
    const { replica } = partition;
    if (replica.role !== "follower") {
      this.unfollow(partition);
      return;
    }
    if (this.#leaders.get(partition) !== replica.leader) this.unfollow(partition);
    this.#leaders.set(partition, replica.leader);
    let link = this.#links.get(replica.leader);
    if (link === undefined) {
      link = new LeaderLink(replica.leader, this.#options);
      this.#links.set(replica.leader, link);
    }
    link.add(partition);
  }

  unfollow(partition: Partition): void {
    const leader = this.#leaders.get(partition);
    if (leader === undefined) return;
    this.#leaders.delete(partition);
    const link = this.#links.get(leader);
    link?.remove(partition);
    if (link?.isEmpty !== true) return;
    link.stop();
    this.#links.delete(leader);
  }

  /** The partition's log became durable further. */
  report(partition: Partition): void {
    const leader = this.#leaders.get(partition);
    if (leader !== undefined) this.#links.get(leader)?.report(partition);
  }

  onBrokers(deltas: readonly BrokerDelta[]): void {
    for (const { brokerId } of deltas) this.#links.get(brokerId)?.refresh({ isNewEpoch: false });
  }

  /** Our own broker epoch changed: leaders must know us by the new one. */
  onOwnEpoch(): void {
    for (const link of this.#links.values()) link.refresh({ isNewEpoch: true });
  }

  stop(): void {
    for (const link of this.#links.values()) link.stop();
    this.#links.clear();
    this.#leaders.clear();
  }
}
