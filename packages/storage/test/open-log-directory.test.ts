import { crc32c, isFailure, Prng, utf8Decode, utf8Encode } from "@sordini/base";
import { describe, expect, test } from "vitest";
import {
  dumpLogFile,
  FileError,
  type LogDirectory,
  type LogDirectoryOptions,
  type MemoryFiles,
  openLogDirectory,
} from "../src/index.ts";
import {
  appendMany,
  clusterId,
  config,
  createLog,
  directory,
  logId,
  memoryFiles,
  openOn,
  portsWith,
  readAll,
  runAt,
} from "./world.ts";

const meta = `${directory}/meta.properties`;

function optionsFor(files: MemoryFiles): LogDirectoryOptions {
  const events = { onProgress: () => undefined, onOffline: () => undefined };
  const ports = portsWith(files);
  return { ports, rng: new Prng(99), directory, clusterId, nodeId: 1, events, config };
}

async function refusal(files: MemoryFiles, changes: Partial<LogDirectoryOptions> = {}) {
  const result = await openLogDirectory({ ...optionsFor(files), ...changes });
  if (!isFailure(result)) throw new Error("the directory was opened");
  return result;
}

/** A directory with one log of `count` batches, cleanly closed. */
async function written(count: number): Promise<MemoryFiles> {
  const files = memoryFiles();
  const opened = await openOn(files);
  appendMany(await createLog(opened, logId(0)), count);
  await opened.directory.close();
  return files;
}

describe("meta.properties", () => {
  test("is Kafka's, made once, and gives the directory its identity (I14)", async () => {
    const files = memoryFiles();
    const first = await openOn(files);
    const { directoryId } = first.directory;
    expect(utf8Decode(files.bytesOf(meta))).toBe(
      `version=1\ncluster.id=${clusterId}\nnode.id=1\ndirectory.id=${directoryId}\n` +
        "broker.epoch=0\n",
    );
    await first.directory.close();
    const second = await openOn(files);
    expect(second.directory.directoryId).toBe(first.directory.directoryId);
  });

  test("remembers the newest broker epoch (B25), through a power loss", async () => {
    const files = memoryFiles();
    const { directory: opened } = await openOn(files);
    expect(opened.brokerEpoch).toBe(0);
    opened.recordBrokerEpoch(7);
    opened.recordBrokerEpoch(9);
    opened.recordBrokerEpoch(8);
    await opened.close();
    const again = await openOn(files.losePower(new Prng(1)));
    expect(again.directory.brokerEpoch).toBe(9);
    expect(again.directory.directoryId).toBe(opened.directoryId);
  });

  test("that cannot be written takes the directory offline (I26)", async () => {
    const files = memoryFiles();
    const { directory: opened } = await openOn(files);
    files.onOperation = ({ kind }) => {
      if (kind === "sync") throw new FileError("EIO", "it broke");
    };
    opened.recordBrokerEpoch(7);
    await opened.close();
    expect(opened.online).toBe(false);
  });

  test("of another cluster or node refuses the directory, and lets go of its lock", async () => {
    const files = await written(1);
    const other = await refusal(files, { clusterId: "another-cluster" });
    expect(other.error).toBe("INCONSISTENT_CLUSTER_ID");
    expect(other.message).toContain(`belongs to cluster ${clusterId}`);
    const node = await refusal(files, { nodeId: 2 });
    expect(node.message).toContain("belongs to node 1, this is node 2");
    await openOn(files);
  });

  test.each(["", "version=2\n", "version=1\ncluster.id=x\nnode.id=one\ndirectory.id=y\n"])(
    "damaged (%j) refuses the directory",
    async (text) => {
      const files = await written(1);
      files.plant(meta, utf8Encode(text));
      expect((await refusal(files)).message).toContain("is damaged");
    },
  );

  test("missing beside logs refuses the directory", async () => {
    const files = await written(1);
    await files.remove(meta);
    expect((await refusal(files)).message).toContain("holds logs but no meta.properties");
  });
});

test("a locked directory is refused, and free after close", async () => {
  const files = memoryFiles();
  const { directory: opened } = await openOn(files);
  expect((await refusal(files)).message).toContain("in use by this process");
  await opened.close();
  await openOn(files);
  await opened.close(); // Must not let go of a lock that is another's by now.
  expect((await refusal(files)).message).toContain("in use by this process");
});

test("after a clean shutdown nothing is scanned and all is there (I25)", async () => {
  const files = await written(40);
  const opened: string[] = [];
  files.onOperation = ({ kind, path }) => void (kind === "read" && opened.push(path));
  const again = await openOn(files);
  expect(again.directory.wasCleanShutdown).toBe(true);
  expect(opened.filter((path) => path.endsWith(".log"))).toEqual([]);
  const log = again.directory.get(logId(0));
  expect(log).toMatchObject({ logStart: 0, logEnd: 40, writtenEnd: 40, durableEnd: 40 });
  files.kill();
});

test("a log created while its directory closes is there afterwards, or refused (I13)", async () => {
  const files = memoryFiles();
  const { directory: closing } = await openOn(files);
  const creating = closing.create(logId(0), config);
  await closing.close();
  const created = await creating;
  const { directory: again } = await openOn(files);
  expect(again.get(logId(0)) !== undefined).toBe(!isFailure(created));
});

