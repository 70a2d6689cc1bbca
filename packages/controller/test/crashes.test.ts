import { Prng, randomBelow } from "@sordini/base";
import type { Command } from "@sordini/metadata";
import { describe, expect, test } from "vitest";
import { entryKey } from "../src/raft-store/keys.ts";
import { type Node, World } from "./world.ts";

function setValue(value: number): Command {
  const resource = { type: "cluster", name: "" } as const;
  const changes = [{ resource, key: "log.retention.ms", value: String(value) }];
  return { kind: "alterConfigs", changes, validateOnly: false };
}

function valueOf(world: World, id: number): number {
  const configs = world.node(id).controller.image.configs.get("cluster:");
  return Number(configs?.values.get("log.retention.ms") ?? 0);
}

/** A client that counts up; a crash, a restart or a cut now and then. */
async function run(seed: number): Promise<{ acknowledged: number; events: string }> {
  const rng = new Prng(seed);
  const world = await World.started({ seed, config: { snapshotIntervalEntries: 15 } });
  const events: string[] = [];
  let acknowledged = 0;
  for (let value = 1; value <= 120; value++) {
    await misfortune(world, rng, events);
    for (const node of world.nodes.filter((each) => each.running)) {
      const before = value;
      node.controller.submit(setValue(value)).then(
        (reply) => {
          if ("kind" in reply) acknowledged = Math.max(acknowledged, before);
        },
        (error: unknown) => events.push(`failed: ${String(error)}`),
      );
    }
    await world.time.runFor(randomBelow(rng, 30));
  }
  world.heal();
  for (const node of world.nodes) if (!node.running) await node.start();
  await world.active();
  await world.time.runFor(1_000);
  for (const node of world.nodes) {
    events.push(`node ${node.id}: ${valueOf(world, node.id)} ${String(node.failure)}`);
    expect(node.failure).toBeNull();
    expect(valueOf(world, node.id)).toBeGreaterThanOrEqual(acknowledged);
  }
  expect(new Set(world.nodes.map((node) => valueOf(world, node.id))).size).toBe(1);
  return { acknowledged, events: events.join("\n") };
}

async function misfortune(world: World, rng: Prng, events: string[]): Promise<void> {
  const node = world.node(1 + randomBelow(rng, 3));
  switch (randomBelow(rng, 12)) {
    case 0:
      events.push(`crash ${node.id}`);
      if (node.running) node.crash();
      return;
    case 1:
    case 2:
    case 3:
      events.push(`start ${node.id}`);
      if (!node.running) await node.start();
      return;
    case 4:
      events.push(`cut ${node.id}`);
      world.heal(); // one at a time, or nothing would ever get done
      world.cut(node.id);
      return;
    case 5:
    case 8:
    case 9:
      world.heal();
      return;
    case 6:
      events.push("power cut");
      for (const each of world.nodes) if (each.running) each.crash();
      for (const each of world.nodes) await each.start();
      return;
    case 7:
      await damage(world, node, rng);
      return;
    default:
  }
}

/**
 * A disk fault, but only where the quorum is promised to survive it: one unproven log at a time.
 */
async function damage(world: World, node: Node, rng: Prng): Promise<void> {
  if (world.nodes.some(isUnproven)) return;
  if (node.running) node.crash();
  const from = 1 + randomBelow(rng, 100);
  const kinds = [
    () => node.place.loseKeys({ from: entryKey(from), end: entryKey(from + 20) }),
    () => node.place.loseContent(),
    () => node.place.loseStore(),
    () => node.place.failOpening("Corruption: 1 missing files"),
  ];
  kinds[randomBelow(rng, kinds.length)]?.();
  await node.start();
}

function isUnproven({ facts }: Node): boolean {
  const count = (part: string) => facts.filter((fact) => fact.includes(part)).length;
  return count("the Raft log is damaged") > count("votes again");
}

describe("crashes, power cuts, damage and partitions lose nothing acknowledged (B41)", () => {
  for (let seed = 1; seed <= 12; seed++) {
    test(`seed ${seed}`, async () => {
      const { acknowledged } = await run(seed);
      expect(acknowledged).toBeGreaterThan(5);
    });
  }
});
