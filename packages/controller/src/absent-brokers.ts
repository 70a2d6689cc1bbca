import type { NodeId, Timers } from "@sordini/base";
import type { BrokerEndpoint, BrokerImage } from "@sordini/metadata";
import { absenceProbeDelayMs, absenceProbeIntervalMs } from "./limits.ts";

/** Looks whether anything listens at a broker's address. */
export interface BrokerProbe {
  /**
   * True only when the connection was refused: the host is there and the process is not. False for
   * anything else, also for an answer that does not come; bounded in time, never rejects.
   */
  isRefused(endpoint: BrokerEndpoint): Promise<boolean>;
}

export interface AbsentBrokersOptions {
  readonly probe: BrokerProbe;
  readonly timers: Timers;
  /** The broker, while it counts as alive and has no session; else undefined. */
  readonly absent: (brokerId: NodeId) => BrokerImage | undefined;
  readonly onGone: (broker: BrokerImage) => void;
}

/**
 * Brokers that count as alive and have no session: their stream broke, or this controller has just
 * taken over and nobody has come yet. One that died together with the old active controller would
 * be missed only after a whole session timeout; but where a process has died, the kernel refuses
 * connections. A slow broker is not taken for a dead one: its kernel goes on accepting.
 */
export class AbsentBrokers {
  readonly #options: AbsentBrokersOptions;
  readonly #watches = new Map<NodeId, symbol>();
  #stopped = false;

  constructor(options: AbsentBrokersOptions) {
    this.#options = options;
  }

  /** Probes the broker from now on until it is back, gone or fenced. */
  watch(brokerId: NodeId): void {
    const watch = Symbol(`broker ${brokerId}`);
    this.#watches.set(brokerId, watch);
    this.#lookAfter(absenceProbeDelayMs, { brokerId, watch });
  }

  stop(): void {
    this.#stopped = true;
    this.#watches.clear();
  }

  #lookAfter(delayMs: number, watched: Watched): void {
    this.#options.timers.after(delayMs, () => void this.#look(watched));
  }

  async #look({ brokerId, watch }: Watched): Promise<void> {
    const before = this.#stillAbsent({ brokerId, watch });
    if (before === undefined) return;
    const { probe, onGone } = this.#options;
    const answers = await Promise.all(before.endpoints.map((each) => probe.isRefused(each)));
    const broker = this.#stillAbsent({ brokerId, watch });
    if (broker === undefined) return;
    const isGone = answers.length > 0 && answers.every((refused) => refused);
    if (!isGone || broker.brokerEpoch !== before.brokerEpoch) {
      this.#lookAfter(absenceProbeIntervalMs, { brokerId, watch });
      return;
    }
    this.#watches.delete(brokerId);
    onGone(broker);
  }

  #stillAbsent({ brokerId, watch }: Watched): BrokerImage | undefined {
    if (this.#stopped || this.#watches.get(brokerId) !== watch) return undefined;
    const broker = this.#options.absent(brokerId);
    if (broker === undefined) this.#watches.delete(brokerId);
    return broker;
  }
}

interface Watched {
  readonly brokerId: NodeId;
  readonly watch: symbol;
}
