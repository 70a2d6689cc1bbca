import { describe, expect, test } from "vitest";
import { checkTopicName, isInternalTopic } from "../src/index.ts";

describe("topic names", () => {
  test.each(["flights", "a", "A.b_c-9", "__consumer_offsets", "...", "x".repeat(249)])(
    "%s is allowed",
    (name) => expect(checkTopicName(name)).toBeNull(),
  );

  test.each([
    ["", "a topic name must not be empty"],
    [".", 'a topic cannot be named "."'],
    ["..", 'a topic cannot be named ".."'],
    ["x".repeat(250), "the topic name has 250 characters, and may have 249"],
    ["a b", 'topic name "a b" contains " ": use letters, digits, ".", "_" and "-"'],
    ["flüge", 'topic name "flüge" contains "ü": use letters, digits, ".", "_" and "-"'],
    ["a\n", 'topic name "a\\n" contains "\\n": use letters, digits, ".", "_" and "-"'],
    ["🛫", 'topic name "🛫" contains "🛫": use letters, digits, ".", "_" and "-"'],
  ])("%j is refused", (name, message) => {
    expect(checkTopicName(name)).toEqual({ error: "INVALID_TOPIC_EXCEPTION", message });
  });

  test("internal topics are known by name", () => {
    expect(["__consumer_offsets", "__transaction_state", "__mine"].map(isInternalTopic)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
