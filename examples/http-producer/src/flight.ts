import { json, string } from "@sordini/client";

export interface Flight {
  /** Airport code, such as "ATL". */
  readonly origin: string;
  readonly destination: string;
  /** Minutes; negative when it was early. */
  readonly delay: number;
}

/** Flights by their origin: those of one airport keep their order. */
export const flights = { name: "flights", key: string, value: json<Flight>() } as const;

/** Throws an Error that says what is wrong with `body`. */
export function parseFlight(body: string): Flight {
  const { origin, destination, delay } = parseObject(body);
  if (!isAirport(origin)) throw new Error('"origin" must be an airport code of three letters');
  if (!isAirport(destination)) {
    throw new Error('"destination" must be an airport code of three letters');
  }
  if (typeof delay !== "number") throw new Error('"delay" must be a number of minutes');
  return { origin, destination, delay };
}

function parseObject(body: string): Partial<Record<keyof Flight, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new Error(`the body is not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value === "object" && value !== null) return value;
  throw new Error("the body must be a JSON object");
}

function isAirport(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z]{3}$/.test(value);
}
