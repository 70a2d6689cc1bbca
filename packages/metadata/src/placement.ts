import { assert, type NodeId, type Rng, shuffled } from "@sordini/base";

// Which brokers hold a partition's replicas. Each choice takes the best broker for that replica by
// a list of rules, the first that tells two brokers apart decides, and chance decides last. Kafka
// walks racks and brokers in stripes instead; that is as even while all racks have one size, and
// less even when they do not.

export interface PlacementBroker {
  readonly brokerId: NodeId;
  readonly rack: string | null;
  /** May lead and join an ISR at once. Others are taken only when there are too few of these. */
  readonly live: boolean;
}

export interface PlacementRequest {
  readonly partitions: number;
  /** At most the number of brokers, of which one at least is live. */
  readonly replicationFactor: number;
  readonly rng: Rng;
}

/**
 * Replicas for each partition; the first leads. No broker twice in a partition, racks shared as
 * little as possible, leaders and replicas spread evenly over this request. Same seed, same
 * placement.
 */
export function placeReplicas(
  brokers: readonly PlacementBroker[],
  { partitions, replicationFactor, rng }: PlacementRequest,
): readonly (readonly NodeId[])[] {
  assert(replicationFactor <= brokers.length, "more replicas than brokers");
  assert(
    brokers.some((broker) => broker.live),
    "no live broker to lead",
  );
  const load = new Load();
  return Array.from({ length: partitions }, () => {
    const chosen: PlacementBroker[] = [];
    const candidates = shuffled(rng, brokers);
    while (chosen.length < replicationFactor) {
      const costs = chosen.length === 0 ? leaderCosts(load) : followerCosts(load, chosen);
      const left = candidates.filter((broker) => !chosen.includes(broker));
      chosen.push(cheapest(left, costs));
    }
    load.add(chosen);
    return chosen.map((broker) => broker.brokerId);
  });
}

/** How many replicas and leaders each broker got so far in this request. */
class Load {
  readonly #leaders = new Map<NodeId, number>();
  readonly #replicas = new Map<NodeId, number>();

  leadersOn({ brokerId }: PlacementBroker): number {
    return this.#leaders.get(brokerId) ?? 0;
  }

  replicasOn({ brokerId }: PlacementBroker): number {
    return this.#replicas.get(brokerId) ?? 0;
  }

  add(chosen: readonly PlacementBroker[]): void {
    const leader = chosen[0] as PlacementBroker;
    this.#leaders.set(leader.brokerId, this.leadersOn(leader) + 1);
    for (const broker of chosen) {
      this.#replicas.set(broker.brokerId, this.replicasOn(broker) + 1);
    }
  }
}

/** Compared in order; less is better. */
type Costs = (broker: PlacementBroker) => readonly number[];

function leaderCosts(load: Load): Costs {
  return (broker) => [broker.live ? 0 : 1, load.leadersOn(broker), load.replicasOn(broker)];
}

function followerCosts(load: Load, chosen: readonly PlacementBroker[]): Costs {
  return (broker) => [
    broker.live ? 0 : 1,
    chosen.filter((other) => other.rack === broker.rack).length,
    load.replicasOn(broker),
  ];
}

function cheapest(brokers: readonly PlacementBroker[], costs: Costs): PlacementBroker {
  return brokers.reduce((best, broker) =>
    compare(costs(broker), costs(best)) < 0 ? broker : best,
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((cost, i) => cost !== b[i]);
  return differs < 0 ? 0 : (a[differs] as number) - (b[differs] as number);
}
