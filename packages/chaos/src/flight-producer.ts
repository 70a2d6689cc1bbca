import { setTimeout as sleep } from "node:timers/promises";
import type { Client, Producer } from "@sordini/client";
import type { HistoryEvent } from "@sordini/sim";
import { type Flight, flightsTopic } from "./flights.ts";
import { Recovery } from "./recovery.ts";
import type { RunClock } from "./run-clock.ts";

/** Names each record, so that a retry can be told from another flight with the same facts. */
export const indexHeader = "flight";

export interface FlightProducerOptions {
  readonly client: Client;
  readonly flights: readonly Flight[];
  readonly flightsPerSecond: number;
  readonly clock: RunClock;
}

const tickMs = 10;

/** Sends the flights in order at a steady pace, acks=all, and keeps a history of it. */
export class FlightProducer {
  readonly history: HistoryEvent[] = [];
  readonly #options: FlightProducerOptions;
  readonly #producer: Producer;
  readonly #failures: string[] = [];
  #recovery: Recovery | undefined;
  #sent = 0;
  #acknowledged = 0;

  constructor(options: FlightProducerOptions) {
    this.#options = options;
    this.#producer = options.client.producer({ acks: "all", deliveryTimeoutMs: 30_000 });
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** One sentence for each flight that was given up. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /** Resolves once all are handed over and acknowledged or failed. */
  async sendAll(): Promise<void> {
    const { flights, flightsPerSecond, clock } = this.#options;
    const beganMs = clock.now();
    while (this.#sent < flights.length) {
      await this.#producer.ready(flightsTopic);
      const due = 1 + ((clock.now() - beganMs) / 1000) * flightsPerSecond;
      while (this.#sent < Math.min(due, flights.length) && this.#sendNext());
      await sleep(tickMs);
    }
    await this.#producer.flush();
  }

  /** To be called at the moment of a fault: tells when `partition` takes flights again. */
  recoveryOf(partition: number): Recovery {
    this.#recovery = new Recovery([partition], this.#options.clock.now());
    return this.#recovery;
  }

  /** False when the producer has no space at the moment. */
  #sendNext(): boolean {
    const name = this.#sent;
    const flight = this.#options.flights[name] as Flight;
    const sentAtMs = this.#options.clock.now();
    const headers = { [indexHeader]: String(name) };
    const record = { key: flight.origin, value: flight, headers };
    const isTaken = this.#producer.enqueue(flightsTopic, record, (error, place) => {
      const atMs = this.#options.clock.now();
      if (error !== null) {
        this.#failures.push(`flight ${name}: ${error.message}`);
        return;
      }
      this.#acknowledged++;
      const { partition, offset } = place;
      this.history.push({ kind: "acknowledged", atMs, name, partition, offset });
      this.#recovery?.see({ partition, sentAtMs, acknowledgedAtMs: atMs });
    });
    if (!isTaken) return false;
    this.#sent++;
    this.history.push({ kind: "sent", atMs: sentAtMs, name, producer: 0 });
    return true;
  }
}
