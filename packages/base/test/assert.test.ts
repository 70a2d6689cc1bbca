import { describe, expect, test } from "vitest";
import { AssertionError, assert, unreachable } from "../src/assert.ts";

describe("assert", () => {
  test("passes what holds and names what does not", () => {
    assert(true, "never seen");
    expect(() => assert(false, "high watermark went back")).toThrow(
      new AssertionError("high watermark went back"),
    );
  });

  test("unreachable names the value that no case took", () => {
    expect(() => unreachable("leader" as never)).toThrow('unreachable: "leader"');
  });
});
