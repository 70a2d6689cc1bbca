import type { PartitionDescription } from "@sordini/client";
import type { Cluster } from "@sordini/testing";
import type { ClusterView } from "./cluster-view.ts";
import type { FlightProducer } from "./flight-producer.ts";
import { type LiveView, progressBar } from "./live-view.ts";

export interface DemoScreenParts {
  readonly cluster: Cluster;
  readonly clusterView: ClusterView;
  readonly producer: FlightProducer;
  readonly view: LiveView;
  /** Flights that will be sent. */
  readonly total: number;
}

const redrawMs = 100;
const askMs = 100;

/** What is worth watching: progress, nodes and leaders as they change. */
export class DemoScreen {
  readonly #parts: DemoScreenParts;
  #partitions: readonly PartitionDescription[] = [];
  #trouble = "";
  #drawing: NodeJS.Timeout | undefined;
  #asking: NodeJS.Timeout | undefined;

  constructor(parts: DemoScreenParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#drawing = setInterval(() => this.#parts.view.show(() => this.#lines()), redrawMs);
    this.#ask();
  }

  stop(): void {
    clearInterval(this.#drawing);
    clearTimeout(this.#asking);
    this.#drawing = undefined;
    this.#parts.view.clear();
  }

  #ask(): void {
    const again = (): void => {
      if (this.#drawing !== undefined) this.#asking = setTimeout(() => this.#ask(), askMs);
    };
    this.#parts.clusterView.partitions().then(
      (partitions) => {
        this.#see(partitions);
        again();
      },
      (error: Error) => {
        this.#trouble = error.message;
        again();
      },
    );
  }

  #see(partitions: readonly PartitionDescription[]): void {
    this.#trouble = "";
    for (const { partition, leader, leaderEpoch } of partitions) {
      const before = this.#partitions.find((each) => each.partition === partition);
      if (before === undefined || before.leaderEpoch >= leaderEpoch || leader === null) continue;
      if (before.leader === leader) continue;
      this.#parts.view.tell(`flights-${partition}: node ${before.leader} -> node ${leader} leads`);
    }
    this.#partitions = partitions;
  }

  #lines(): string[] {
    const { cluster, producer, total } = this.#parts;
    const { acknowledged } = producer;
    const nodes = cluster.nodes.map((node) => `${node.nodeId} ${node.isRunning ? "up" : "DOWN"}`);
    const leaders = this.#partitions.map(
      ({ partition, leader, isr }) =>
        `flights-${partition}: ${leader ?? "none"} of ${isr.join(",")}`,
    );
    return [
      "",
      `  flights  ${progressBar(acknowledged, total)} ${acknowledged} of ${total} acknowledged`,
      `  nodes    ${nodes.join("    ")}`,
      `  leaders  ${this.#trouble === "" ? leaders.join("    ") : this.#trouble}`,
    ];
  }
}
