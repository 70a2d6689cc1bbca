import { isFailure } from "@sordini/base";
import type { AdminCommand } from "@sordini/metadata";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import { ClusterClient, type PartitionName } from "./cluster-client.ts";

/** The topic that lives from the start to the end of every run. */
export const lastingTopic = "lasting";
const churningTopics = ["churn-a", "churn-b"];
const submitMs = 2_000;

/** The topics of a run, and what an administrator does to them. */
export class Topics {
  readonly #cluster: SimCluster;
  readonly #client: ClusterClient;
  readonly #sizes = new Map<string, number>();

  constructor(cluster: SimCluster) {
    this.#cluster = cluster;
    this.#client = new ClusterClient(cluster);
  }

  /** Every partition that there is, as far as the administrator knows. */
  readonly partitions = (): readonly PartitionName[] =>
    [...this.#sizes].flatMap(([topic, size]) =>
      Array.from({ length: size }, (_, partition) => ({ topic, partition })),
    );

  /** Tries until the topic is there. */
  async createLasting(): Promise<void> {
    while (!this.#sizes.has(lastingTopic)) {
      await this.#create(lastingTopic);
      await this.#client.process.sleep(20);
    }
  }

  /** One act of administration, by chance. What it was, in a word. */
  act(): string {
    const { chance } = this.#client;
    const topic = chance.pick(churningTopics);
    const act = chance.pick(["create", "create", "delete", "grow", "elect", "configure"] as const);
    if (act === "create") void this.#create(topic);
    else if (act === "delete") void this.#delete(topic);
    else if (act === "grow") void this.#grow(chance.pick([topic, lastingTopic]));
    else if (act === "elect")
      void this.#submit({ kind: "electLeaders", election: "preferred", partitions: null });
    else void this.#configure(topic);
    return act;
  }

  async #create(name: string): Promise<void> {
    const { replicationFactor } = this.#cluster.shape;
    const partitions = this.#cluster.shape.partitions;
    const reply = await this.#submit({
      kind: "createTopics",
      validateOnly: false,
      topics: [{ name, partitions, replicationFactor, assignments: [], configs: [] }],
    });
    if (reply === null || isFailure(reply) || reply.kind !== "createTopics") return;
    const [created] = reply.topics;
    const isThere =
      created !== undefined && (!isFailure(created) || created.error === "TOPIC_ALREADY_EXISTS");
    if (isThere && !this.#sizes.has(name)) this.#sizes.set(name, partitions);
  }

  async #delete(name: string): Promise<void> {
    const reply = await this.#submit({ kind: "deleteTopics", names: [name], topicIds: [] });
    if (reply !== null && !isFailure(reply)) this.#sizes.delete(name);
  }

  async #grow(name: string): Promise<void> {
    const size = this.#sizes.get(name);
    if (size === undefined || size >= 8) return;
    const topics = [{ name, count: size + 1, assignments: [] }];
    const reply = await this.#submit({ kind: "createPartitions", topics, validateOnly: false });
    if (reply === null || isFailure(reply) || reply.kind !== "createPartitions") return;
    const [grown] = reply.topics;
    if (grown !== undefined && !isFailure(grown)) this.#sizes.set(name, size + 1);
  }

  async #configure(name: string): Promise<void> {
    const value = `${this.#client.chance.between(1, 9) * 100_000}`;
    const resource = { type: "topic", name } as const;
    const changes = [{ resource, key: "max.message.bytes", value }];
    await this.#submit({ kind: "alterConfigs", changes, validateOnly: false });
  }

  /** Null: not known whether it happened. */
  async #submit(command: AdminCommand) {
    const result = await this.#client.submit(command, submitMs);
    return result.outcome === "answered" ? result.reply : null;
  }
}
