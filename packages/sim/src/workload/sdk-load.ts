import { SordiniError } from "@sordini/client";
import { topicByName } from "@sordini/metadata";
import { Chance } from "../chance.ts";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import type { SimProcess } from "../world/sim-process.ts";
import { nameIn, type Recorder } from "./recorder.ts";
import { createSdk } from "./sdk-client.ts";
import { lastingTopic } from "./topics.ts";

export interface SdkLoadOptions {
  readonly cluster: SimCluster;
  readonly recorder: Recorder;
  readonly name: string;
  readonly thinkMs: number;
}

const deliveryTimeoutMs = 4_000;

/**
 * The SDK as a service uses it: sends and reads the lasting topic. It repeats what got no answer,
 * and without an idempotent producer a record may then stand there twice, but never out of order.
 */
export class SdkLoad {
  readonly #options: SdkLoadOptions;
  readonly #process: SimProcess;
  readonly #chance: Chance;
  readonly #sdk: ReturnType<typeof createSdk>;
  readonly #producer;
  #isStopped = false;

  constructor(options: SdkLoadOptions) {
    const { cluster, recorder } = options;
    this.#options = options;
    this.#process = cluster.newClient();
    this.#chance = new Chance(cluster.world.stream(`sdk load ${this.#process.nodeId}`));
    this.#sdk = createSdk(cluster, this.#process, { requestTimeoutMs: 1_000 });
    this.#producer = {
      number: recorder.newProducer(),
      sdk: this.#sdk.producer({ deliveryTimeoutMs, lingerMs: this.#chance.pick([0, 5]) }),
    };
  }

  start(): void {
    void this.#send();
    void this.#read().catch((error: unknown) => this.#options.cluster.world.fail(error));
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #send(): Promise<void> {
    const { thinkMs } = this.#options;
    while (!this.#isStopped) {
      await this.#process.sleep(this.#chance.within(0, 2 * thinkMs));
      for (let i = this.#chance.between(1, 3); i > 0 && !this.#isStopped; i--) void this.#sendOne();
    }
  }

  async #sendOne(): Promise<void> {
    const { recorder } = this.#options;
    const { number, sdk } = this.#producer;
    const name = recorder.sent(number);
    recorder.pending += 1;
    try {
      const { partition, offset } = await sdk.send(lastingTopic, { value: `${name}` });
      recorder.isAcknowledged(name, this.#partition(partition), offset);
    } catch (error) {
      recorder.hasFailed(name, String(error));
    }
    recorder.pending -= 1;
  }

  /** A service that starts anew after an error from which the SDK says that it may pass. */
  async #read(): Promise<void> {
    for (let times = 0; !this.#isStopped; times++) {
      try {
        await this.#readFromStart(`${this.#options.name}.${times}`);
      } catch (error) {
        if (!(error instanceof SordiniError) || !error.retriable) throw error;
        await this.#process.sleep(20);
      }
    }
  }

  async #readFromStart(reader: string): Promise<void> {
    const { recorder } = this.#options;
    const consumer = this.#sdk.consumer({ from: "earliest" });
    for await (const { partition, offset, value } of consumer.subscribe([lastingTopic])) {
      if (this.#isStopped) return;
      const number = this.#partition(partition);
      recorder.wasRead({ reader, partition: number, offset, name: nameIn(value) });
    }
  }

  #partition(partition: number): number {
    const topic = topicByName(this.#options.cluster.image, lastingTopic);
    return this.#options.recorder.partition(topic?.topicId ?? "unknown", partition);
  }
}
