import {
  type BrokerEpoch,
  type Clock,
  type DirectoryId,
  type Failure,
  failure,
  isFailure,
  type LogSink,
  type Millis,
  type NodeId,
  type Timers,
} from "@sordini/base";
import {
  type BrokerDelta,
  type ConfigDelta,
  type Image,
  partitionOf,
  type PartitionState,
  replicasOn,
  topicConfig,
  type TopicDelta,
} from "@sordini/metadata";
import {
  applyAssignment,
  type BrokerFacts,
  brokersChanged,
  type PartitionAssignment,
  reconfigureLeader,
  type ReplicationConfig,
  type RoleChange,
} from "@sordini/replication";
import type { PartitionLog } from "@sordini/storage";
import type { PartitionRef } from "./api.ts";
import type { FollowerStreams } from "./follower-streams.ts";
import type { LeaderLinks } from "./leader-links.ts";
import { logRetryMsMax } from "./limits.ts";
import type { MetadataChange } from "./metadata-feed.ts";
import type { ClusterView } from "./metadata-view.ts";
import { Partition, type PartitionHost } from "./partition.ts";
import type { PartitionTable } from "./partition-table.ts";
import { logConfigOf, type ReplicaLogs } from "./replica-logs.ts";

export interface PartitionManagerOptions {
  readonly nodeId: NodeId;
  readonly brokerEpoch: () => BrokerEpoch;
  readonly staticConfigs: ReadonlyMap<string, string>;
  readonly replicaLagMsMax: Millis;
  readonly view: ClusterView;
  readonly partitions: PartitionTable;
  readonly logs: ReplicaLogs;
  readonly links: LeaderLinks;
  readonly streams: FollowerStreams;
  readonly host: PartitionHost;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: LogSink;
}

/**
 * Gives this broker's replicas what the metadata log says: a log, a role, their settings, their
 * end. A replica always goes to what the newest image says of it; while its log is being created or
 * cut, that waits until the log is settled.
 */
export class PartitionManager {
  readonly #options: PartitionManagerOptions;
  readonly #brokers = new Map<NodeId, BrokerFacts>();
  #isRegistered = false;
  #strays: "unknown" | "due" | "done" = "unknown";

  constructor(options: PartitionManagerOptions) {
    this.#options = options;
  }

