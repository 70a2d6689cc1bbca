import { type BrokerEpoch, failure, isFailure, type LogSink, type Offset } from "@sordini/base";
import type {
  BrokerCommand,
  BrokerImage,
  HeartbeatReply,
  Redirect,
  RegisterBroker,
  Registration,
  SessionAccepted,
  SessionHeartbeat,
} from "@sordini/metadata";
import { leadershipsOf } from "@sordini/metadata";
import type { WholeReply } from "./progress.ts";
import { type CommittedLog, type FeedSink, SessionFeed } from "./session-feed.ts";

/** The way down to one broker, as a transport offers it. Nothing follows `rejected`. */
export interface SessionSink extends FeedSink {
  /** The session ends, or never began: the transport closes the stream. */
  rejected(redirect: Redirect): void;
  accepted(accepted: SessionAccepted): void;
  heartbeatReply(reply: HeartbeatReply): void;
}

/** The way up: what a transport reports about one broker's stream. */
export interface SessionHandle {
  heartbeat(heartbeat: SessionHeartbeat): void;
  /** The transport takes pushes again, after a push that returned false. */
  onDrain(): void;
  /** The stream is gone. */
  onClosed(): void;
}

/** What a session needs of its controller. */
export interface SessionHost {
  readonly log: LogSink;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  committed(): CommittedLog;
  submit<C extends BrokerCommand>(command: C): Promise<WholeReply<C> | Redirect>;
  /** Ends the broker epoch of an earlier process of this broker. */
  supersede(registration: Registration): Promise<void>;
  onHeard(session: BrokerSession, brokerEpoch: BrokerEpoch): void;
  onEnded(session: BrokerSession): void;
}

/**
 * One broker's stream to the active controller: registration, then heartbeats up and the committed
 * log down. A fenced broker is unfenced once it asks for it and has applied the log up to its own
 * registration: later entries do not count, or a busy log would keep it out for ever (B40).
 */
export class BrokerSession implements SessionHandle {
  readonly registration: Registration;
  readonly #sink: SessionSink;
  readonly #host: SessionHost;
  readonly #feed: SessionFeed;
  #state: "registering" | "open" | "ended" = "registering";
  #brokerEpoch: BrokerEpoch = -1;
  #registeredAt: Offset = 0;
  #unanswered: SessionHeartbeat | null = null;
  #answering = false;

  constructor(options: {
    readonly registration: Registration;
    readonly sink: SessionSink;
    readonly host: SessionHost;
  }) {
    this.registration = options.registration;
    this.#sink = options.sink;
    this.#host = options.host;
    this.#feed = new SessionFeed(options.sink, options.registration.metadataOffset);
  }

