import { describe, expect, test } from "vitest";
import { errorCode, errorName, failure, isFailure, isRetriable } from "../src/errors.ts";

describe("errors", () => {
  test("names and Kafka's numbers lead to each other", () => {
    expect(errorCode("NOT_LEADER_OR_FOLLOWER")).toBe(6);
    expect(errorName(6)).toBe("NOT_LEADER_OR_FOLLOWER");
    expect(errorCode("UNKNOWN_TOPIC_ID")).toBe(100);
    expect(errorName(100)).toBe("UNKNOWN_TOPIC_ID");
    expect(errorName(-1)).toBe("UNKNOWN_SERVER_ERROR");
  });

  test("no number is used twice: each known one leads back to itself", () => {
    const codes = Array.from({ length: 200 }, (_, code) => code);
    const known = codes.filter((code) => errorName(code) !== "UNKNOWN_SERVER_ERROR");
    expect(known.map((code) => errorCode(errorName(code)))).toEqual(known);
  });

  test("an unknown number is an unknown server error", () => {
    expect(errorName(9999)).toBe("UNKNOWN_SERVER_ERROR");
  });

  test("what a newer leader or a moment's patience cures is retriable", () => {
    expect(isRetriable("NOT_LEADER_OR_FOLLOWER")).toBe(true);
    expect(isRetriable("NOT_ENOUGH_REPLICAS_AFTER_APPEND")).toBe(true);
    expect(isRetriable("MESSAGE_TOO_LARGE")).toBe(false);
  });

  test("a failure is told from other values", () => {
    expect(isFailure(failure("INVALID_RECORD", "empty batch"))).toBe(true);
    expect(isFailure({ records: [] })).toBe(false);
    expect(isFailure([])).toBe(false);
  });
});
