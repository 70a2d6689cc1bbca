import { assert, type BrokerEpoch, EpochHistory, type NodeId, type Offset } from "@sordini/base";
import {
  emptyImage,
  type Image,
  type MetadataRecord,
  type PartitionState,
  replay,
} from "@sordini/metadata";
import * as replication from "@sordini/replication";
import type { BrokerTable, Follower, Leader, Replica } from "@sordini/replication";
import type { NodeView } from "../../src/checkers/cluster-view.ts";
import { ReplicationChecker } from "../../src/checkers/replication/replication-checker.ts";

// One partition on three brokers with real Replica states, over logs without records, and one
// controller that commits what it is told. What a test changes by hand is the bug that the checker
// must find.

export const topicId = "topic-of-22-characters";

export class TestLog {
  readonly id = { topicId, partition: 0 };
  logStart: Offset = 0;
  logEnd: Offset = 0;
  durableEnd: Offset = 0;
  epochs = EpochHistory.empty;
  online = true;
  readonly config = { durability: "fsync" };

  append(count: number, epoch: number): void {
    this.epochs = this.epochs.assign({ epoch, start: this.logEnd });
    this.logEnd += count;
  }

  cut(end: Offset): void {
    this.epochs = this.epochs.truncateTo(end);
    this.logEnd = end;
    this.durableEnd = Math.min(this.durableEnd, end);
  }
}

/** The directory of one broker's only log. */
class TestDirectory {
  readonly #broker: TestBroker;
  directoryId = "disk 1";
  /** Why the log is out of service; null when it is not. */
  damage: string | null = null;

  constructor(broker: TestBroker) {
    this.#broker = broker;
  }

  get(): TestLog | undefined {
    return this.damage === null ? this.#broker.log : undefined;
  }