  /** Registers the broker and begins to push the log. */
  async register(): Promise<void> {
    await this.#host.supersede(this.registration);
    if (this.#state === "ended") return;
    const reply = await this.#host.submit(registerCommand(this.registration));
    if (this.#state !== "registering") return;
    if (isFailure(reply)) {
      this.end(reply);
      return;
    }
    this.#state = "open";
    this.#brokerEpoch = reply.brokerEpoch;
    this.#registeredAt = this.#host.committed().applied;
    this.#host.onHeard(this, reply.brokerEpoch);
    const { sessionTimeoutMs, heartbeatIntervalMs } = this.#host;
    this.#sink.accepted({ brokerEpoch: reply.brokerEpoch, sessionTimeoutMs, heartbeatIntervalMs });
    this.pump();
  }

  /** Pushes what has been committed since. */
  pump(): void {
    if (this.#state === "open") this.#feed.pump(this.#host.committed());
  }

  onDrain(): void {
    if (this.#state === "open") this.#feed.onDrain(this.#host.committed());
  }

  /** Heartbeats that arrive while one is being answered are answered together. */
  heartbeat(heartbeat: SessionHeartbeat): void {
    if (this.#state !== "open") return;
    this.#host.onHeard(this, this.#brokerEpoch);
    this.#unanswered = heartbeat;
    if (this.#answering) return;
    this.#answering = true;
    this.#answerAll().then(
      () => {
        this.#answering = false;
      },
      (error: unknown) => {
        const message = `the controller failed to answer: ${String(error)}`;
        this.end({ ...failure("UNKNOWN_SERVER_ERROR", message), controllerId: -1 });
      },
    );
  }

  onClosed(): void {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#host.onEnded(this);
  }

  /** Ends the session from this side; `redirect` says why and where to go. */
  end(redirect: Redirect): void {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#sink.rejected(redirect);
    this.#host.onEnded(this);
  }

  async #answerAll(): Promise<void> {
    while (this.#unanswered !== null && this.#state === "open") {
      const heartbeat = this.#unanswered;
      this.#unanswered = null;
      const broker = this.#registered();
      if (broker === null) return;
      const reply = await this.#answer(broker, heartbeat);
      if (this.#state === "open") this.#sink.heartbeatReply(reply);
    }
  }

  /** The broker as it is registered; ends the session when that is another epoch by now. */
  #registered(): BrokerImage | null {
    const { brokerId } = this.registration;
    const broker = this.#host.committed().image.brokers.get(brokerId);
    if (broker?.brokerEpoch === this.#brokerEpoch) return broker;
    const message = `broker ${brokerId} is no longer in epoch ${this.#brokerEpoch}: register anew`;
    this.end({ ...failure("STALE_BROKER_EPOCH", message), controllerId: -1 });
    return null;
  }

  async #answer(broker: BrokerImage, heartbeat: SessionHeartbeat): Promise<HeartbeatReply> {
    const { brokerId, brokerEpoch } = broker;
    if (heartbeat.wantsShutdown && !broker.fenced) {
      const reply = await this.#host.submit({ kind: "shutDownBroker", brokerId, brokerEpoch });
      if (!isFailure(reply)) return this.#reply(reply.leadershipsLeft === 0, reply.leadershipsLeft);
      this.#host.log.warn("a controlled shutdown does not get on", { brokerId, ...reply });
      return this.#reply(false);
    }
    const kind = this.#nextStep(broker, heartbeat);
    if (kind !== null) {
      const reply = await this.#host.submit({ kind, brokerId, brokerEpoch });
      if (isFailure(reply)) this.#host.log.warn(`${kind} failed`, { brokerId, ...reply });
    }
    // A fenced broker leads nothing, so nothing holds it.
    return this.#reply(heartbeat.wantsShutdown);
  }

  /** Where a log directory is offline its replicas cannot lead, nor acknowledge (I26). */
  #nextStep(
    { fenced }: BrokerImage,
    { wantsUnfenced, wantsShutdown, metadataOffset, offlineDirectoryIds }: SessionHeartbeat,
  ): "fenceBroker" | "unfenceBroker" | null {
    if (offlineDirectoryIds.length > 0) return fenced ? null : "fenceBroker";
    const caughtUp = metadataOffset > this.#registeredAt;
    return fenced && wantsUnfenced && !wantsShutdown && caughtUp ? "unfenceBroker" : null;
  }

  #reply(mayShutDown: boolean, leadershipsLeft?: number): HeartbeatReply {
    const { brokerId } = this.registration;
    const { image } = this.#host.committed();
    return {
      fenced: image.brokers.get(brokerId)?.fenced ?? true,
      mayShutDown,
      leadershipsLeft: leadershipsLeft ?? leadershipsOf(image, brokerId).length,
    };
  }
}

function registerCommand(registration: Registration): RegisterBroker {
  const { brokerId, incarnationId, directoryIds, endpoints, rack, wasCleanShutdown } = registration;
  return {
    kind: "registerBroker",
    brokerId,
    incarnationId,
    directoryIds,
    endpoints,
    rack,
    wasCleanShutdown,
  };
}
