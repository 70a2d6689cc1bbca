import {
  type Clock,
  type ErrorName,
  type Failure,
  failure,
  isFailure,
  type Millis,
  type NodeId,
  type Rng,
  type Timers,
} from "@sordini/base";
import type {
  Command,
  QuorumChange,
  QuorumDescription,
  QuorumVoters,
  Redirect,
  ReplyTo,
} from "@sordini/metadata";
import type { ActiveController } from "./active-controller.ts";
import { Backoff } from "./backoff.ts";
import { reconnectDelayMsMax, reconnectDelayMsMin, submitAttemptMsMax } from "./limits.ts";
import type { Peers } from "./ports.ts";

export interface ControllerClientOptions {
  readonly peers: Peers;
  readonly active: ActiveController;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
}

/**
 * Hands commands to the active controller from any broker (admin forwarding): follows redirects and
 * asks the next controller while there is time. A command that may have been carried out, or may
 * yet be, is not sent again unless a copy of it can harm nobody: a second createTopics would answer
 * "exists" for the topic that the first one made. The caller gets the doubt.
 */
export class ControllerClient {
  readonly #peers: Peers;
  readonly #active: ActiveController;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #rng: Rng;

  constructor({ peers, active, clock, timers, rng }: ControllerClientOptions) {
    this.#peers = peers;
    this.#active = active;
    this.#clock = clock;
    this.#timers = timers;
    this.#rng = rng;
  }

  /** Never rejects. REQUEST_TIMED_OUT after an attempt whose outcome is unknown says so. */
  submit<C extends Command>(command: C, timeoutMs: Millis): Promise<ReplyTo<C> | Failure> {
    return this.#ask<ReplyTo<C>>({
      timeoutMs,
      repeatable: isRepeatable(command),
      // The port answers a command with the reply of its kind; only the types cannot say it.
      attempt: (node, attemptMs) =>
        this.#peers.submit(node, command, attemptMs) as Promise<ReplyTo<C> | Redirect>,
    });
  }

  describeQuorum(timeoutMs: Millis): Promise<QuorumDescription | Failure> {
    return this.#ask({
      timeoutMs,
      repeatable: true,
      attempt: (node) => this.#peers.describeQuorum(node),
    });
  }

  /** Not repeated when its outcome is unknown: the voter that was added would be a duplicate. */
  changeQuorum(change: QuorumChange, timeoutMs: Millis): Promise<QuorumVoters | Failure> {
    return this.#ask({
      timeoutMs,
      repeatable: false,
      attempt: (node, attemptMs) => this.#peers.changeQuorum(node, change, attemptMs),
    });
  }

  async #ask<R extends object>(question: Question<R>): Promise<R | Failure> {
    const deadlineMs = this.#clock.monotonicMs() + question.timeoutMs;
    const backoff = new Backoff({
      minMs: reconnectDelayMsMin,
      maxMs: reconnectDelayMsMax,
      rng: this.#rng,
    });
    for (;;) {
      const node = this.#active.candidate;
      const leftMs = deadlineMs - this.#clock.monotonicMs();
      const answer = await question.attempt(node, Math.min(leftMs, submitAttemptMsMax));
      if (!isFailure<R>(answer)) {
        this.#active.confirm(node);
        return answer;
      }
      const unsent = unsentErrors.has(answer.error);
      if (!unsent && !(question.repeatable && lostErrors.has(answer.error))) return answer;
      const hint = "controllerId" in answer ? answer.controllerId : -1;
      const pauseMs = this.#active.refute(node, hint) ? 0 : backoff.next();
      if (this.#clock.monotonicMs() + pauseMs >= deadlineMs) return outOfTime(answer, question);
      if (pauseMs > 0) await this.#pause(pauseMs);
      // A hint may be stale and two controllers may name each other: the second hop waits too.
      else await this.#pause(1);
    }
  }

  #pause(ms: Millis): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.after(ms, resolve);
    });
  }
}

interface Question<R> {
  readonly timeoutMs: Millis;
  readonly repeatable: boolean;
  readonly attempt: (node: NodeId, attemptMs: Millis) => Promise<R | Redirect>;
}

/** The command did not reach an active controller: sending it again cannot do it twice. */
const unsentErrors: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "NOT_CONTROLLER",
  "BROKER_NOT_AVAILABLE",
]);

/** Nobody knows whether the command was carried out. */
const lostErrors: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "REQUEST_TIMED_OUT",
  "NETWORK_EXCEPTION",
]);

/**
 * Whether a copy may be sent while the fate of an earlier one is unknown, which may be carried out
 * at any later time: each copy of allocateProducerIds takes a block of its own, and a block that
 * nobody hears of is only unused (I29). A change that finds its state as it wants it is not of this
 * kind: the late copy of an alterConfigs would undo what another client set after the reply to the
 * second one, and that of an electLeaders could elect uncleanly once more (I12). Nor is
 * alterPartition: that its second copy was refused says nothing of the first, which may have been
 * committed (I19).
 */
function isRepeatable({ kind }: Command): boolean {
  return kind === "allocateProducerIds";
}

function outOfTime(last: Failure, { timeoutMs }: { readonly timeoutMs: Millis }): Failure {
  const what = `no active controller took it within ${timeoutMs} ms (last: ${last.message})`;
  return failure("REQUEST_TIMED_OUT", what);
}
