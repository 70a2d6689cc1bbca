import { expect, test } from "vitest";
import { attachAnswered, beginAttach, newFollower, pushArrived } from "../src/follower.ts";
import type { Push } from "../src/index.ts";
import { SimulatedLog } from "./simulated-log.ts";

/** Ten records of epoch 1, committed up to 4; node 2 leads epoch 2 and lacks the last four. */
function attachingFollower() {
  const log = new SimulatedLog();
  for (let offset = 0; offset < 10; offset++) log.append([{ epoch: 1, value: offset }]);
  log.makeDurable();
  const assignment = { leader: 2, leaderEpoch: 2, partitionEpoch: 2, replicas: [1, 2], isr: [2] };
  const follower = newFollower(assignment, { nodeId: 1, log, highWatermark: 4 });
  beginAttach(follower, { log, brokerEpoch: 7 });
  return { follower, log };
}

const push: Push = {
  leaderEpoch: 2,
  attachId: 1,
  baseOffset: 10,
  nextOffset: 12,
  highWatermark: 12,
  logStart: 0,
};

test("a high watermark that comes before the truncation is not adopted (B31, I20)", () => {
  const { follower, log } = attachingFollower();
  expect(pushArrived(follower, push)).toBe("ignore");
  const result = { kind: "diverging", epoch: 1, end: 6 } as const;
  const answer = { leaderEpoch: 2, attachId: 1, result };
  const action = attachAnswered(follower, { answer, log });
  expect(action).toEqual({ kind: "truncate", to: 6, belowHighWatermark: false });
  expect(pushArrived(follower, push)).toBe("ignore");
  expect(pushArrived(follower, { ...push, nextOffset: 10 })).toBe("ignore");
  expect(follower).toMatchObject({ phase: "truncating", highWatermark: 4, logEnd: 10 });
});
