import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Voter } from "@sordini/raft";
import { isQuorum, quorumSize, quorumValue } from "../src/quorum.ts";

const voter = (nodeId: number): Voter => ({ nodeId, directoryId: `a${nodeId}` });

describe("quorum", () => {
  test("is a majority once all directories are known, and everybody before", () => {
    const sizes = [1, 2, 3, 4, 5, 6, 7].map((count) =>
      quorumSize(Array.from({ length: count }, (_, i) => voter(i))),
    );
    expect(sizes).toEqual([1, 2, 2, 3, 3, 4, 4]);
    expect(quorumSize([voter(1), voter(2), { nodeId: 3, directoryId: null }])).toBe(3);
  });

  test("quorumValue is the largest value that a naive count finds on a quorum", () => {
    const member = record({
      value: integer({ min: 0, max: 20 }),
      directoryId: constantFrom("a", "b", null),
    });
    assert(
      property(array(member, { minLength: 1, maxLength: 7 }), (members) => {
        const voters = members.map(({ directoryId }, nodeId) => ({ nodeId, directoryId }));
        const valueOf = ({ nodeId }: Voter): number => members[nodeId]?.value ?? 0;
        let naive = 0;
        while (isQuorum(voters, (each) => valueOf(each) >= naive + 1)) naive += 1;
        expect(quorumValue(voters, valueOf)).toBe(naive);
      }),
    );
  });
});
