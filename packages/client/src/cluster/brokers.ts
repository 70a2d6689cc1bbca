import {
  type CallError,
  clientService,
  type Method,
  type ReceivedResponseOf,
  type RequestOf,
} from "@sordini/rpc";
import { ConnectionError, SordiniError, TimeoutError } from "../errors.ts";
import { attemptTimeoutMsMax } from "../limits.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { pause, retryDelayMs } from "../waiting.ts";
import { type Address, addressText } from "./address.ts";
import { fromCallError } from "./call-errors.ts";
import type { Connections } from "./connections.ts";

export interface BrokersOptions {
  readonly bootstrap: readonly Address[];
  readonly connections: Connections;
  readonly runtime: Runtime;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

export interface CallTimes {
  /** The call with all its attempts. Default: the client's requestTimeoutMs. */
  readonly timeoutMs?: number;
  /** One attempt; then another broker is asked. Only for calls that change nothing. */
  readonly attemptMs?: number;
}

/** Asks any broker of the cluster: the one that answered last, and the next one when it fails. */
export class Brokers {
  readonly #options: BrokersOptions;
  #addresses: readonly Address[];
  #turn = 0;
  /** Until an address has answered, the addresses themselves are the likeliest mistake. */
  #answered = false;
  #closed = false;

  constructor(options: BrokersOptions) {
    this.#options = options;
    this.#addresses = options.bootstrap;
  }

  get requestTimeoutMs(): number {
    return this.#options.requestTimeoutMs;
  }

  /** The cluster's brokers as metadata names them. The bootstrap addresses stay as a fallback. */
  learn(addresses: readonly Address[]): void {
    const current = this.#current();
    const all = new Map([...addresses, ...this.#options.bootstrap].map((a) => [addressText(a), a]));
    this.#addresses = [...all.values()];
    const at = this.#addresses.findIndex((a) => addressText(a) === addressText(current));
    this.#turn = Math.max(0, at);
  }

  close(): void {
    this.#closed = true;
  }

  /** Makes the next call ask another broker: this one's answer was out of date. */
  moveOn(): void {
    this.#turn++;
  }

  /**
   * Calls until a broker answers. Rejects with what the broker said where trying again cannot help,
   * with ConnectionError when no address can be reached, with TimeoutError after `timeoutMs`.
   */
  async call<M extends Method>(
    method: M,
    request: RequestOf<M>,
    times: CallTimes = {},
  ): Promise<ReceivedResponseOf<M>> {
    const { connectTimeoutMs, requestTimeoutMs, runtime } = this.#options;
    const { clock, rng } = runtime;
    const { timeoutMs = requestTimeoutMs, attemptMs = timeoutMs } = times;
    // A change gets its whole time at one broker, so that one has to be found first.
    if (!this.#answered && times.attemptMs === undefined) await this.#connect();
    const startMs = clock.monotonicMs();
    const tried = new Map<string, SordiniError>();
    for (let attempt = 1; ; attempt++) {
      const address = this.#current();
      const leftMs = startMs + timeoutMs - clock.monotonicMs();
      try {
        const response = await this.callAt(address, {
          method,
          request,
          ms: Math.min(attemptMs, leftMs),
        });
        this.#answered = true;
        return response;
      } catch (error) {
        if (!isWorthRetrying(error as SordiniError, attemptMs < leftMs)) throw error;
        tried.set(addressText(address), error as SordiniError);
        this.moveOn();
      }
      // However slow this machine is, no address is given up before it was tried.
      const isWaitedFor = this.#answered || tried.size < this.#addresses.length;
      const giveUpMs = isWaitedFor ? timeoutMs : Math.min(timeoutMs, connectTimeoutMs);
      const afterMs = clock.monotonicMs() - startMs;
      if (afterMs >= giveUpMs) throw this.#gaveUp(tried, afterMs);
      if (attempt % this.#addresses.length === 0) {
        await pause(runtime, retryDelayMs(rng, attempt / this.#addresses.length));
      }
    }
  }

  /** Calls one broker, once. Rejects with a SordiniError. */
  async callAt<M extends Method>(
    address: Address,
    { method, request, ms }: { method: M; request: RequestOf<M>; ms: number },
  ): Promise<ReceivedResponseOf<M>> {
    if (this.#closed) throw new SordiniError("CLIENT_CLOSED", "the client is closed");
    const connection = this.#options.connections.to(address, "control");
    try {
      return await connection.unary(method, request, { timeoutMs: Math.max(1, ms) });
    } catch (error) {
      throw fromCallError(error as CallError, addressText(address));
    }
  }

  async #connect(): Promise<void> {
    await this.call(clientService.getMetadata, {}, { attemptMs: attemptTimeoutMsMax });
  }

  #current(): Address {
    return this.#addresses[this.#turn % this.#addresses.length] as Address;
  }

  #gaveUp(tried: ReadonlyMap<string, SordiniError>, afterMs: number): SordiniError {
    const reasons = [...tried].map(([target, { message }]) => withTarget(target, message));
    const cause = [...tried.values()].at(-1);
    const seconds = (afterMs / 1000).toFixed(1);
    const unreachable = [...tried.values()].every((error) => error instanceof ConnectionError);
    if (!unreachable) {
      const what = `no answer within ${seconds} s: ${reasons.join("; ")}`;
      return new TimeoutError(what, { cause });
    }
    return new ConnectionError(
      `no broker could be reached within ${seconds} s. Tried ${reasons.join("; ")}`,
      { cause },
    );
  }
}

function withTarget(target: string, message: string): string {
  return message.startsWith(target) ? message : `${target}: ${message}`;
}

/**
 * After a deadline, a call that changes something may have done so, and only its caller knows
 * whether doing it twice matters. A lost connection is retried as Kafka's admin client does.
 */
function isWorthRetrying(error: SordiniError, changesNothing: boolean): boolean {
  if (error instanceof TimeoutError) return changesNothing;
  return error.retriable;
}
