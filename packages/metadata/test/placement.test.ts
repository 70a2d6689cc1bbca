import { Prng } from "@sordini/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlacementBroker, placeReplicas } from "../src/index.ts";

interface Shape {
  readonly racks: number;
  readonly brokersPerRack: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly seed: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  racks: fc.integer({ min: 1, max: 5 }),
  brokersPerRack: fc.integer({ min: 1, max: 5 }),
  partitions: fc.integer({ min: 1, max: 60 }),
  replicationFactor: fc.integer({ min: 1, max: 5 }),
  seed: fc.nat(),
});

function brokersOf({ racks, brokersPerRack }: Shape): readonly PlacementBroker[] {
  return Array.from({ length: racks * brokersPerRack }, (_, i) => ({
    brokerId: i + 1,
    rack: `rack-${i % racks}`,
    live: true,
  }));
}

function place(shape: Shape, brokers = brokersOf(shape)) {
  const replicationFactor = Math.min(shape.replicationFactor, brokers.length);
  const { partitions, seed } = shape;
  return placeReplicas(brokers, { partitions, replicationFactor, rng: new Prng(seed) });
}

/** Largest minus smallest number of times that a broker is named. */
function spread(named: readonly number[], brokers: readonly PlacementBroker[]): number {
  const counts = brokers.map(
    ({ brokerId }) => named.filter((candidate) => candidate === brokerId).length,
  );
  return Math.max(...counts) - Math.min(...counts);
}

describe("placement", () => {
  test("names no broker twice in a partition", () => {
    fc.assert(
      fc.property(shape, (shape) => {
        for (const replicas of place(shape)) {
          expect(new Set(replicas).size).toBe(replicas.length);
        }
      }),
    );
  });

  test("spreads leaders within one, and replicas within two, over racks of one size", () => {
    fc.assert(
      fc.property(shape, (shape) => {
        const brokers = brokersOf(shape);
        const placed = place(shape);
        expect(
          spread(
            placed.map((replicas) => replicas[0] as number),
            brokers,
          ),
        ).toBeLessThanOrEqual(1);
        expect(spread(placed.flat(), brokers)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("spreads each partition over as many racks as it can, evenly", () => {
    fc.assert(
      fc.property(shape, (shape) => {
        const rackOf = new Map(brokersOf(shape).map(({ brokerId, rack }) => [brokerId, rack]));
        for (const replicas of place(shape)) {
          const perRack = Map.groupBy(replicas, (id) => rackOf.get(id));
          const most = Math.max(...[...perRack.values()].map((ids) => ids.length));
          expect(most).toBe(Math.ceil(replicas.length / shape.racks));
        }
      }),
    );
  });

  test("gives live brokers first, and a live leader always", () => {
    fc.assert(
      fc.property(shape, fc.nat(), (shape, mask) => {
        const brokers = brokersOf(shape).map((broker, i) => ({
          ...broker,
          live: i === 0 || ((mask >>> i) & 1) === 0,
        }));
        const live = new Set(brokers.filter((each) => each.live).map((each) => each.brokerId));
        for (const replicas of place(shape, brokers)) {
          expect(live.has(replicas[0] as number)).toBe(true);
          const taken = replicas.filter((id) => live.has(id)).length;
          expect(taken).toBe(Math.min(live.size, replicas.length));
        }
      }),
    );
  });

  test("is the same for the same seed", () => {
    fc.assert(
      fc.property(shape, (shape) => {
        expect(place(shape)).toEqual(place(shape));
      }),
    );
  });
});
