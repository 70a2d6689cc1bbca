/** What a benchmark brought. Null: the figure makes no sense for it, or cannot be had here. */
export interface Figures {
  /** 10^6 bytes of record values a second. */
  readonly mbPerS: number | null;
  readonly recordsPerS: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** CPU seconds of all brokers together for 10^9 bytes of record values; null without /proc. */
  readonly brokerCpuSPerGb: number | null;
  readonly clientCpuSPerGb: number | null;
  /** Slowest and fastest of the repetitions whose median is `mbPerS`. */
  readonly mbPerSMin?: number;
  readonly mbPerSMax?: number;
  /** Resident memory of the largest node, 10^6 bytes. */
  readonly rssMb?: number | null;
}

export const noFigures: Figures = {
  mbPerS: null,
  recordsPerS: null,
  p50Ms: null,
  p99Ms: null,
  brokerCpuSPerGb: null,
  clientCpuSPerGb: null,
};

export interface Row extends Figures {
  readonly name: string;
  /** Of the minute before the row: the row before it is part of that. */
  readonly loadAverage: number;
  /** Cores that programs other than the cluster and the bench kept busy; null without /proc. */
  readonly othersCores: number | null;
}

export interface Benchmark {
  readonly name: string;
  /** `scale` is the share of the full amount of work: 1, or less for a quick look. */
  readonly run: (scale: number) => Promise<Figures>;
}
