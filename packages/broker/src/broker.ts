import {
  type BrokerEpoch,
  type Clock,
  type Crc32c,
  type Failure,
  failure,
  isFailure,
  type LogSink,
  type Millis,
  type NodeId,
  type Rng,
  type Timers,
  type Uuid,
} from "@sordini/base";
import type {
  BrokerEndpoint,
  Command,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  ReplyTo,
} from "@sordini/metadata";
import type { LogDirectory, LogDirectoryEvents, PartitionLog } from "@sordini/storage";
import { ActiveController } from "./active-controller.ts";
import type {
  BrokerApi,
  FetchHandle,
  FetchRequest,
  FollowerSession,
  FollowerSink,
  ListedOffset,
  ListOffsetsPartition,
  MetadataView,
  PartitionFailure,
  ProduceDone,
  ProduceRequest,
  ReplicateHello,
} from "./api.ts";
import { ByteBudget } from "./byte-budget.ts";
import { ControllerClient } from "./controller-client.ts";
import { ControllerSession } from "./controller-session.ts";
import { DeadlineWheel } from "./deadlines.ts";
import { FetchPath } from "./fetch.ts";
import { FollowerStreams } from "./follower-streams.ts";
import { IsrKeeper } from "./isr-keeper.ts";
import { LeaderLinks } from "./leader-links.ts";
import { describeQuorumMsMax, shutdownMsMax } from "./limits.ts";
import { listOffset } from "./list-offsets.ts";
import { MetadataFeed } from "./metadata-feed.ts";
import { ClusterView } from "./metadata-view.ts";
import type { Partition, PartitionHost } from "./partition.ts";
import { PartitionManager } from "./partition-manager.ts";
import { PartitionTable } from "./partition-table.ts";
import type { Peers } from "./ports.ts";
import { ProducePath } from "./produce.ts";
import { ReplicaLogs } from "./replica-logs.ts";
import { RetentionKeeper } from "./retention-keeper.ts";

export interface BrokerConfig {
  readonly clusterId: Uuid;
  readonly nodeId: NodeId;
  /** Random for each start of the process. */
  readonly incarnationId: Uuid;
  readonly rack: string | null;
  /** As advertised to clients and to other brokers. */
  readonly endpoints: readonly BrokerEndpoint[];
  /** The listener name under which brokers reach each other for replication. */
  readonly replicationListener: string;
  readonly controllers: readonly NodeId[];
  /** Settings of server.properties that are defaults of topic configs, by broker key. */
  readonly staticConfigs: ReadonlyMap<string, string>;
  /** `replica.lag.time.max.ms`. */
  readonly replicaLagMsMax: Millis;
  /** Produced bytes that may wait to be written before listeners grant no more credit. */
  readonly produceInFlightBytesMax: number;
  /** `log.retention.check.interval.ms`. */
  readonly retentionCheckMs: Millis;
}

/** Opens one log directory and recovers its logs; the events are this broker's. */
export type OpenLogDirectory = (events: LogDirectoryEvents) => Promise<LogDirectory | Failure>;

export interface BrokerOptions {
  readonly config: BrokerConfig;
  readonly directories: readonly OpenLogDirectory[];
  readonly peers: Peers;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly crc32c: Crc32c;
  readonly log: LogSink;
  /** Another process has this broker's id: shut down. The log directories are sound. */
  readonly onReplaced: (why: string) => void;
  /** `isFenced` has changed; a broker starts fenced. */
  readonly onFencing?: (fenced: boolean) => void;
}

/** The broker core: wires its parts together, each of which is a file of its own. */
export class Broker implements BrokerApi {
  readonly #options: BrokerOptions;
  readonly #partitions = new PartitionTable();
  readonly #budget: ByteBudget;
  readonly #view: ClusterView;
  readonly #client: ControllerClient;
  readonly #active: ActiveController;
  readonly #produce: ProducePath;
  readonly #fetch: FetchPath;
  readonly #wheel: DeadlineWheel;
  readonly #isr: IsrKeeper;
  readonly #links: LeaderLinks;
  readonly #streams: FollowerStreams;
  readonly #retention: RetentionKeeper;
  #logs: ReplicaLogs | undefined;
  #manager: PartitionManager | undefined;
  #session: ControllerSession | undefined;

