import type { BrokerEpoch, Failure, NodeId, Timers } from "@sordini/base";
import type { AlterPartition, AlterPartitionReply } from "@sordini/metadata";
import type { IsrProposal, ProposalOutcome } from "@sordini/replication";
import type { ControllerClient } from "./controller-client.ts";
import { isrChangesPerCommandMax, isrProposalTimeoutMsMax, isrTickMsMax } from "./limits.ts";
import type { Partition } from "./partition.ts";

export interface IsrKeeperOptions {
  readonly nodeId: NodeId;
  readonly brokerEpoch: () => BrokerEpoch;
  readonly client: ControllerClient;
  readonly timers: Timers;
}

interface Proposed {
  readonly partition: Partition;
  readonly proposal: IsrProposal;
}

/**
 * Carries the leaders' ISR proposals to the active controller, those of one event-loop turn in one
 * command, and looks after the leaders that have a lagging follower with one timer for all of them.
 * That a partition has one proposal in flight at most is the rules' own doing
 * (packages/replication); what a commit means for it comes with the metadata log, not with the
 * answer.
 */
export class IsrKeeper {
  readonly #options: IsrKeeperOptions;
  readonly #watched = new Set<Partition>();
  #gathered: Proposed[] = [];
  #isTicking = false;
  #stopped = false;

  constructor(options: IsrKeeperOptions) {
    this.#options = options;
  }

  propose(partition: Partition, proposal: IsrProposal): void {
    if (this.#gathered.length === 0) this.#options.timers.soon(() => this.#flush());
    this.#gathered.push({ partition, proposal });
  }

  /** Looks at the partition with each tick until all its followers are in sync and have all. */
  watch(partition: Partition): void {
    this.#watched.add(partition);
    this.#startTicking();
  }

  stop(): void {
    this.#stopped = true;
    this.#watched.clear();
  }

  #startTicking(): void {
    if (this.#isTicking || this.#stopped) return;
    this.#isTicking = true;
    this.#options.timers.after(isrTickMsMax, () => this.#tick());
  }

  #tick(): void {
    this.#isTicking = false;
    for (const partition of this.#watched) {
      if (!partition.checkIsr()) this.#watched.delete(partition);
    }
    if (this.#watched.size > 0) this.#startTicking();
  }

  #flush(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    for (let i = 0; i < gathered.length; i += isrChangesPerCommandMax) {
      void this.#send(gathered.slice(i, i + isrChangesPerCommandMax));
    }
  }

  async #send(proposed: readonly Proposed[]): Promise<void> {
    const { client, nodeId, brokerEpoch } = this.#options;
    const command: AlterPartition = {
      kind: "alterPartition",
      brokerId: nodeId,
      brokerEpoch: brokerEpoch(),
      changes: proposed.map(({ partition, proposal }) => changeOf(partition, proposal)),
    };
    // One attempt's worth: the rules decide what to propose again, by what is true then (I19).
    const reply = await client.submit(command, isrProposalTimeoutMsMax);
    for (const [i, { partition, proposal }] of proposed.entries()) {
      const error = outcomeOf(reply, i, proposal);
      if (error !== null) partition.onProposalEnded({ proposal, error });
    }
  }
}

function changeOf({ ref }: Partition, proposal: IsrProposal): AlterPartition["changes"][number] {
  return {
    topicId: ref.topicId,
    partition: ref.partition,
    leaderEpoch: proposal.leaderEpoch,
    partitionEpoch: proposal.partitionEpoch,
    isr: proposal.isr.map(({ nodeId, brokerEpoch }) => ({ brokerId: nodeId, brokerEpoch })),
  };
}

/**
 * Null when the answer, good or bad, names a newer partition epoch: the metadata log brings it, and
 * with it the end of this proposal. Till then it counts, since a refusal of this copy says nothing
 * of an earlier copy that may have committed (I19, B35). An answer that names no newer epoch has
 * committed nothing, whatever else it says, and no log entry would ever come.
 */
function outcomeOf(
  reply: AlterPartitionReply | Failure,
  index: number,
  proposal: IsrProposal,
): ProposalOutcome["error"] | null {
  if (!("results" in reply)) return reply.error === "REQUEST_TIMED_OUT" ? "lost" : reply.error;
  const result = reply.results[index];
  if (result === undefined) return "lost";
  const current = "error" in result ? result.current : result;
  if (current !== null && current.partitionEpoch > proposal.partitionEpoch) return null;
  return "error" in result ? result.error : "INVALID_UPDATE_VERSION";
}
