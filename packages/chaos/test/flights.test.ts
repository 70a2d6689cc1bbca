import { expect, test } from "vitest";
import { isFlight, loadFlights } from "../src/flights.ts";

test("20,000 flights, each with all its fields", () => {
  const flights = loadFlights();
  expect(flights).toHaveLength(20_000);
  for (const flight of flights) {
    expect(Object.keys(flight)).toEqual(["date", "delay", "distance", "origin", "destination"]);
  }
});

test("a flight is compared field by field, and with its key", () => {
  const [flight] = loadFlights();
  if (flight === undefined) throw new Error("the data set is empty");
  expect(isFlight(flight, flight.origin, { ...flight })).toBe(true);
  expect(isFlight(flight, flight.destination, { ...flight })).toBe(false);
  expect(isFlight(flight, flight.origin, { ...flight, delay: flight.delay + 1 })).toBe(false);
  expect(isFlight(flight, flight.origin, null)).toBe(false);
});
