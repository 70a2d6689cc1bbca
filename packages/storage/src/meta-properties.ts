import {
  type BrokerEpoch,
  type Failure,
  failure,
  isUuid,
  type NodeId,
  randomUuid,
  type Rng,
  utf8Decode,
  utf8Encode,
  type Uuid,
} from "@sordini/base";
import { FileError, type Files, readWhole, replaceFile } from "./files.ts";

/** Who a data directory belongs to: Kafka's meta.properties, version 1. */
export interface MetaProperties {
  readonly clusterId: Uuid;
  readonly nodeId: NodeId;
  /** Made once: an emptied disk is another directory (I14, KIP-853). */
  readonly directoryId: Uuid;
  /** The newest epoch under which its broker was registered; 0 before the first (B25). */
  readonly brokerEpoch: BrokerEpoch;
}

const fileName = "meta.properties";

/** What the file in `directory` says; null when there is none; a Failure when it is damaged. */
export async function readMetaProperties(
  files: Files,
  directory: string,
): Promise<MetaProperties | null | Failure> {
  const path = `${directory}/${fileName}`;
  try {
    const found = parse(utf8Decode(await readWhole(files, path)));
    if (found !== undefined) return found;
    return failure(
      "KAFKA_STORAGE_ERROR",
      `${path} is damaged: it must hold version=1, cluster.id, node.id and directory.id`,
    );
  } catch (error) {
    if (error instanceof FileError && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Writes the file for a new directory, with an id of its own. */
export async function createMetaProperties(
  { files, directory, rng }: { files: Files; directory: string; rng: Rng },
  owner: { readonly clusterId: Uuid; readonly nodeId: NodeId },
): Promise<MetaProperties> {
  const { clusterId, nodeId } = owner;
  const created = { clusterId, nodeId, directoryId: randomUuid(rng), brokerEpoch: 0 };
  await writeMetaProperties({ files, directory }, created);
  return created;
}

/** Replaces the file as a whole; durable once it resolves. Throws what the disk throws. */
export async function writeMetaProperties(
  { files, directory }: { readonly files: Files; readonly directory: string },
  { clusterId, nodeId, directoryId, brokerEpoch }: MetaProperties,
): Promise<void> {
  const lines = [
    "version=1",
    `cluster.id=${clusterId}`,
    `node.id=${nodeId}`,
    `directory.id=${directoryId}`,
    `broker.epoch=${brokerEpoch}`,
  ];
  const bytes = utf8Encode(`${lines.join("\n")}\n`);
  await replaceFile(files, { directory, name: fileName, bytes });
}

/** A Failure that says what to do when the directory is another cluster's or another node's. */
export function checkOwner(
  found: MetaProperties,
  expected: { readonly directory: string; readonly clusterId: Uuid; readonly nodeId: NodeId },
): Failure | undefined {
  if (found.clusterId !== expected.clusterId) {
    return failure(
      "INCONSISTENT_CLUSTER_ID",
      `${expected.directory} belongs to cluster ${found.clusterId}, this node to ` +
        `${expected.clusterId}: point log.dirs at this cluster's directory, or at an empty one`,
    );
  }
  if (found.nodeId === expected.nodeId) return undefined;
  return failure(
    "KAFKA_STORAGE_ERROR",
    `${expected.directory} belongs to node ${found.nodeId}, this is node ${expected.nodeId}: ` +
      "give each node a directory of its own",
  );
}

function parse(text: string): MetaProperties | undefined {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const equals = line.indexOf("=");
    if (equals > 0 && !line.startsWith("#")) {
      values.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
    }
  }
  const clusterId = values.get("cluster.id") ?? "";
  const nodeId = values.get("node.id") ?? "";
  const directoryId = values.get("directory.id") ?? "";
  const brokerEpoch = values.get("broker.epoch") ?? "0"; // Kafka's file has none
  const isWhole = values.get("version") === "1" && clusterId !== "" && isUuid(directoryId);
  if (!isWhole || !/^\d+$/.test(nodeId) || !/^\d+$/.test(brokerEpoch)) return undefined;
  return { clusterId, nodeId: Number(nodeId), directoryId, brokerEpoch: Number(brokerEpoch) };
}
