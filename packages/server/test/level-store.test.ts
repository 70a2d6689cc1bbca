import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyValueStoreExam } from "@sordini/storage";
import { afterEach, beforeEach, describe, test } from "vitest";
import { LevelStorePlace } from "../src/level-store.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sordini-level-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("LevelStorePlace passes the exam", () => {
  for (const { name, run } of keyValueStoreExam) {
    test(name, () => run(new LevelStorePlace(join(directory, "raft"))));
  }
});
