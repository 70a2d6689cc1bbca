import type { Admin, PartitionDescription } from "@sordini/client";
import { until } from "./waiting.ts";

/** What the cluster says about one topic and itself: whom to kill, and when it is whole again. */
export class ClusterView {
  readonly #admin: Admin;
  readonly #topic: string;

  constructor(admin: Admin, topic: string) {
    this.#admin = admin;
    this.#topic = topic;
  }

  async partitions(): Promise<readonly PartitionDescription[]> {
    const [topic] = await this.#admin.describeTopics([this.#topic]);
    return topic?.partitions ?? [];
  }

  async activeController(): Promise<number> {
    return (await this.#admin.describeQuorum()).leaderId;
  }

  /** Resolves once no broker is fenced and every replica is in sync; throws after `maxMs`. */
  async untilWhole(maxMs: number): Promise<void> {
    await until({ what: "every replica is in sync", maxMs }, async () => {
      const { brokers } = await this.#admin.describeCluster();
      if (brokers.some(({ fenced }) => fenced)) return false;
      const partitions = await this.partitions();
      return partitions.every(isWhole);
    });
  }
}

function isWhole({ leader, isr, replicas }: PartitionDescription): boolean {
  return leader !== null && isr.length === replicas.length;
}
