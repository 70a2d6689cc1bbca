import { expect, test } from "vitest";
import { noFigures } from "../src/row.ts";
import { tableOf } from "../src/table.ts";

test("names to the left, figures to the right, a dash where there is none", () => {
  const table = tableOf([
    { ...noFigures, name: "produce", mbPerS: 1234, p50Ms: 0.5, loadAverage: 0, othersCores: 0.5 },
    { ...noFigures, name: "rss", rssMb: 75.5, loadAverage: 0, othersCores: null },
  ]);
  expect(`\n${table}\n`).toBe(`
row      MB/s  records/s  p50 ms  p99 ms  brokers CPU s/GB  client CPU s/GB  RSS MB  others' cores
produce  1234          -     0.5       -                 -                -       -            0.5
rss         -          -       -       -                 -                -    75.5              -
`);
});
