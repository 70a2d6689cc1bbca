import { MalformedError, utf8Encode } from "@sordini/base";
import type { Message, Voter } from "@sordini/raft";
import { assert, constantFrom, integer, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { type Addressed, decodeMessage, encodeMessage } from "../src/raft-codec.ts";

const directoryId = "BBBBBBBBBBBBBBBBBBBBBA";
const voters: readonly Voter[] = [
  { nodeId: 1, directoryId },
  { nodeId: 2, directoryId: null },
];
const last = { index: 2 ** 40, term: 9 };

const messages: readonly Message[] = [
  { kind: "preVote", term: 10, last },
  { kind: "preVoteReply", term: 10, granted: true },
  { kind: "vote", term: 10, last, transfer: true },
  { kind: "voteReply", term: 10, granted: false },
  { kind: "append", term: 10, prev: last, commit: 5, round: 3, entries: [] },
  {
    kind: "append",
    term: 10,
    prev: { index: 0, term: 0 },
    commit: 0,
    round: 0,
    entries: [
      { index: 1, term: 1, body: { kind: "noop" } },
      { index: 2, term: 1, body: { kind: "voters", voters } },
      { index: 3, term: 10, body: { kind: "records", payload: utf8Encode("[]") } },
    ],
  },
  { kind: "appendAccepted", term: 10, round: 3, match: 7 },
  { kind: "appendRejected", term: 10, round: 3, prevIndex: 7, hint: last },
  {
    kind: "snapshotChunk",
    term: 10,
    snapshot: { ...last, voters },
    position: 12,
    bytes: utf8Encode("chunk"),
    done: true,
  },
  { kind: "snapshotChunkReply", term: 10, snapshot: last, position: -1 },
  { kind: "timeoutNow", term: 10 },
  { kind: "observe", term: 10 },
];

const addressed: readonly Addressed[] = messages.flatMap((message) =>
  voters.map((to) => ({ to, message })),
);

describe("the codec of Raft messages", () => {
  test("every message comes back as it was", () => {
    for (const each of addressed) expect(decodeMessage(encodeMessage(each))).toEqual(each);
  });

  test("a message cut short anywhere, or too long, is malformed", () => {
    for (const each of addressed) {
      const bytes = encodeMessage(each);
      for (let end = 0; end < bytes.length; end++) {
        expect(() => decodeMessage(bytes.slice(0, end))).toThrow(Error);
      }
      expect(() => decodeMessage(Uint8Array.of(...bytes, 0))).toThrow(MalformedError);
    }
  });

  test("damaged and random bytes are decoded or malformed, nothing else", () => {
    const damaged = property(
      constantFrom(...addressed),
      integer({ min: 0, max: 200 }),
      integer({ min: 0, max: 255 }),
      (each, position, value) => {
        const bytes = encodeMessage(each);
        bytes[position % bytes.length] = value;
        decodeOrMalformed(bytes);
      },
    );
    assert(damaged, { numRuns: 2_000 });
    assert(property(uint8Array({ maxLength: 200 }), decodeOrMalformed), { numRuns: 2_000 });
  });

  test("the terms of entries never fall, and never exceed the leader's", () => {
    const append = (terms: number[]): Uint8Array =>
      encodeMessage({
        to: voters[0] as Voter,
        message: {
          kind: "append",
          term: 5,
          prev: { index: 0, term: 0 },
          commit: 0,
          round: 0,
          entries: terms.map((term, i) => ({ index: i + 1, term, body: { kind: "noop" } })),
        },
      });
    expect(() => decodeMessage(append([1, 3, 2]))).toThrow("term 2 after 3");
    expect(() => decodeMessage(append([1, 6]))).toThrow("an entry of term 6 in term 5");
  });
});

function decodeOrMalformed(bytes: Uint8Array): void {
  try {
    decodeMessage(bytes);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
}
