import type { BrokerEpoch, Clock, Millis, NodeId, Timer, Timers } from "@sordini/base";
import { sessionCheckMs, stallToleratedMs } from "./limits.ts";

export interface BrokerLeasesOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly sessionTimeoutMs: Millis;
  readonly disconnectGraceMs: Millis;
  /** The broker has to be fenced. Its lease is gone. */
  readonly onExpired: (brokerId: NodeId, expired: ExpiredLease) => void;
}

export interface ExpiredLease {
  readonly brokerEpoch: BrokerEpoch;
  readonly why: "disconnected" | "silent" | "refused";
}

interface Lease {
  readonly brokerEpoch: BrokerEpoch;
  /** When the deadline was last set by what the broker did. */
  setAt: Millis;
  deadline: Millis;
  connected: boolean;
}

/**
 * How long each broker counts as alive. A timer that fires late shows that this process was
 * stalled, and with it the heartbeats that wait to be read: every lease is prolonged by as much,
 * so that a busy controller does not fence its whole cluster (B40).
 */
export class BrokerLeases {
  readonly #options: BrokerLeasesOptions;
  readonly #leases = new Map<NodeId, Lease>();
  #wake: { readonly at: Millis; readonly timer: Timer } | null = null;
  #stopped = false;

  constructor(options: BrokerLeasesOptions) {
    this.#options = options;
  }

  /** The broker was heard, on an open stream. */
  renew(brokerId: NodeId, brokerEpoch: BrokerEpoch): void {
    const setAt = this.#options.clock.monotonicMs();
    const deadline = setAt + this.#options.sessionTimeoutMs;
    this.#leases.set(brokerId, { brokerEpoch, setAt, deadline, connected: true });
    this.#schedule();
  }

  /** The broker's stream broke: its process may be dead, or may be back in a moment. */
  disconnected(brokerId: NodeId): void {
    const lease = this.#leases.get(brokerId);
    if (lease === undefined) return;
    lease.setAt = this.#options.clock.monotonicMs();
    lease.deadline = Math.min(lease.deadline, lease.setAt + this.#options.disconnectGraceMs);
    lease.connected = false;
    this.#schedule();
  }

  /** Forgets the broker without a word. */
  drop(brokerId: NodeId): void {
    this.#leases.delete(brokerId);
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.timer.cancel();
    this.#leases.clear();
  }

  #schedule(): void {
    if (this.#stopped || this.#leases.size === 0) return;
    const now = this.#options.clock.monotonicMs();
    const earliest = Math.min(...[...this.#leases.values()].map((lease) => lease.deadline));
    const at = Math.min(earliest, now + sessionCheckMs);
    if (this.#wake !== null && this.#wake.at <= at) return;
    this.#wake?.timer.cancel();
    const timer = this.#options.timers.after(Math.max(0, at - now), () =>
      this.#check({ setAt: now, at }),
    );
    this.#wake = { at, timer };
  }

  #check({ setAt, at }: { readonly setAt: Millis; readonly at: Millis }): void {
    this.#wake = null;
    const now = this.#options.clock.monotonicMs();
    if (now - at > stallToleratedMs) {
      // Nothing was read since the stall, so the whole wait counts for nothing: whoever had some
      // time left then has it again.
      const before = [...this.#leases.values()].filter((lease) => lease.setAt <= at);
      for (const lease of before) lease.deadline += now - setAt;
    }
    const expired = [...this.#leases].filter(([, lease]) => lease.deadline <= now);
    for (const [brokerId, { brokerEpoch, connected }] of expired.sort((a, b) => a[0] - b[0])) {
      this.#leases.delete(brokerId);
      const why = connected ? "silent" : "disconnected";
      this.#options.onExpired(brokerId, { brokerEpoch, why });
    }
    this.#schedule();
  }
}
