import {
  type BrokerEpoch,
  type Clock,
  type DirectoryId,
  type LogSink,
  MalformedError,
  type Millis,
  type NodeId,
  type Offset,
  type Rng,
  type Timer,
  type Timers,
} from "@sordini/base";
import type {
  HeartbeatReply,
  Redirect,
  Registration,
  SessionAccepted,
  SessionHeartbeat,
} from "@sordini/metadata";
import type { ActiveController } from "./active-controller.ts";
import { Backoff } from "./backoff.ts";
import {
  duplicateWaitMsMax,
  reconnectDelayMsMax,
  reconnectDelayMsMin,
  sessionAcceptMsMax,
  shutdownAloneMsMax,
} from "./limits.ts";
import type { MetadataFeed } from "./metadata-feed.ts";
import type { ControllerSessionStream, Peers } from "./ports.ts";

export interface ControllerSessionOptions {
  /** What stays the same from session to session of this process. */
  readonly identity: Omit<
    Registration,
    "metadataOffset" | "previousBrokerEpoch" | "recordedBrokerEpoch"
  >;
  readonly peers: Peers;
  readonly active: ActiveController;
  readonly feed: MetadataFeed;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: LogSink;
  readonly offlineDirectoryIds: () => readonly DirectoryId[];
  /** A session was accepted under another broker epoch than the one before. */
  readonly onNewBrokerEpoch: (brokerEpoch: BrokerEpoch) => void;
  /** As the log directories remember it; 0 for none. */
  readonly recordedBrokerEpoch: () => BrokerEpoch;
  /** All was applied that was committed when the session began. */
  readonly onCaughtUp: () => void;
  /** The controller fenced or unfenced this broker. */
  readonly onFencing: (fenced: boolean) => void;
  /** Another process is this broker, so that this one must end. Called once, nothing follows. */
  readonly onReplaced: (why: string) => void;
}

/**
 * Keeps one session with the active controller. Nothing else of the broker depends on it being
 * there: while it is broken, leaders lead and followers follow by the last metadata, and the ISR's
 * rules keep that safe (F6). A broken stream is opened again at once, since the controller's grace
 * before it fences us is short.
 */
export class ControllerSession {
  readonly #options: ControllerSessionOptions;
  readonly #backoff: Backoff;
  #brokerEpoch: BrokerEpoch = -1;
  #fenced = true;
  #current: Attempt | undefined;
  #retry: Timer | undefined;
  #shuttingDown: { readonly done: () => void } | undefined;
  /** Runs while this broker wants to shut down and no controller has a session with it. */
  #alone: Timer | undefined;
  #duplicateSinceMs: Millis | undefined;
  #stopped = false;

