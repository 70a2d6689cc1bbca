import { utf8Encode } from "@sordini/base";
import { describe, expect, test } from "vitest";
import { bytes, json, SerializationError, type StandardSchema, string } from "../src/index.ts";

/** A schema as libraries offer them: text in, a length out. */
const lengthOf: StandardSchema<string, number> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) =>
      typeof value === "string"
        ? { value: value.length }
        : { issues: [{ message: "not text", path: ["a", { key: 0 }] }, { message: "at all" }] },
  },
};

describe("serdes", () => {
  test("text and bytes", () => {
    expect(string.deserialize(utf8Encode("zażółć"))).toBe("zażółć");
    const view = Uint8Array.of(1, 2);
    expect(bytes.deserialize(bytes.serialize(view) as Uint8Array)).toBe(view);
  });

  test("JSON", () => {
    const serde = json();
    expect(serde.serialize({ a: [1] })).toBe('{"a":[1]}');
    expect(serde.deserialize(utf8Encode('{"a":[1]}'))).toEqual({ a: [1] });
    expect(() => serde.deserialize(utf8Encode("{"))).toThrow(SerializationError);
    expect(() => serde.serialize(undefined)).toThrow("undefined is not a JSON value");
  });

  test("a schema checks both ways, and transforms what is read", () => {
    const serde = json(lengthOf);
    expect(serde.serialize("four")).toBe('"four"');
    expect(serde.deserialize(utf8Encode('"four"'))).toBe(4);
    expect(() => serde.serialize(4 as unknown as string)).toThrow(
      "does not follow its schema: a.0: not text; at all",
    );
    expect(() => serde.deserialize(utf8Encode("4"))).toThrow(SerializationError);
  });

  test("a schema that validates asynchronously is refused", () => {
    const later: StandardSchema = {
      "~standard": { version: 1, vendor: "test", validate: async (value) => ({ value }) },
    };
    expect(() => json(later).serialize(1)).toThrow("must be synchronous");
  });
});