  apply({ delta, image }: MetadataChange): void {
    this.#options.view.image = image;
    this.#applyBrokers(delta.brokers, image);
    if (this.#isRegistered) {
      for (const topic of delta.topics) this.#applyTopic(topic, image);
      if (delta.configs.length > 0) this.#applyConfigs(delta.configs, image);
    } else if (this.#checkRegistered(image)) {
      for (const state of replicasOn(image, this.#options.nodeId)) this.#ensure(state, image);
    }
    this.#options.links.onBrokers(delta.brokers);
    this.#options.streams.onBrokers(delta.brokers);
    this.#deleteStrays();
  }

  /** The image holds all that was committed when the session began. */
  caughtUp(): void {
    if (this.#strays === "unknown") this.#strays = "due";
    this.#deleteStrays();
  }

  /**
   * Deletes, once, the logs of replicas that are not ours any more. B25: only with the whole
   * metadata at hand, and what was created later comes from the metadata anyway. Controllers that
   * lost the metadata do not get us here: they refuse our directories (docs/adr/0015).
   */
  #deleteStrays(): void {
    const { logs, partitions, log } = this.#options;
    if (this.#strays !== "due" || !this.#isRegistered) return;
    this.#strays = "done";
    const strays = [...logs.all()].filter(({ id }) => partitions.get(id) === undefined);
    for (const stray of strays) {
      log.warn("deletes a stray log", { ...stray.id, endOffset: stray.logEnd });
      logs.delete(stray.id).catch((error: unknown) => {
        log.error("could not delete a stray log", { ...stray.id, error: String(error) });
      });
    }
  }

  /** The partition's log is at rest: look again at what the metadata says. */
  settled(partition: Partition): void {
    const { partitions, view } = this.#options;
    if (partitions.get(partition.ref) !== partition) return;
    this.#assign(partition, view.image);
  }

  /**
   * Directories that the controller must take for offline: those that are, and those with a damaged
   * log that counts as in sync, for as long as other replicas can do without it (I16).
   */
  get offlineDirectoryIds(): readonly DirectoryId[] {
    const { logs, view, nodeId } = this.#options;
    const ids = new Set(logs.offlineDirectoryIds);
    for (const { log, directoryId } of logs.damaged()) {
      const state = partitionOf(view.image, log.id);
      if (state?.isr.includes(nodeId) === true && state.isr.length > 1) ids.add(directoryId);
    }
    return [...ids];
  }

  /** A log directory failed (I26): its replicas neither lead nor follow until the next start. */
  directoryOffline(): void {
    for (const partition of this.#options.partitions) {
      if (partition.log !== null && !partition.log.online) this.#takeOffline(partition);
    }
  }

  /**
   * A process that just started takes no role from metadata older than its own registration: it
   * could resume an epoch whose last records it has lost.
   */
  #checkRegistered(image: Image): boolean {
    const epoch = this.#options.brokerEpoch();
    const known = image.brokers.get(this.#options.nodeId)?.brokerEpoch ?? -1;
    this.#isRegistered = epoch >= 0 && known === epoch;
    return this.#isRegistered;
  }

  #applyBrokers(deltas: readonly BrokerDelta[], image: Image): void {
    const touched = new Set<Partition>();
    for (const { brokerId, after } of deltas) {
      if (after === null) this.#brokers.delete(brokerId);
      else {
        const { brokerEpoch, fenced, inControlledShutdown } = after;
        this.#brokers.set(brokerId, { brokerEpoch, fenced, shuttingDown: inControlledShutdown });
      }
      for (const ref of image.replicasByBroker.get(brokerId)?.values() ?? []) {
        const partition = this.#options.partitions.get(ref);
        if (partition?.replica.role === "leader") touched.add(partition);
      }
    }
    const now = this.#options.clock.monotonicMs();
    for (const partition of touched) {
      if (partition.replica.role !== "leader") continue;
      partition.applied(brokersChanged(partition.replica, { brokers: this.#brokers, now }));
    }
  }

  #applyTopic({ change, topicId, partitions }: TopicDelta, image: Image): void {
    if (change === "deleted") {
      for (const partition of [...this.#options.partitions.ofTopic(topicId)]) {
        this.#remove(partition);
      }
      return;
    }
    for (const { after } of partitions) {
      if (after === null) continue;
      if (after.replicas.includes(this.#options.nodeId)) this.#ensure(after, image);
      else {
        const partition = this.#options.partitions.get(after);
        if (partition !== undefined) this.#remove(partition);
      }
    }
  }

  #applyConfigs(deltas: readonly ConfigDelta[], image: Image): void {
    const topics = new Set<string>();
    let all = false;
    for (const { resource } of deltas) {
      if (resource.type === "topic") topics.add(resource.name);
      else all = true;
    }
    for (const partition of this.#options.partitions) {
      if (all || topics.has(partition.topicName)) this.#configure(partition, image);
    }
  }

  #configure(partition: Partition, image: Image): void {
    const { nodeId: brokerId, staticConfigs } = this.#options;
    partition.config = topicConfig(image, partition.topicName, { brokerId, staticConfigs });
    partition.log?.reconfigure(logConfigOf(partition.config));
    const { replica } = partition;
    if (replica.role !== "leader") return;
    partition.applied(reconfigureLeader(replica, this.#replicationConfig(partition)));
  }

  #replicationConfig({ config }: Partition): ReplicationConfig {
    const { replicaLagMsMax } = this.#options;
    return { minInSyncReplicas: config.minInsyncReplicas, replicaLagMsMax };
  }

  #ensure(state: PartitionState, image: Image): void {
    const { partitions, nodeId: brokerId, staticConfigs, host } = this.#options;
    let partition = partitions.get(state);
    if (partition === undefined) {
      const { topicId, partition: number } = state;
      const ref: PartitionRef = { topicId, partition: number };
      const topicName = image.topics.get(topicId)?.name ?? topicId;
      const config = topicConfig(image, topicName, { brokerId, staticConfigs });
      partition = new Partition({ ref, topicName }, config, host);
      partitions.add(partition);
    }
    this.#assign(partition, image);
  }

  /** Brings the replica to what the image says, or waits for `settled`. */
  #assign(partition: Partition, image: Image): void {
    if (partition.isBusy) return;
    const state = partitionOf(image, partition.ref);
    if (state === undefined) return;
    if (partition.log === null) {
      this.#open(partition, state);
      return;
    }
    const { log } = partition;
    if (!log.online) {
      this.#takeOffline(partition);
      if (this.#options.logs.damageOf(partition.ref) !== undefined) this.#replace(partition, state);
      return;
    }
    const change = applyAssignment(partition.replica, assignmentOf(state), {
      nodeId: this.#options.nodeId,
      brokerEpoch: this.#options.brokerEpoch(),
      log,
      config: this.#replicationConfig(partition),
      brokers: this.#brokers,
      now: this.#options.clock.monotonicMs(),
    });
    this.#changeRole(partition, log, change);
  }

  #changeRole(partition: Partition, log: PartitionLog, change: RoleChange): void {
    const { links, view, host, log: facts } = this.#options;
    partition.replica = change.replica;
    if (change.beginEpoch !== null) log.beginEpoch(change.beginEpoch);
    const isNewRole = change.kind !== "unchanged" && change.kind !== "isrChanged";
    if (isNewRole) {
      const { role, leaderEpoch } = change.replica;
      facts.debug("role", { partition: partition.name, role, leaderEpoch });
      const what = `this broker does not lead ${partition.name} any more`;
      const why = failure("NOT_LEADER_OR_FOLLOWER", what);
      if (change.failWaiting) partition.endLeadership(view.withLeader(why, partition.ref));
      else partition.dropFeeds(why);
      partition.wakeFetches();
    }
    if (change.replica.role === "follower") {
      // A settled log too: what was cut attaches again.
      if (isNewRole || change.replica.phase === "detached") links.follow(partition);
    } else links.unfollow(partition);
    partition.applied(change.output);
    if (isNewRole && change.replica.role === "leader") host.watchIsr(partition);
  }

  /**
   * The log takes no more appends. A leader goes on to serve what is committed until the metadata
   * names another one; then, and as a follower at once, it does nothing any more.
   */
  #takeOffline(partition: Partition): void {
    const { links, view, nodeId } = this.#options;
    const { replica, name, ref } = partition;
    if (replica.role === "offline") return;
    if (replica.role === "leader") {
      partition.failWaiting(failure("KAFKA_STORAGE_ERROR", `the log directory of ${name} failed`));
      const state = partitionOf(view.image, ref);
      if (state?.leader === nodeId && state.leaderEpoch === replica.leaderEpoch) return;
    }
    const why = failure("NOT_LEADER_OR_FOLLOWER", `this broker does not lead ${name} any more`);
    partition.stop(view.withLeader(why, ref));
    links.unfollow(partition);
  }

  #open(partition: Partition, state: PartitionState): void {
    const { logs } = this.#options;
    if (logs.damageOf(partition.ref) !== undefined) {
      this.#replace(partition, state);
      return;
    }
    const found = logs.find(partition.ref);
    if (found !== undefined) {
      found.reconfigure(logConfigOf(partition.config));
      partition.open(found);
      this.#assign(partition, this.#options.view.image);
      return;
    }
    partition.exclusively(async () => {
      const created = await logs.create(partition.ref, logConfigOf(partition.config));
      if (isFailure<PartitionLog>(created)) this.#openLater(partition, created);
      else partition.open(created);
    });
  }

  /**
   * Throws a damaged log away and begins an empty one, to be filled by the leader. Not while there
   * is none, or while we count as in sync: an empty log that may be elected would lose everything
   * (I16).
   */
  #replace(partition: Partition, { leader, isr }: PartitionState): void {
    const { logs, log, nodeId } = this.#options;
    const fields = { partition: partition.name, reason: logs.damageOf(partition.ref) };
    if (leader < 0 || isr.includes(nodeId)) {
      log.error("a damaged replica cannot be replaced while it counts as in sync", fields);
      return;
    }
    log.warn("replaces a damaged replica from its leader", fields);
    partition.exclusively(async () => {
      partition.close();
      await logs.delete(partition.ref);
    });
  }

  #openLater(partition: Partition, why: Failure): void {
    const { log, timers } = this.#options;
    log.error("cannot create a log", { partition: partition.name, ...why });
    partition.exclusively(
      () => new Promise((resolve) => timers.after(logRetryMsMax, () => resolve())),
    );
  }

  #remove(partition: Partition): void {
    const { partitions, links, logs, log } = this.#options;
    partitions.delete(partition.ref);
    links.unfollow(partition);
    const what = `${partition.name} is not a replica of this broker any more`;
    partition.stop(failure("NOT_LEADER_OR_FOLLOWER", what));
    partition.exclusively(async () => {
      log.info("deletes a log", { partition: partition.name });
      await logs.delete(partition.ref);
    });
  }
}

function assignmentOf(state: PartitionState): PartitionAssignment {
  const { leader, leaderEpoch, partitionEpoch, replicas, isr } = state;
  return { leader: leader < 0 ? null : leader, leaderEpoch, partitionEpoch, replicas, isr };
}