  constructor(options: ControllerSessionOptions) {
    this.#options = options;
    this.#backoff = new Backoff({
      minMs: reconnectDelayMsMin,
      maxMs: reconnectDelayMsMax,
      rng: options.rng,
    });
  }

  /** -1 before the first session was accepted. */
  get brokerEpoch(): BrokerEpoch {
    return this.#brokerEpoch;
  }

  /** As the controller said last. */
  get fenced(): boolean {
    return this.#fenced;
  }

  start(): void {
    this.#connect();
  }

  /** Ends the session without a word: to the controller this is a dead process. */
  stop(): void {
    this.#stopped = true;
    this.#retry?.cancel();
    this.#current?.end("this broker stops");
    this.#current = undefined;
  }

  /**
   * Asks for a controlled shutdown. Resolves when no leadership is left, when no controller was to
   * be found for a while (the last nodes of a cluster that stops have nobody to ask), or after
   * `boundMs`.
   */
  shutdown(boundMs: Millis): Promise<void> {
    return new Promise((resolve) => {
      const bound = this.#options.timers.after(boundMs, resolve);
      this.#shuttingDown = {
        done: () => {
          bound.cancel();
          this.#alone?.cancel();
          resolve();
        },
      };
      this.#waitAlone();
      this.heartbeatNow();
    });
  }

  /** News for the controller that should not wait for the next interval. */
  heartbeatNow(): void {
    this.#current?.heartbeat();
  }

  #waitAlone(): void {
    const { timers } = this.#options;
    if (this.#alone !== undefined || this.#current?.isAccepted === true) return;
    this.#alone = timers.after(shutdownAloneMsMax, () => this.#shuttingDown?.done());
  }

  #connect(): void {
    this.#retry = undefined;
    const node = this.#options.active.candidate;
    const attempt = new Attempt(node, this.#options, {
      heartbeatNow: () => this.#heartbeat(attempt),
      onAccepted: (accepted) => this.#accepted(node, accepted),
      onRejected: (redirect) => this.#rejected(attempt, redirect),
      onReply: (reply) => this.#replied(reply),
      onEnd: (reason, wasAccepted) => this.#ended(attempt, reason, wasAccepted),
    });
    this.#current = attempt;
    attempt.open(this.#brokerEpoch);
  }

  #heartbeat(attempt: Attempt): SessionHeartbeat {
    const wantsShutdown = this.#shuttingDown !== undefined;
    return {
      metadataOffset: this.#options.feed.nextOffset,
      wantsUnfenced: attempt.caughtUp && !wantsShutdown,
      wantsShutdown,
      offlineDirectoryIds: this.#options.offlineDirectoryIds(),
    };
  }

  #accepted(node: NodeId, { brokerEpoch }: SessionAccepted): void {
    this.#options.active.confirm(node);
    this.#backoff.reset();
    this.#alone?.cancel();
    this.#alone = undefined;
    const isNew = this.#brokerEpoch !== brokerEpoch;
    this.#brokerEpoch = brokerEpoch;
    this.#options.log.info("controller session", { controller: node, brokerEpoch });
    if (isNew) this.#options.onNewBrokerEpoch(brokerEpoch);
  }

  #rejected(attempt: Attempt, redirect: Redirect): void {
    const redirected = this.#options.active.refute(attempt.node, redirect.controllerId);
    if (redirect.error !== "NOT_CONTROLLER") {
      const { error, message } = redirect;
      this.#options.log.warn("registration rejected", { node: attempt.node, error, message });
    }
    if (redirect.error === "DUPLICATE_BROKER_REGISTRATION" && this.#isReplaced()) {
      this.stop();
      this.#options.onReplaced(redirect.message);
      return;
    }
    this.#again(attempt, redirected ? 1 : this.#backoff.next());
  }

  /**
   * Whoever had a session and is a duplicate now has a successor: to register again would be to
   * take turns with it. Whoever starts may have to wait until its predecessor counts as dead.
   */
  #isReplaced(): boolean {
    if (this.#brokerEpoch >= 0) return true;
    const now = this.#options.clock.monotonicMs();
    this.#duplicateSinceMs ??= now;
    return now - this.#duplicateSinceMs >= duplicateWaitMsMax;
  }

  #replied({ fenced, mayShutDown }: HeartbeatReply): void {
    if (fenced !== this.#fenced) {
      this.#fenced = fenced;
      this.#options.onFencing(fenced);
    }
    if (mayShutDown) this.#shuttingDown?.done();
  }

  #ended(attempt: Attempt, reason: string, wasAccepted: boolean): void {
    if (wasAccepted) {
      this.#options.log.warn("controller session broken", { node: attempt.node, reason });
    }
    this.#options.active.refute(attempt.node, -1);
    this.#again(attempt, wasAccepted ? 0 : this.#backoff.next());
  }

  #again(attempt: Attempt, delayMs: Millis): void {
    if (this.#stopped || this.#current !== attempt) return;
    this.#current = undefined;
    if (this.#shuttingDown !== undefined) this.#waitAlone();
    this.#retry = this.#options.timers.after(delayMs, () => this.#connect());
  }
}

interface AttemptOwner {
  readonly heartbeatNow: () => SessionHeartbeat;
  readonly onAccepted: (accepted: SessionAccepted) => void;
  readonly onRejected: (redirect: Redirect) => void;
  readonly onReply: (reply: HeartbeatReply) => void;
  /** The stream is gone, by the peer, the network or silence. At most one of onRejected, onEnd. */
  readonly onEnd: (reason: string, wasAccepted: boolean) => void;
}