  damaged(): { id: TestLog["id"]; reason: string }[] {
    return this.damage === null ? [] : [{ id: this.#broker.log.id, reason: this.damage }];
  }
}

export class TestBroker {
  readonly nodeId: NodeId;
  incarnation = 1;
  brokerEpoch: BrokerEpoch;
  /** While true, nothing that is pushed becomes durable. */
  diskHangs = false;
  /** While true, work is changing the log. */
  isBusy = false;
  /** While true, a new leader does not write its epoch down. */
  forgetsEpochs = false;
  log = new TestLog();
  /** Another object after each start. */
  directory = new TestDirectory(this);
  replica: Replica = replication.newReplica(0);

  constructor(nodeId: NodeId) {
    this.nodeId = nodeId;
    this.brokerEpoch = nodeId;
  }

  get leader(): Leader {
    assert(this.replica.role === "leader", `${this.nodeId} does not lead`);
    return this.replica;
  }

  get follower(): Follower {
    assert(this.replica.role === "follower", `${this.nodeId} does not follow`);
    return this.replica;
  }
}

const config = { minInSyncReplicas: 1, replicaLagMsMax: 1_000 };

export class ReplicationWorld {
  readonly checker = new ReplicationChecker();
  readonly brokers = [1, 2, 3].map((nodeId) => new TestBroker(nodeId));
  minInSyncReplicas = 1;
  #image: Image = emptyImage;
  #applied = 0;
  #state: PartitionState = {
    ...{ topicId, partition: 0, replicas: [1, 2, 3], isr: [1, 2, 3] },
    ...{ leader: 1, leaderEpoch: 0, partitionEpoch: 0 },
  };
  readonly #partitions = new Map<TestBroker, object>();

  /** Node 1 leads with 2 and 3 in sync, and ten committed records. */
  constructor() {
    const brokers = this.brokers.map(({ nodeId }) => registered(nodeId));
    this.commit(
      ...brokers,
      { kind: "topic", v: 1, topicId, name: "orders", internal: false },
      { kind: "partition", v: 1, ...this.#state },
    );
    this.assignAll();
    this.produce(10);
    this.replicateAll();
  }

  broker(nodeId: NodeId): TestBroker {
    return this.brokers[nodeId - 1] as TestBroker;
  }

  get #leader(): TestBroker {
    return this.broker(this.#state.leader);
  }

  /** The controller commits records: an event of node 9. */
  commit(...records: readonly MetadataRecord[]): void {
    this.#image = records.reduce(replay, this.#image);
    this.#applied++;
    const controller = { image: this.#image, raft: { applied: this.#applied } };
    const view = { nodeId: 9, incarnation: 1, controller, broker: null, logDirectory: null };
    this.checker.afterEvent(view as unknown as NodeView);
  }

  /** The controller decides on leader and ISR; the latter as the leader proposes. */
  decide(change: { readonly leader?: NodeId; readonly isr?: readonly NodeId[] }): void {
    if (change.leader === undefined && change.isr !== undefined) this.propose(change.isr);
    this.impose(change);
  }

  /** The leader proposes that ISR, with the processes that run now. */
  propose(isr: readonly NodeId[]): void {
    const { leaderEpoch, partitionEpoch } = this.#state;
    const members = isr.map((nodeId) => ({ nodeId, brokerEpoch: nodeId }));
    this.#leader.leader.proposal = { leaderEpoch, partitionEpoch, isr: members };
    this.look(this.#leader);
  }

  /** The controller decides, whoever asked for it, together with other `records`. */
  impose(
    change: { readonly leader?: NodeId; readonly isr?: readonly NodeId[] },
    ...records: readonly MetadataRecord[]
  ): void {
    const { leader, leaderEpoch, partitionEpoch } = this.#state;
    const isNew = change.leader !== undefined && change.leader !== leader;
    this.#state = {
      ...this.#state,
      ...change,
      leaderEpoch: leaderEpoch + (isNew ? 1 : 0),
      partitionEpoch: partitionEpoch + 1,
    };
    const { isr, leader: elected, leaderEpoch: epoch, partitionEpoch: version } = this.#state;
    const epochs = { leaderEpoch: epoch, partitionEpoch: version };
    this.commit(...records, {
      ...{ kind: "partitionChanged", v: 1, topicId, partition: 0 },
      ...{ isr, leader: elected, ...epochs },
    });
  }

  assignAll(): void {
    for (const broker of this.brokers) this.assign(broker);
  }

  /** From now on the leader will not propose the follower as a member. */
  keepOut(nodeId: NodeId): void {
    const progress = replication.progressOf(this.#leader.leader, nodeId);
    assert(progress !== undefined, "the leader knows its followers");
    progress.registered = null;
  }

  /** The broker learns of the newest decision. */
  assign(broker: TestBroker): void {
    const { leader } = this.#state;
    const change = replication.applyAssignment(
      broker.replica,
      { ...this.#state, leader: leader < 0 ? null : leader },
      {
        nodeId: broker.nodeId,
        brokerEpoch: broker.brokerEpoch,
        log: broker.log,
        config: { ...config, minInSyncReplicas: this.minInSyncReplicas },
        brokers: brokerTable,
        now: 0,
      },
    );
    broker.replica = change.replica;
    if (change.beginEpoch !== null && !broker.forgetsEpochs) {
      const { log } = broker;
      log.epochs = log.epochs.assign({ epoch: change.beginEpoch, start: log.logEnd });
    }
    this.look(broker);
  }

  produce(count: number): void {
    const { leader, log } = this.#leader;
    log.append(count, leader.leaderEpoch);
    replication.appended(leader, { logEnd: log.logEnd, now: 0 });
    this.sync(this.#leader);
  }

  /** The leader's own log becomes durable. */
  sync(broker: TestBroker): void {
    broker.log.durableEnd = broker.log.logEnd;
    replication.leaderDurable(broker.leader, broker.log.durableEnd);
    this.look(broker);
  }

  replicateAll(): void {
    for (const broker of this.brokers) {
      if (broker.replica.role === "follower") this.attach(broker);
    }
    // Twice: the second push tells the high watermark that the first one led to.
    for (const broker of [...this.brokers, ...this.brokers]) {
      if (broker.replica.role === "follower") this.push(broker);
    }
  }

  /** Attaches, cutting the follower's log where the leader says. */
  attach(broker: TestBroker): void {
    const { follower, log, brokerEpoch } = broker;
    for (;;) {
      const { nodeId } = broker;
      const position = replication.beginAttach(follower, { log, brokerEpoch });
      const event = { nodeId, position, now: 0, log: this.#leader.log };
      const { answer } = replication.attachFollower(this.#leader.leader, event);
      this.look(this.#leader);
      const action = replication.attachAnswered(follower, { answer, log });
      if (action.kind === "replicate") break;
      assert(action.kind === "truncate", `unexpected ${action.kind}`);
      log.cut(action.to);
      replication.truncated(follower, log);
      this.look(broker);
    }
    this.look(broker);
  }

  push(broker: TestBroker): void {
    const { leader, log: source } = this.#leader;
    const { follower, log } = broker;
    const progress = replication.progressOf(leader, broker.nodeId);
    assert(progress !== undefined, "the leader knows its followers");
    const run = { attachId: progress.attachId, baseOffset: progress.cursor };
    const push = replication.makePush(leader, progress, { ...run, nextOffset: leader.logEnd });
    assert(push !== null, "the follower is attached");
    if (replication.pushArrived(follower, push) === "append") {
      for (const [i, { epoch, start }] of source.epochs.entries.entries()) {
        const end = source.epochs.entries[i + 1]?.start ?? source.logEnd;
        const from = Math.max(start, push.baseOffset);
        if (from < Math.min(end, push.nextOffset)) {
          log.epochs = log.epochs.assign({ epoch, start: from });
        }
      }
      log.logEnd = push.nextOffset;
      if (!broker.diskHangs) log.durableEnd = log.logEnd;
    }
    this.look(broker);
    this.report(broker);
  }

  report(broker: TestBroker): void {
    const { follower, log, nodeId } = broker;
    replication.followerDurable(follower, log.durableEnd);
    const position = replication.positionOf(follower);
    replication.followerPosition(this.#leader.leader, { nodeId, position, now: 0 });
    this.look(this.#leader);
  }

  crash(broker: TestBroker): void {
    this.checker.onNodeEnded(broker.nodeId);
    broker.incarnation++;
    broker.directory = new TestDirectory(broker);
    broker.replica = replication.newReplica(broker.log.logStart);
    this.#partitions.delete(broker);
  }

  /** The next process finds an empty disk. */
  replaceDisk(broker: TestBroker): void {
    this.checker.onDiskHarmed(broker.nodeId);
    broker.directory.directoryId = `disk ${broker.incarnation}`;
    broker.log = new TestLog();
  }

  /** The process ends, is fenced, and another one starts on an empty disk and is registered. */
  loseDisk(broker: TestBroker): void {
    const { nodeId: brokerId, brokerEpoch } = broker;
    this.crash(broker);
    this.replaceDisk(broker);
    broker.brokerEpoch += this.brokers.length;
    const isr = this.#state.isr.filter((member) => member !== brokerId);
    this.impose({ isr }, { kind: "brokerChanged", v: 1, brokerId, brokerEpoch, fenced: true });
    this.commit(registered(brokerId, broker.brokerEpoch));
    this.assign(broker);
  }

  look(broker: TestBroker): void {
    const { nodeId, incarnation, brokerEpoch } = broker;
    let partition = this.#partitions.get(broker);
    if (partition === undefined) {
      const ref = { topicId, partition: 0 };
      partition = {
        ...{ ref, name: "orders-0" },
        get isBusy() {
          return broker.isBusy;
        },
        get log() {
          return broker.log;
        },
        get replica() {
          return broker.replica;
        },
      };
      this.#partitions.set(broker, partition);
    }
    const running = { controller: null, broker: { brokerEpoch, replicas: [partition] } };
    const view = { nodeId, incarnation, ...running, logDirectory: broker.directory };
    this.checker.afterEvent(view as unknown as NodeView);
  }
}

const brokerTable: BrokerTable = new Map(
  [1, 2, 3].map((id) => [id, { brokerEpoch: id, fenced: false, shuttingDown: false }]),
);

export function registered(brokerId: NodeId, brokerEpoch = brokerId): MetadataRecord {
  return {
    ...{ kind: "brokerRegistered", v: 1, brokerId, brokerEpoch },
    ...{ incarnationId: `i${brokerEpoch}`, directoryIds: [], endpoints: [], rack: null },
    ...{ fenced: false, inControlledShutdown: false },
  };
}
