import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { json, string } from "@sordini/client";

/** A flight within the United States in 2001, as in `flights-20k.json` of vega-datasets. */
export interface Flight {
  /** Departure, local time: "2001/01/10 18:20". */
  readonly date: string;
  /** Minutes; negative when it was early. */
  readonly delay: number;
  /** Miles. */
  readonly distance: number;
  /** Airport codes. */
  readonly origin: string;
  readonly destination: string;
}

/** Flights by their origin, so that those of one airport stand in one partition. */
export const flightsTopic = { name: "flights", key: string, value: json<Flight>() } as const;

/** The 20,000 flights of the data set, in its order. */
export function loadFlights(): readonly Flight[] {
  // The package exports its code alone; the data lies beside it.
  const entry = createRequire(import.meta.url).resolve("vega-datasets");
  const path = join(dirname(entry), "../data/flights-20k.json");
  return JSON.parse(readFileSync(path, "utf8")) as Flight[];
}

/** Whether a record that was read is this flight, field by field, under the right key. */
export function isFlight(flight: Flight, key: string | null, value: Flight | null): boolean {
  return key === flight.origin && isDeepStrictEqual(value, flight);
}
