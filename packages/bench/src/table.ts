import type { Row } from "./row.ts";

interface Column {
  readonly title: string;
  readonly of: (row: Row) => string | number | null | undefined;
}

const columns: readonly Column[] = [
  { title: "row", of: ({ name }) => name },
  { title: "MB/s", of: ({ mbPerS }) => mbPerS },
  { title: "records/s", of: ({ recordsPerS }) => recordsPerS },
  { title: "p50 ms", of: ({ p50Ms }) => p50Ms },
  { title: "p99 ms", of: ({ p99Ms }) => p99Ms },
  { title: "brokers CPU s/GB", of: ({ brokerCpuSPerGb }) => brokerCpuSPerGb },
  { title: "client CPU s/GB", of: ({ clientCpuSPerGb }) => clientCpuSPerGb },
  { title: "RSS MB", of: ({ rssMb }) => rssMb },
  { title: "others' cores", of: ({ othersCores }) => othersCores },
];

/** The rows in aligned columns under their titles; "-" where there is no figure. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ of }) => String(of(row) ?? "-"))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => (line[index] as string).length)),
  );
  return cells
    .map((line) => line.map((cell, index) => aligned(cell, { index, widths })).join("  "))
    .join("\n");
}

// Names to the left, numbers to the right.
function aligned(cell: string, at: { index: number; widths: readonly number[] }): string {
  const width = at.widths[at.index] as number;
  return at.index === 0 ? cell.padEnd(width) : cell.padStart(width);
}
