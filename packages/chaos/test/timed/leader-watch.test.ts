import { setTimeout as sleep } from "node:timers/promises";
import type { Admin } from "@sordini/client";
import { expect, test } from "vitest";
import { RunClock } from "../../src/run-clock.ts";
import { LeaderWatch } from "../../src/timed/leader-watch.ts";

/** An admin client of a cluster with one partition, replicas 1 and 2. */
function fakeCluster() {
  const state = { leader: 1, leaderEpoch: 1, controller: 3, term: 7 };
  const admin = {
    describeTopics: () => {
      const { leader, leaderEpoch } = state;
      const partition = { partition: 0, leader, leaderEpoch, replicas: [1, 2], isr: [1, 2] };
      return Promise.resolve([{ name: "t", topicId: "t", partitions: [partition] }]);
    },
    describeQuorum: () => Promise.resolve({ leaderId: state.controller, leaderEpoch: state.term }),
  } as unknown as Admin;
  const watch = new LeaderWatch({ admin, topic: "t", clock: new RunClock() });
  return { state, watch };
}

test("changes while calm count, a return to the preferred replica is no failover", async () => {
  const { state, watch } = fakeCluster();
  watch.start();
  await watch.beginCalm();
  Object.assign(state, { leader: 2, leaderEpoch: 2 });
  await expect.poll(() => watch.calmChanges).toMatchObject([{ isFailover: true }]);
  Object.assign(state, { leader: 1, leaderEpoch: 3 });
  await expect.poll(() => watch.calmChanges[1]).toMatchObject({ isFailover: false });
  Object.assign(state, { controller: 1, term: 8 });
  await expect.poll(() => watch.calmChanges[2]).toMatchObject({ isFailover: true });
  await watch.stop();
  expect(watch.calmMs).toBeGreaterThan(0);
  expect(watch.partitions.get(0)?.map(({ nodeId }) => nodeId)).toEqual([1, 2, 1]);
});

test("changes under faults are kept but do not count, old news is no news", async () => {
  const { state, watch } = fakeCluster();
  watch.start();
  await watch.beginCalm();
  watch.endCalm();
  const calmMs = watch.calmMs;
  Object.assign(state, { leader: 2, leaderEpoch: 5 });
  await expect.poll(() => watch.partitions.get(0)).toHaveLength(2);
  Object.assign(state, { leader: 1, leaderEpoch: 1 });
  await sleep(450);
  await watch.beginCalm();
  await watch.stop();
  expect(watch.partitions.get(0)?.at(-1)).toMatchObject({ nodeId: 2, epoch: 5 });
  expect(watch.calmChanges).toEqual([]);
  expect(watch.calmMs - calmMs).toBeLessThan(400);
});
