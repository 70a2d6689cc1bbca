import { type BrokerEpoch, failure, isFailure, type NodeId } from "@sordini/base";
import {
  type BrokerCommand,
  type BrokerImage,
  brokersOf,
  type Command,
  type CommandReply,
  type Redirect,
  type Registration,
} from "@sordini/metadata";
import type { Clock, LogSink, Timers } from "@sordini/base";
import { AbsentBrokers, type BrokerProbe } from "./absent-brokers.ts";
import { BrokerLeases, type ExpiredLease } from "./broker-leases.ts";
import {
  BrokerSession,
  type SessionHandle,
  type SessionHost,
  type SessionSink,
} from "./broker-session.ts";
import type { ControllerConfig } from "./config.ts";
import { whyDuplicate } from "./duplicates.ts";
import { fenceRetryMs, sessionsMax } from "./limits.ts";
import { submitWhole, type WholeReply } from "./progress.ts";
import type { CommittedLog } from "./session-feed.ts";

export interface BrokerSessionsOptions {
  readonly nodeId: NodeId;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: LogSink;
  readonly config: ControllerConfig;
  readonly probe: BrokerProbe;
  readonly committed: () => CommittedLog;
  /** Plans on behalf of this leadership; never throttled. */
  readonly submit: (command: Command) => Promise<CommandReply | Redirect>;
}

/** The brokers' sessions with one active controller, for as long as it leads. */
export class BrokerSessions implements SessionHost {
  readonly #options: BrokerSessionsOptions;
  readonly #sessions = new Map<NodeId, BrokerSession>();
  readonly #leases: BrokerLeases;
  readonly #absent: AbsentBrokers;
  #stopped = false;

