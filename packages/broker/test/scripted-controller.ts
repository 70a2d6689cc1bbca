import { type Failure, failure, isFailure, type NodeId, Prng } from "@sordini/base";
import {
  applyBatch,
  type Command,
  type CommandReply,
  type CommittedEntry,
  emptyImage,
  encodeRecords,
  type Image,
  type MetadataRecord,
  partitionOf,
  plan,
  type Registration,
  type ReplyTo,
  type SessionHeartbeat,
} from "@sordini/metadata";
import type { SessionEvents } from "../src/ports.ts";

/** What the controller knows of one broker's session. */
interface Session {
  readonly registration: Registration;
  readonly events: SessionEvents;
  next: number;
}

/**
 * An active controller without a quorum: every command is planned by the production code and
 * committed at once. The test decides when brokers are fenced and which proposals are answered.
 */
export class ScriptedController {
  image: Image = emptyImage;
  readonly entries: CommittedEntry[] = [];
  /** Every alterPartition that arrived, also those that are held back. */
  readonly proposals: Extract<Command, { kind: "alterPartition" }>[] = [];
  readonly heartbeats = new Map<NodeId, SessionHeartbeat>();
  /**
   * `hold`: alterPartition is neither carried out nor answered. `contradict`: it is committed, but
   * the answer is that to a second copy, and the committed entry is slow.
   */
  alterPartitions: "answer" | "hold" | "contradict" = "answer";
  /** Every registration is answered with this. */
  rejection: Failure | null = null;
  readonly #sessions = new Map<NodeId, Session>();
  readonly #rng = new Prng(7);

  /** Carries a command out as if an administrator or the controller itself had asked. */
  run<C extends Command>(command: C): ReplyTo<C> {
    const reply = this.submit(command);
    if (isFailure(reply)) throw new Error(`${command.kind}: ${reply.error}, ${reply.message}`);
    return reply as ReplyTo<C>;
  }

  submit(command: Command): CommandReply | Failure {
    if (command.kind === "alterPartition") this.proposals.push(command);
    const planned = plan(this.image, command, {
      rng: this.#rng,
      defaultPartitions: 1,
      defaultReplicationFactor: 1,
      staticConfigs: new Map(),
    });
    if (isFailure(planned)) return planned;
    if (planned.records.length > 0) this.commit(planned.records);
    return planned.reply;
  }

  commit(records: readonly MetadataRecord[]): void {
    this.image = applyBatch(this.image, records).image;
    const offset = this.entries.length + 1;
    this.entries.push({ offset, epoch: 1, records: encodeRecords(records) });
    if (this.alterPartitions === "contradict") return;
    for (const session of this.#sessions.values()) this.#pump(session);
  }

  /** A broker's stream arrives. */
  open(registration: Registration, events: SessionEvents): void {
    const {
      brokerId,
      clusterId: _,
      metadataOffset,
      previousBrokerEpoch: __,
      recordedBrokerEpoch,
      ...rest
    } = registration;
    const isLost = recordedBrokerEpoch > this.image.lastBrokerEpoch;
    const refused = isLost ? failure("INVALID_REQUEST", "the metadata is lost") : this.rejection;
    if (refused !== null) {
      events.onRejected({ ...refused, controllerId: -1 });
      return;
    }
    const known = this.image.brokers.get(brokerId);
    if (known !== undefined && !known.fenced && known.incarnationId !== rest.incarnationId) {
      this.fence(brokerId);
    }
    const reply = this.submit({ kind: "registerBroker", brokerId, ...rest });
    if (isFailure(reply)) {
      events.onRejected({ ...reply, controllerId: -1 });
      return;
    }
    const { brokerEpoch } = reply as ReplyTo<Extract<Command, { kind: "registerBroker" }>>;
    const session = { registration, events, next: Math.max(1, metadataOffset) };
    this.#sessions.set(brokerId, session);
    events.onAccepted({ brokerEpoch, sessionTimeoutMs: 3000, heartbeatIntervalMs: 250 });
    this.#pump(session);
  }

  heartbeat(brokerId: NodeId, events: SessionEvents, heartbeat: SessionHeartbeat): void {
    if (this.#sessions.get(brokerId)?.events !== events) return;
    this.heartbeats.set(brokerId, heartbeat);
    const broker = this.image.brokers.get(brokerId);
    if (broker === undefined) return;
    const { brokerEpoch, fenced } = broker;
    let leadershipsLeft = 0;
    if (heartbeat.wantsShutdown) {
      leadershipsLeft = this.run({ kind: "shutDownBroker", brokerId, brokerEpoch }).leadershipsLeft;
    } else if (heartbeat.offlineDirectoryIds.length > 0) {
      if (!fenced) this.run({ kind: "fenceBroker", brokerId, brokerEpoch });
    } else if (fenced && heartbeat.wantsUnfenced) {
      this.run({ kind: "unfenceBroker", brokerId, brokerEpoch });
    }
    events.onHeartbeatReply({
      fenced: this.image.brokers.get(brokerId)?.fenced ?? true,
      mayShutDown: heartbeat.wantsShutdown && leadershipsLeft === 0,
      leadershipsLeft,
    });
  }

  closed(brokerId: NodeId, events: SessionEvents): void {
    if (this.#sessions.get(brokerId)?.events === events) this.#sessions.delete(brokerId);
  }

  fence(brokerId: NodeId): void {
    const brokerEpoch = this.image.brokers.get(brokerId)?.brokerEpoch ?? -1;
    this.run({ kind: "fenceBroker", brokerId, brokerEpoch });
  }

  answer(command: Command): CommandReply | Failure | null {
    if (command.kind === "alterPartition" && this.alterPartitions === "hold") {
      this.proposals.push(command);
      return null;
    }
    const reply = this.submit(command);
    return this.alterPartitions === "contradict" ? this.#contradict(command) : reply;
  }

  #contradict(command: Command): CommandReply | Failure {
    if (command.kind !== "alterPartition") return notActive;
    const results = command.changes.map(({ topicId, partition }) => ({
      ...failure("INVALID_UPDATE_VERSION", "something else was committed meanwhile"),
      topicId,
      partition,
      current: partitionOf(this.image, { topicId, partition }) ?? null,
    }));
    return { kind: "alterPartition", results };
  }

  /** A session that only some of the committed entries reached catches up. */
  #pump(session: Session): void {
    const entries = this.entries.slice(session.next - 1);
    session.next = this.entries.length + 1;
    if (entries.length > 0) session.events.onEntries(entries, this.entries.length + 1);
  }
}

export const notActive = { ...failure("NOT_CONTROLLER", "not the active one"), controllerId: -1 };
