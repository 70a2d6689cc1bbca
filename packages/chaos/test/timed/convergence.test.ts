import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { compareReplicas } from "../../src/timed/convergence.ts";

const folder = mkdtempSync(join(tmpdir(), "sordini-convergence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const topic = "1QIpU6-e93tX89NQYdsRvA";
let replicaCount = 0;

/** A data directory with one partition, in segments named by their first byte. */
function replica(...segments: readonly Uint8Array[]): string {
  const directory = join(folder, `node-${++replicaCount}`);
  const log = join(directory, `${topic}-0`);
  mkdirSync(log, { recursive: true });
  mkdirSync(join(directory, "__cluster_metadata-0"));
  let base = 0;
  for (const bytes of segments) {
    writeFileSync(join(log, `${String(base).padStart(20, "0")}.log`), bytes);
    base += bytes.length;
  }
  return directory;
}

function bytes(count: number, changed?: number): Uint8Array {
  const made = Uint8Array.from({ length: count }, (_, index) => index % 251);
  if (changed !== undefined) made[changed] = 252;
  return made;
}

test("equal logs, however they are cut into segments", () => {
  const whole = bytes(3_000_000);
  const directories = [
    replica(whole),
    replica(whole.subarray(0, 1_000_000), whole.subarray(1_000_000)),
    replica(whole.subarray(0, 2_999_999), whole.subarray(2_999_999)),
  ];
  expect(compareReplicas(directories)).toEqual({
    ...{ partitions: 1, bytes: 6_000_000, differences: [] },
  });
});

test.each([
  ["a byte", bytes(2_000_000, 1_500_000), 1_500_000],
  ["a shorter log", bytes(1_200_000), 1_200_000],
  ["a longer log", bytes(2_000_001), 2_000_000],
  ["an empty log", bytes(0), 0],
])("%s makes a difference", (_name, other, position) => {
  const { differences } = compareReplicas([replica(bytes(2_000_000)), replica(other)]);
  expect(differences).toHaveLength(1);
  expect(differences[0]).toContain(`differ from byte ${position} on`);
});

test("a replica that is missing altogether is a difference", () => {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  expect(compareReplicas([empty, replica(bytes(10))]).differences).toHaveLength(1);
});