test("a directory that is closed twice is closed once (I25)", async () => {
  const files = memoryFiles();
  const opened = await openOn(files);
  appendMany(await createLog(opened, logId(0)), 40);
  void opened.directory.close();
  await opened.directory.close(); // For whoever asked, the process may end now.
  const again = await openOn(files.kill());
  expect(again.directory.wasCleanShutdown).toBe(true);
  expect(again.directory.damaged()).toEqual([]);
  expect(again.directory.get(logId(0))?.logEnd).toBe(40);
});

// Found by simulation: a damaged replica was replaced while its broker stopped; the new log came
// after the last checkpoint, whose clean-shutdown marker says that the journal need not be read.
test("what comes while a directory is closed is kept, or refused (I13)", async () => {
  const outcomes = new Set<string>();
  for (let k = 1; k <= 12; k++) {
    const files = memoryFiles();
    const opened = await openOn(files);
    let operations = 0;
    let creation: ReturnType<LogDirectory["create"]> | undefined;
    files.onOperation = () => {
      operations += 1;
      if (operations === k) creation = opened.directory.create(logId(0), config);
    };
    await opened.directory.close();
    files.onOperation = undefined;
    const created = await creation;
    const isCreated = created !== undefined && !isFailure(created);
    outcomes.add(isCreated ? "created" : "refused");
    const again = await openOn(files.kill());
    expect(again.directory.wasCleanShutdown).toBe(true);
    expect(again.directory.get(logId(0)) !== undefined).toBe(isCreated);
  }
  expect([...outcomes]).toContain("refused");
});

test("without the marker the shutdown was not clean", async () => {
  const files = memoryFiles();
  const opened = await openOn(files);
  appendMany(await createLog(opened, logId(0)), 3);
  await opened.directory.flush();
  const again = await openOn(files.kill());
  expect(again.directory.wasCleanShutdown).toBe(false);
  expect(again.directory.get(logId(0))?.logEnd).toBe(3);
});

describe("damage that a clean start can see", () => {
  test.each([
    ["missing", (bytes: Uint8Array) => bytes.subarray(0, 0)],
    ["shorter", (bytes: Uint8Array) => bytes.subarray(0, -1)],
  ])("a segment that is %s puts the log out of service (F16)", async (_, change) => {
    const files = await written(60);
    const path = files.paths().findLast((each) => each.endsWith(".log")) as string;
    files.plant(path, change(files.bytesOf(path)));
    const { directory: opened } = await openOn(files);
    expect(opened.damaged()).toEqual([{ id: logId(0), reason: expect.stringContaining(path) }]);
    expect(opened.get(logId(0))).toBeUndefined();
  });

  test("a damaged log stays so until it is deleted; then its id is free", async () => {
    const files = await written(60);
    const path = files.paths().find((each) => each.endsWith(".log")) as string;
    files.plant(path, new Uint8Array(0));
    const first = await openOn(files);
    await first.directory.close();
    const second = await openOn(files);
    expect(second.directory.damaged()).toHaveLength(1);
    const refused = await second.directory.create(logId(0), config);
    expect(refused).toMatchObject({ error: "KAFKA_STORAGE_ERROR" });
    await second.directory.delete(logId(0));
    expect(second.directory.damaged()).toEqual([]);
    const log = await createLog(second, logId(0));
    expect(log).toMatchObject({ logStart: 0, logEnd: 0 });
    log.append(runAt(0));
    await second.directory.close();
    const third = await openOn(files);
    expect(third.directory.get(logId(0))?.logEnd).toBe(1);
  });

  test("without its checkpoint a directory vouches for no log", async () => {
    const files = await written(3);
    files.plant(`${directory}/checkpoint`, utf8Encode("garbage"));
    const { directory: opened } = await openOn(files);
    expect(opened.damaged()).toMatchObject([{ reason: expect.stringContaining("checkpoint") }]);
  });
});

test("a segment file can be dumped for people", async () => {
  const files = await written(2);
  const path = files.paths().find((each) => each.endsWith(".log")) as string;
  const bytes = files.bytesOf(path).slice();
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  files.plant(path, bytes);
  const rows = [];
  for await (const row of dumpLogFile({ files, crc32c }, path)) rows.push(row);
  const sizeBytes = bytes.length / 2;
  const common = { leaderEpoch: 0, recordCount: 1, compression: "none", sizeBytes };
  expect(rows).toEqual([
    { ...common, position: 0, baseOffset: 0, lastOffset: 0, crcValid: true, maxTimestamp: 1000 },
    {
      ...common,
      position: sizeBytes,
      baseOffset: 1,
      lastOffset: 1,
      crcValid: false,
      maxTimestamp: 1001,
    },
  ]);
});

test("a topic id that is created anew never shows the deleted log (I46)", async () => {
  const files = memoryFiles();
  const opened = await openOn(files);
  appendMany(await createLog(opened, logId(0)), 5);
  await opened.directory.delete(logId(0));
  const log = await createLog(opened, logId(0));
  expect(log.logEnd).toBe(0);
  appendMany(log, 2, { epoch: 3 });
  await opened.directory.flush();
  const again = (await openOn(files.losePower(new Prng(5)))).directory.get(logId(0));
  expect(again?.logEnd).toBe(2);
  expect((await readAll(again ?? log)).length).toBeGreaterThan(0);
});
