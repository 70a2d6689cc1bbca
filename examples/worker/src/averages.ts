/** What the worker knows of one airport. */
export interface Airport {
  flights: number;
  /** Sum over all its flights, in minutes. */
  delay: number;
}

/**
 * Everything that the worker knows, with the offsets that it stands for: saved together, so that
 * after a crash no flight is counted twice and none is left out.
 */
export interface State {
  /** By partition: the offset of the next record to read. */
  readonly offsets: Record<string, number>;
  readonly airports: Record<string, Airport>;
  /** Records that are no flights. */
  skipped: number;
}

export interface Flight {
  readonly origin: string;
  readonly delay: number;
}

export function emptyState(): State {
  return { offsets: {}, airports: {}, skipped: 0 };
}

export function count({ airports }: State, { origin, delay }: Flight): void {
  airports[origin] ??= { flights: 0, delay: 0 };
  airports[origin].flights++;
  airports[origin].delay += delay;
}

/** Average delay in minutes by airport, in alphabetical order. */
export function averagesOf({ airports, skipped }: State) {
  const rows = Object.entries(airports).sort(([a], [b]) => (a < b ? -1 : 1));
  const flights = rows.reduce((sum, [, airport]) => sum + airport.flights, 0);
  const averages = rows.map(([code, airport]) => {
    const averageDelay = Math.round((airport.delay / airport.flights) * 100) / 100;
    return [code, { flights: airport.flights, averageDelay }] as const;
  });
  return { flights, skipped, airports: Object.fromEntries(averages) };
}
