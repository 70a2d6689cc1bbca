import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { HistoryFile, judgeFile } from "../src/history-file.ts";

const folder = mkdtempSync(join(tmpdir(), "sordini-history-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what was written is judged, block after block", async () => {
  const history = new HistoryFile(join(folder, "history.jsonl"));
  const records = 5000;
  for (let name = 0; name < records; name++) {
    const place = { partition: 0, offset: name };
    history.write({ kind: "sent", atMs: name, name, producer: 0 });
    history.write({ kind: "acknowledged", atMs: name, name, ...place });
    if (name !== 17) history.write({ kind: "read", atMs: name, reader: "r", name, ...place });
  }
  history.write({ kind: "fault", atMs: 5000, what: "kill -9 node 1" });
  history.close();
  expect(readFileSync(history.path, "utf8").split("\n")).toHaveLength(3 * records + 1);
  expect(await judgeFile(history.path)).toMatchObject({
    ...{ acknowledged: records, read: records - 1, lost: 1 },
    violations: [{ text: "record 17 was acknowledged at 0/17 and is nowhere to be read" }],
  });
});

test("a history that cannot be written is refused at the start", () => {
  expect(() => new HistoryFile(join(folder, "absent", "history.jsonl"))).toThrow("ENOENT");
});
