import type { AdminCommand, ConfigResource } from "@sordini/metadata";
import { configsOf, topicByName } from "@sordini/metadata";
import type { Chance } from "../chance.ts";
import type { TopicAnswer, TopicCall } from "../checkers/metadata/topic-model.ts";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import { ClusterClient, type PartitionName } from "./cluster-client.ts";
import { answerOf, TopicHistory, withoutEffect } from "./topic-history.ts";

/** The topic that lives from the start to the end of every run. */
export const lastingTopic = "lasting";
const churningTopics = ["churn-a", "churn-b"];
const submitMs = 2_000;
const partitionsMax = 8;

type Outcome = TopicAnswer | null | typeof withoutEffect;

/** The topics of a run, and what administrators do to them. */
export class Topics {
  readonly history: TopicHistory;
  readonly #cluster: SimCluster;
  readonly #client: ClusterClient;
  readonly #sizes = new Map<string, number>();
  /** Topics that came to go again. */
  #onceCount = 0;

  constructor(cluster: SimCluster) {
    this.#cluster = cluster;
    this.#client = new ClusterClient(cluster);
    this.history = new TopicHistory(() => cluster.nowMs);
  }

  /** Every partition that there is, as far as the administrators know. */
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

  /** One act of administration. What it was, in a word. */
  act(chance: Chance): string {
    const name = chance.pick(churningTopics);
    const act = chance.pick([
      "create",
      "create",
      "delete",
      "grow",
      "describe",
      "describe",
      "elect",
      "configure",
    ] as const);
    switch (act) {
      case "create":
        void this.#create(name);
        break;
      case "delete":
        void this.#delete(name);
        break;
      case "grow":
        void this.#grow(chance.pick([name, lastingTopic]));
        break;
      case "describe":
        void this.#describe(chance.pick([...churningTopics, lastingTopic]));
        break;
      case "configure":
        void this.#configure(name, chance.between(1, 9) * 100_000);
        break;
      default:
        this.electPreferred();
    }
    return `${act} ${name}`;
  }

  /** Gives leaderships back to preferred leaders. */
  electPreferred(): void {
    void this.#submit({ kind: "electLeaders", election: "preferred", partitions: null });
  }

  /**
   * A topic comes and goes under a name that nobody else uses: so no other command, of which nobody
   * knows whether it was carried out, can explain a wrong answer.
   */
  async comeAndGo(): Promise<void> {
    const name = `once-${this.#onceCount++}`;
    await this.#create(name);
    await this.#delete(name);
  }

  async #create(name: string): Promise<void> {
    const { partitions, replicationFactor } = this.#cluster.shape;
    const topics = [{ name, partitions, replicationFactor, assignments: [], configs: [] }];
    const answer = await this.#record(
      { kind: "create", name, partitions },
      { kind: "createTopics", validateOnly: false, topics },
    );
    const isThere = isAnswer(answer, "done") || isAnswer(answer, "exists");
    if (isThere && !this.#sizes.has(name)) this.#sizes.set(name, partitions);
  }

  async #delete(name: string): Promise<void> {
    const command = { kind: "deleteTopics", names: [name], topicIds: [] } as const;
    const answer = await this.#record({ kind: "delete", name }, command);
    if (isAnswer(answer, "done") || isAnswer(answer, "absent")) this.#sizes.delete(name);
  }

  async #grow(name: string): Promise<void> {
    const count = (this.#sizes.get(name) ?? 0) + 1;
    if (count === 1 || count > partitionsMax) return;
    const answer = await this.#record(
      { kind: "grow", name, count },
      { kind: "createPartitions", topics: [{ name, count, assignments: [] }], validateOnly: false },
    );
    if (isAnswer(answer, "done") && this.#sizes.has(name)) this.#sizes.set(name, count);
  }

  async #configure(name: string, bytes: number): Promise<void> {
    const [key, value] = ["max.message.bytes", `${bytes}`];
    const resource: ConfigResource = { type: "topic", name };
    await this.#record(
      { kind: "configure", name, key, value },
      { kind: "alterConfigs", changes: [{ resource, key, value }], validateOnly: false },
    );
  }

  /** What a controller says of the topic after a quorum read: whichever asks must be right. */
  async #describe(name: string): Promise<void> {
    const { chance } = this.#client;
    const asked = this.#cluster.nodes().filter(({ controller }) => controller !== null);
    const node = asked.length === 0 ? undefined : chance.pick(asked);
    const { controller, process } = node ?? {};
    if (controller === null || controller === undefined) return;
    process?.run(() => {
      const ended = this.history.begin({ kind: "describe", name });
      void controller.raft.readIndex().then((read) => {
        ended(read.outcome === "ready" ? this.#describedAt(controller.image, name) : withoutEffect);
      });
    });
  }

  #describedAt(image: SimCluster["image"], name: string): TopicAnswer {
    const topic = topicByName(image, name);
    if (topic === undefined) return { kind: "absent" };
    const { topicId, partitions } = topic;
    const configs = new Map(configsOf(image, { type: "topic", name }));
    return { kind: "described", topic: { topicId, partitions: partitions.size, configs } };
  }

  async #record(call: TopicCall, command: AdminCommand): Promise<Outcome> {
    const ended = this.history.begin(call);
    const answer = answerOf(command, await this.#submit(command));
    ended(answer);
    return answer;
  }

  #submit(command: AdminCommand) {
    return this.#client.submit(command, submitMs);
  }
}

function isAnswer(outcome: Outcome, kind: TopicAnswer["kind"]): boolean {
  return outcome !== null && outcome !== withoutEffect && outcome.kind === kind;
}
