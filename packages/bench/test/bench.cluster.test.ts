import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const figure = expect.any(Number);

function bench(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [main, ...args]);
}

test("two rows of next to nothing: a JSON line each, then one object with all", async () => {
  const names = ["rf3 acks=all 1KiB fsync", "consume 100B"];
  const only = names.flatMap((name) => ["--only", name]);
  const { stdout, stderr } = await bench(...only, "--scale", "0.001", "--json");
  const lines = stdout
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const rows = lines.slice(0, -1);
  expect(lines.at(-1)).toEqual({
    rows,
    calibration: expect.objectContaining({
      ...{ loopbackMbPerS: figure, diskMbPerS: figure, crc32cGbPerS: figure },
      ...{ memcpyGbPerS: figure, node: process.version, cpus: figure },
    }),
  });
  expect(rows).toEqual([
    expect.objectContaining({
      ...{ name: names[0], mbPerS: figure, recordsPerS: figure, p50Ms: figure, p99Ms: figure },
      clientCpuSPerGb: figure,
    }),
    expect.objectContaining({ name: names[1], mbPerS: figure, p50Ms: null, p99Ms: null }),
  ]);
  expect(stderr).toContain("records/s");
});

test("an option that is not there: 2, and what is wrong", async () => {
  await expect(bench("--fast")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("bench: Unknown option '--fast'"),
  });
});