  constructor(options: BrokerSessionsOptions) {
    this.#options = options;
    this.#leases = new BrokerLeases({
      clock: options.clock,
      timers: options.timers,
      ...options.config,
      onExpired: (brokerId, expired) => this.#expire(brokerId, expired),
    });
    this.#absent = new AbsentBrokers({
      ...options,
      absent: (brokerId) => this.#whileAbsent(brokerId),
      onGone: ({ brokerId, brokerEpoch }) => {
        this.#leases.drop(brokerId);
        this.#expire(brokerId, { brokerEpoch, why: "refused" });
      },
    });
  }

  get log(): LogSink {
    return this.#options.log;
  }

  get sessionTimeoutMs(): number {
    return this.#options.config.sessionTimeoutMs;
  }

  get heartbeatIntervalMs(): number {
    return this.#options.config.heartbeatIntervalMs;
  }

  /**
   * A new active controller has no sessions yet, so every broker gets one session timeout to come
   * back, unless its process is seen to be gone. What its predecessor began to fence, it finishes.
   */
  start(): void {
    for (const { brokerId, brokerEpoch, fenced } of brokersOf(this.committed().image)) {
      if (fenced) this.#fence(brokerId, brokerEpoch);
      else {
        this.#leases.renew(brokerId, brokerEpoch);
        this.#absent.watch(brokerId);
      }
    }
  }

  /** Leadership is lost: all brokers have to go elsewhere. */
  stop(redirect: Redirect): void {
    this.#stopped = true;
    this.#leases.stop();
    this.#absent.stop();
    for (const session of this.#inOrder()) session.end(redirect);
  }

  open(registration: Registration, sink: SessionSink): SessionHandle {
    const session = new BrokerSession({ registration, sink, host: this });
    const refused = this.#check(registration);
    if (refused !== null) {
      session.end(refused);
      return session;
    }
    this.#replace(registration.brokerId, session);
    session.register().catch((error: unknown) => {
      this.log.error("a registration failed", { error: String(error) });
      session.onClosed();
    });
    return session;
  }

  /** Pushes what was committed to every broker. */
  pump(): void {
    for (const session of this.#inOrder()) session.pump();
  }

  committed(): CommittedLog {
    return this.#options.committed();
  }

  submit<C extends BrokerCommand>(command: C): Promise<WholeReply<C> | Redirect> {
    return submitWhole((each) => this.#options.submit(each), command);
  }

  /**
   * The same broker in a new process (KIP-903): it holds the directories that the old one had
   * locked, so that one is dead, however its stream looks. `whyDuplicate` has refused all others.
   */
  async supersede({ brokerId, incarnationId }: Registration): Promise<void> {
    const known = this.committed().image.brokers.get(brokerId);
    if (known === undefined || known.fenced || known.incarnationId === incarnationId) return;
    this.#leases.drop(brokerId);
    await this.submit({ kind: "fenceBroker", brokerId, brokerEpoch: known.brokerEpoch });
  }

  onHeard({ registration }: BrokerSession, brokerEpoch: BrokerEpoch): void {
    this.#leases.renew(registration.brokerId, brokerEpoch);
  }

  onEnded(session: BrokerSession): void {
    const { brokerId } = session.registration;
    if (this.#sessions.get(brokerId) !== session) return;
    this.#sessions.delete(brokerId);
    this.#leases.disconnected(brokerId);
    this.#absent.watch(brokerId);
  }

  #whileAbsent(brokerId: NodeId): BrokerImage | undefined {
    const broker = this.committed().image.brokers.get(brokerId);
    return broker?.fenced === false && !this.#sessions.has(brokerId) ? broker : undefined;
  }

  #check(registration: Registration): Redirect | null {
    const { metadataOffset, recordedBrokerEpoch, brokerId } = registration;
    const { nodeId } = this.#options;
    const { applied, image } = this.committed();
    if (metadataOffset > applied + 1) {
      const message =
        `broker ${brokerId} has metadata up to ${metadataOffset}, but only ${applied + 1} is ` +
        "committed here: it was not this quorum that wrote it";
      return { ...failure("INVALID_REQUEST", message), controllerId: nodeId };
    }
    if (recordedBrokerEpoch > image.lastBrokerEpoch) {
      const message =
        `the log directories of broker ${brokerId} were registered under broker epoch ` +
        `${recordedBrokerEpoch}, but this quorum has given epochs up to ` +
        `${image.lastBrokerEpoch} only: it has lost its metadata. Give the controllers their ` +
        "directories back; or, to give up all records, empty the broker's";
      return { ...failure("INVALID_REQUEST", message), controllerId: nodeId };
    }
    if (this.#sessions.size >= sessionsMax && !this.#sessions.has(brokerId)) {
      const message = `there are ${sessionsMax} broker sessions already`;
      return { ...failure("THROTTLING_QUOTA_EXCEEDED", message), controllerId: nodeId };
    }
    return this.#checkRival(registration);
  }

  #checkRival(registration: Registration): Redirect | null {
    const { brokerId } = registration;
    const message = whyDuplicate(registration, {
      known: this.committed().image.brokers.get(brokerId),
      session: this.#sessions.get(brokerId)?.registration,
    });
    if (message === null) return null;
    const error = "DUPLICATE_BROKER_REGISTRATION";
    return { ...failure(error, message), controllerId: this.#options.nodeId };
  }

  /** The newest stream of a broker counts, and ends the one before. */
  #replace(brokerId: NodeId, session: BrokerSession): void {
    const before = this.#sessions.get(brokerId);
    this.#sessions.set(brokerId, session);
    if (before === undefined) return;
    const sameProcess = before.registration.incarnationId === session.registration.incarnationId;
    const message = sameProcess
      ? `broker ${brokerId} has opened a newer session`
      : `another process has registered as broker ${brokerId}`;
    const error = sameProcess ? "STALE_BROKER_EPOCH" : "DUPLICATE_BROKER_REGISTRATION";
    before.end({ ...failure(error, message), controllerId: this.#options.nodeId });
  }

  #expire(brokerId: NodeId, { brokerEpoch, why }: ExpiredLease): void {
    this.log.warn("a broker's session is over", { brokerId, brokerEpoch, why });
    const message = `broker ${brokerId} was not heard for ${this.sessionTimeoutMs} ms`;
    const session = this.#sessions.get(brokerId);
    session?.end({ ...failure("REQUEST_TIMED_OUT", message), controllerId: this.#options.nodeId });
    this.#fence(brokerId, brokerEpoch);
  }

  #fence(brokerId: NodeId, brokerEpoch: BrokerEpoch): void {
    if (this.#stopped) return;
    const again = (reason: unknown): void => {
      this.log.warn("a broker could not be fenced yet", { brokerId, reason: String(reason) });
      this.#options.timers.after(fenceRetryMs, () => this.#fence(brokerId, brokerEpoch));
    };
    this.submit({ kind: "fenceBroker", brokerId, brokerEpoch }).then((reply) => {
      if (!isFailure(reply) || this.#stopped) return;
      // Registered anew or removed meanwhile: then there is nothing left to fence.
      const { error, message } = reply;
      if (error === "STALE_BROKER_EPOCH" || error === "BROKER_ID_NOT_REGISTERED") return;
      again(message);
    }, again);
  }

  #inOrder(): readonly BrokerSession[] {
    return [...this.#sessions].sort((a, b) => a[0] - b[0]).map(([, session]) => session);
  }
}