/** One stream to one controller, from its opening to its end; what comes later is not heard. */
class Attempt {
  readonly node: NodeId;
  readonly #options: ControllerSessionOptions;
  readonly #owner: AttemptOwner;
  #stream: ControllerSessionStream | undefined;
  #accepted: SessionAccepted | undefined;
  #ended = false;
  #lastHeardMs: Millis;
  #timer: Timer | undefined;
  #target: Offset | undefined;
  /** True once all was applied that was committed when the session began. */
  caughtUp = false;

  constructor(node: NodeId, options: ControllerSessionOptions, owner: AttemptOwner) {
    this.node = node;
    this.#options = options;
    this.#owner = owner;
    this.#lastHeardMs = options.clock.monotonicMs();
  }

  open(previousBrokerEpoch: BrokerEpoch): void {
    const { identity, feed, peers, timers } = this.#options;
    const recordedBrokerEpoch = this.#options.recordedBrokerEpoch();
    this.#timer = timers.after(sessionAcceptMsMax, () => this.#fail("no answer"));
    feed.beginSession();
    this.#stream = peers.openSession(
      this.node,
      { ...identity, metadataOffset: feed.nextOffset, previousBrokerEpoch, recordedBrokerEpoch },
      {
        onRejected: (redirect) => this.#hear(() => this.#reject(redirect)),
        onAccepted: (accepted) => this.#hear(() => this.#accept(accepted)),
        onSnapshot: (part) => this.#apply(() => feed.onSnapshot(part)),
        onEntries: (entries, highWatermark) =>
          this.#apply(() => {
            feed.onEntries(entries);
            this.#checkCaughtUp(highWatermark);
          }),
        onHeartbeatReply: (reply) => this.#hear(() => this.#owner.onReply(reply)),
        onClosed: (reason) => this.#fail(reason),
      },
    );
  }

  get isAccepted(): boolean {
    return this.#accepted !== undefined && !this.#ended;
  }

  heartbeat(): void {
    if (this.#accepted === undefined || this.#ended) return;
    this.#stream?.heartbeat(this.#owner.heartbeatNow());
  }

  /** Closes the stream; nothing of it is heard any more. */
  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer?.cancel();
    this.#options.log.debug("controller stream closed", { node: this.node, reason });
    this.#stream?.close();
  }

  #hear(handle: () => void): void {
    if (this.#ended) return;
    this.#lastHeardMs = this.#options.clock.monotonicMs();
    handle();
  }

  #apply(change: () => void): void {
    this.#hear(() => {
      try {
        change();
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error;
        this.#options.log.error("unreadable metadata", { node: this.node, error: error.message });
        this.#fail(error.message);
      }
    });
  }

  #accept(accepted: SessionAccepted): void {
    this.#accepted = accepted;
    this.#owner.onAccepted(accepted);
    this.#tick();
  }

  #reject(redirect: Redirect): void {
    this.end(redirect.message);
    this.#owner.onRejected(redirect);
  }

  #fail(reason: string): void {
    if (this.#ended) return;
    this.end(reason);
    this.#owner.onEnd(reason, this.#accepted !== undefined);
  }

  #checkCaughtUp(highWatermark: Offset): void {
    // What is committed later does not count, or a busy log would keep us out for ever (B40).
    this.#target ??= highWatermark;
    if (this.caughtUp || this.#options.feed.nextOffset < this.#target) return;
    this.caughtUp = true;
    this.#options.onCaughtUp();
    this.heartbeat(); // asks to be unfenced now, not an interval later
  }

  /** Sends a heartbeat each interval, and gives up a controller that has fallen silent. */
  #tick(): void {
    this.#timer?.cancel();
    if (this.#ended || this.#accepted === undefined) return;
    const { heartbeatIntervalMs, sessionTimeoutMs } = this.#accepted;
    const silentMs = this.#options.clock.monotonicMs() - this.#lastHeardMs;
    if (silentMs >= sessionTimeoutMs) {
      this.#fail(`nothing heard for ${silentMs} ms`);
      return;
    }
    this.heartbeat();
    this.#timer = this.#options.timers.after(heartbeatIntervalMs, () => this.#tick());
  }
}
