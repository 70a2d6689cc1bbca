import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Chance } from "@sordini/sim";
import type { FaultKind } from "./fault.ts";
import { FaultMissed, startNode } from "./fault.ts";
import { affectedBy, pickVictim } from "./victims.ts";

const metadataFolder = "__cluster_metadata-0";

/** What is done to one file of a stopped node. */
const injuries = ["segment bit", "segment tail", "index", "metadata bit"] as const;
type Injury = (typeof injuries)[number];

/**
 * F15: files of one stopped node are damaged, as many as one replica may lose: the others have it
 * all. Vote and identity of a controller are spared, since a voter without them has to be replaced
 * by an operator (I13, I14).
 */
export const damage: FaultKind = {
  name: "damage",
  what: "a file of one stopped node damaged: segment, index or metadata log",
  reach: "node",
  holdMs: { min: 200, max: 3000 },
  needs: [],
  aim(stage, chance) {
    const { nodeId, as } = pickVictim(stage, chance);
    const node = stage.cluster.node(nodeId);
    const preferred = stage.partitions
      .filter(({ replicas }) => replicas[0] === nodeId)
      .map(({ partition }) => partition);
    let done: string | null = null;
    return {
      text: `damaged files on node ${nodeId} (${as})`,
      nodeIds: [nodeId],
      affected: affectedBy([nodeId], stage.partitions),
      async inject() {
        await node.kill();
        done = injure({ dataDirectory: node.dataDirectory, preferred }, chance);
      },
      async heal() {
        await startNode(node);
        if (done === null) throw new FaultMissed(`node ${nodeId} had no file to damage`);
        return done;
      },
    };
  },
};

export interface Patient {
  readonly dataDirectory: string;
  /**
   * Partitions that the node leads when all is well. Only their bits are flipped, since rot is
   * found where it is read, and the readers at the end read from leaders.
   */
  readonly preferred: readonly number[];
}

/** Returns what was done; null when there was nothing to damage. Exported for its test. */
export function injure(patient: Patient, chance: Chance): string | null {
  const { dataDirectory } = patient;
  const possible = injuries
    .map((injury) => ({ injury, files: sizedFiles(filesFor(injury, patient)) }))
    .filter(({ files }) => files.length > 0);
  if (possible.length === 0) return null;
  const { injury, files } = chance.pick(possible);
  const file = chance.pick(files);
  const { path, sizeBytes } = file;
  const name = path.slice(dataDirectory.length + 1);
  switch (injury) {
    case "index":
      rmSync(path);
      return `${name} removed`;
    case "segment tail": {
      const keptBytes = chance.between(0, sizeBytes - 1);
      truncateSync(path, keptBytes);
      return `${name} cut from ${sizeBytes} to ${keptBytes} bytes`;
    }
    case "segment bit":
    case "metadata bit": {
      const position = chance.between(0, sizeBytes - 1);
      flipBit(path, { position, bit: chance.between(0, 7) });
      return `${name}: one bit flipped in byte ${position} of ${sizeBytes}`;
    }
  }
}

function filesFor(injury: Injury, { dataDirectory, preferred }: Patient): string[] {
  if (injury === "metadata bit") {
    const folder = join(dataDirectory, metadataFolder, "log");
    return filesIn(folder, /\.(log|ldb)$|^MANIFEST/);
  }
  const folders = readdirSync(dataDirectory).filter((name) => {
    const partition = /^[A-Za-z0-9_-]{22}-(\d+)$/.exec(name)?.[1];
    if (partition === undefined) return false;
    return injury !== "segment bit" || preferred.includes(Number(partition));
  });
  const pattern = injury === "index" ? /index$/ : /\.log$/;
  return folders.flatMap((name) => filesIn(join(dataDirectory, name), pattern));
}

function filesIn(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

interface SizedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

function sizedFiles(paths: readonly string[]): SizedFile[] {
  return paths
    .toSorted()
    .map((path) => ({ path, sizeBytes: statSync(path).size }))
    .filter(({ sizeBytes }) => sizeBytes > 0);
}

function flipBit(path: string, where: { readonly position: number; readonly bit: number }): void {
  const file = openSync(path, "r+");
  const byte = new Uint8Array(1);
  readSync(file, byte, 0, 1, where.position);
  byte[0] = (byte[0] as number) ^ (1 << where.bit);
  writeSync(file, byte, 0, 1, where.position);
  closeSync(file);
}
