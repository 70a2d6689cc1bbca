import { isFailure, type Failure, type Millis, type NodeId, type TopicId } from "@sordini/base";
import type { Broker, TopicDescription } from "@sordini/broker";
import type { Command, ReplyTo } from "@sordini/metadata";
import { Chance } from "../chance.ts";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import { call, type CallResult } from "../network/call.ts";
import type { SimProcess } from "../world/sim-process.ts";

export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

/** Where a partition is, as far as this client knows. */
export interface Location {
  readonly topicId: TopicId;
  readonly partition: number;
  readonly leader: NodeId;
  readonly leaderEpoch: number;
}

const callMs = 1_000;

/**
 * Speaks to the brokers' own interface, over the simulated network, without any retry: so that a
 * history of it has one attempt an operation, and a duplicate is never the client's doing.
 */
export class ClusterClient {
  readonly cluster: SimCluster;
  readonly process: SimProcess;
  readonly chance: Chance;
  readonly #topics = new Map<string, TopicDescription>();

  constructor(cluster: SimCluster) {
    this.cluster = cluster;
    this.process = cluster.newClient();
    this.chance = new Chance(cluster.world.stream(`client ${this.process.nodeId}`));
  }

  /** A request to one broker. */
  ask<T>(
    broker: NodeId,
    what: string,
    ask: (broker: Broker) => Promise<T>,
  ): Promise<CallResult<T>> {
    const { network } = this.cluster;
    const server = () => this.cluster.brokerAt(broker);
    const { process: from } = this;
    return call({
      network,
      from,
      to: broker,
      door: "broker",
      what,
      timeoutMs: callMs,
      server,
      ask,
    });
  }

  /** Hands a command to whichever broker, which forwards it. */
  submit<C extends Command>(
    command: C,
    timeoutMs: Millis,
  ): Promise<CallResult<ReplyTo<C> | Failure>> {
    const broker = this.chance.pick(this.cluster.brokerIds);
    return this.ask(broker, command.kind, (asked) => asked.submit(command, timeoutMs));
  }

  /** Where the partition is, from what was learnt; null: not known, `learn` first. */
  locate({ topic, partition }: PartitionName): Location | null {
    const description = this.#topics.get(topic);
    const found = description?.partitions[partition];
    if (description === undefined || found === undefined || found.leaderId < 0) return null;
    const { leaderId: leader, leaderEpoch } = found;
    return { topicId: description.topicId, partition, leader, leaderEpoch };
  }

  /** Asks a broker about the topic. False: it could not say. */
  async learn(topic: string): Promise<boolean> {
    const broker = this.chance.pick(this.cluster.brokerIds);
    const result = await this.ask(broker, "metadata", async ({ metadata }) =>
      metadata.topic(topic),
    );
    if (result.outcome !== "answered" || isFailure<TopicDescription>(result.reply)) return false;
    this.#topics.set(topic, result.reply);
    return true;
  }

  forget(topic: string): void {
    this.#topics.delete(topic);
  }
}