  constructor(options: BrokerOptions) {
    this.#options = options;
    const { config, clock, timers, rng, peers, crc32c, log } = options;
    const partitions = this.#partitions;
    this.#budget = new ByteBudget(config.produceInFlightBytesMax);
    this.#active = new ActiveController(config.controllers);
    const view = new ClusterView(config.clusterId, this.#active, config.staticConfigs);
    this.#view = view;
    this.#wheel = new DeadlineWheel({ clock, timers });
    this.#client = new ControllerClient({ peers, active: this.#active, clock, timers, rng });
    this.#produce = new ProducePath({ partitions, view, budget: this.#budget, crc32c });
    this.#fetch = new FetchPath({ partitions, view, timers, wheel: this.#wheel });
    const { clusterId, nodeId, replicationListener } = config;
    const brokerEpoch = (): BrokerEpoch => this.brokerEpoch;
    this.#isr = new IsrKeeper({ nodeId, brokerEpoch, client: this.#client, timers });
    this.#links = new LeaderLinks({
      clusterId,
      nodeId,
      brokerEpoch,
      endpointOf: (leader) => view.endpointOf(leader, replicationListener),
      partitions,
      peers,
      timers,
      rng,
      crc32c,
      log,
    });
    this.#streams = new FollowerStreams({ nodeId, view, partitions, clock, timers });
    const checkMs = config.retentionCheckMs;
    this.#retention = new RetentionKeeper({
      partitions,
      checkMs,
      timers,
      log,
      onOffline: (partition) => this.#manager?.settled(partition),
    });
  }

  /** -1 before the first session with a controller. */
  get brokerEpoch(): BrokerEpoch {
    return this.#session?.brokerEpoch ?? -1;
  }

  /** True while the active controller keeps this broker from leading; so at first. */
  get isFenced(): boolean {
    return this.#session?.fenced ?? true;
  }

  /** Opens and recovers the log directories, then registers. The first failure to open, or null. */
  async start(): Promise<Failure | null> {
    const { config, peers, clock, timers, rng, log, onReplaced, onFencing } = this.#options;
    const directories = await this.#openDirectories();
    if (isFailure<LogDirectory[]>(directories)) return directories;
    const logs = new ReplicaLogs(directories);
    const manager = this.#createManager(logs);
    this.#logs = logs;
    this.#manager = manager;
    const { clusterId, nodeId, incarnationId, endpoints, rack } = config;
    this.#session = new ControllerSession({
      identity: {
        clusterId,
        brokerId: nodeId,
        incarnationId,
        endpoints,
        rack,
        directoryIds: directories.map(({ directoryId }) => directoryId),
        wasCleanShutdown: directories.every(({ wasCleanShutdown }) => wasCleanShutdown),
      },
      peers,
      active: this.#active,
      feed: new MetadataFeed((change) => manager.apply(change)),
      clock,
      timers,
      rng,
      log,
      offlineDirectoryIds: () => manager.offlineDirectoryIds,
      recordedBrokerEpoch: () => logs.brokerEpoch,
      onNewBrokerEpoch: (brokerEpoch) => {
        logs.recordBrokerEpoch(brokerEpoch);
        this.#links.onOwnEpoch();
      },
      onCaughtUp: () => {
        this.#view.isWhole = true;
        manager.caughtUp();
      },
      onFencing: (fenced) => onFencing?.(fenced),
      onReplaced,
    });
    this.#session.start();
    this.#retention.start();
    return null;
  }

  /**
   * Controlled shutdown: gives all leadership away (at most `boundMs` long), then stops and closes
   * the log directories with their marks of a clean end.
   */
  async shutdown(boundMs: Millis = shutdownMsMax): Promise<void> {
    await this.#session?.shutdown(boundMs);
    this.stop();
    await this.#logs?.close();
  }

  /** Stops at once and leaves the log directories as they are. */
  stop(): void {
    this.#retention.stop();
    this.#session?.stop();
    this.#links.stop();
    this.#isr.stop();
    const why = failure("NOT_LEADER_OR_FOLLOWER", "this broker stops");
    this.#streams.closeAll(why);
    for (const partition of this.#partitions) partition.stop(why);
  }

  get canAccept(): boolean {
    return this.#budget.hasRoom;
  }

  onceAccepting(callback: () => void): void {
    this.#budget.onceRoom(callback);
  }

  produce(request: ProduceRequest, done: ProduceDone): void {
    this.#produce.produce(request, done);
  }

  fetch(request: FetchRequest): FetchHandle {
    return this.#fetch.fetch(request);
  }

  listOffsets(
    asked: readonly ListOffsetsPartition[],
  ): Promise<readonly (ListedOffset | PartitionFailure)[]> {
    const context = { partitions: this.#partitions, view: this.#view };
    return Promise.all(asked.map((each) => listOffset(context, each)));
  }

  acceptFollower(hello: ReplicateHello, sink: FollowerSink): FollowerSession | Failure {
    return this.#streams.accept(hello, sink);
  }

  submit<C extends Command>(command: C, timeoutMs: Millis): Promise<ReplyTo<C> | Failure> {
    return this.#client.submit(command, timeoutMs);
  }

  describeQuorum(): Promise<QuorumDescription | Failure> {
    return this.#client.describeQuorum(describeQuorumMsMax);
  }

  changeQuorum(change: QuorumChange, timeoutMs: Millis): Promise<QuorumVoters | Failure> {
    return this.#client.changeQuorum(change, timeoutMs);
  }

  /** This broker's replicas: to look at, for descriptions and checkers. */
  get replicas(): Iterable<Partition> {
    return this.#partitions;
  }

  get metadata(): MetadataView {
    return this.#view;
  }

  async #openDirectories(): Promise<LogDirectory[] | Failure> {
    const events: LogDirectoryEvents = {
      onProgress: (logs) => this.#onProgress(logs),
      onOffline: (reason) => this.#onOffline(reason),
    };
    const opened = await Promise.all(this.#options.directories.map((open) => open(events)));
    const directories: LogDirectory[] = [];
    let failed: Failure | undefined;
    for (const each of opened) {
      if (isFailure<LogDirectory>(each)) failed ??= each;
      else directories.push(each);
    }
    if (failed === undefined) return directories;
    await Promise.all(directories.map((directory) => directory.close()));
    return failed;
  }

  #onProgress(logs: ReadonlySet<PartitionLog>): void {
    for (const log of logs) {
      const partition = this.#partitions.get(log.id);
      if (partition?.log === log) partition.onProgress();
    }
  }

  #onOffline(reason: string): void {
    this.#options.log.error("log directory offline", { reason });
    this.#manager?.directoryOffline();
    this.#session?.heartbeatNow();
  }

  #createManager(logs: ReplicaLogs): PartitionManager {
    const { config, clock, timers, log } = this.#options;
    const { nodeId, staticConfigs, replicaLagMsMax } = config;
    const manager: PartitionManager = new PartitionManager({
      nodeId,
      brokerEpoch: () => this.brokerEpoch,
      staticConfigs,
      replicaLagMsMax,
      view: this.#view,
      partitions: this.#partitions,
      logs,
      links: this.#links,
      streams: this.#streams,
      host: this.#createHost((partition) => manager.settled(partition)),
      clock,
      timers,
      log,
    });
    return manager;
  }

  #createHost(settled: PartitionHost["settled"]): PartitionHost {
    return {
      clock: this.#options.clock,
      wheel: this.#wheel,
      produceBudget: this.#budget,
      wakeFetches: (parked) => this.#fetch.parked.wake(parked),
      propose: (partition, proposal) => this.#isr.propose(partition, proposal),
      watchIsr: (partition) => this.#isr.watch(partition),
      reportPosition: (partition) => this.#links.report(partition),
      settled,
      failed: (partition, reason) => {
        const fields = { partition: partition.name, reason: String(reason) };
        this.#options.log.error("work on a log failed", fields);
      },
    };
  }
}
