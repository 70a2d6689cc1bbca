import { EpochHistory } from "@sordini/base";
import {
  type FollowerProgress,
  followerPosition,
  type Leader,
  positionOf,
  progressOf,
} from "@sordini/replication";
import { describe, expect, test } from "vitest";
import { registered, ReplicationWorld, topicId } from "./replication-world.ts";

describe("a sound run", () => {
  test("records, a shrunken ISR, a new leader, a truncation", () => {
    const world = new ReplicationWorld();
    const [one, two] = [world.broker(1), world.broker(2)];
    world.decide({ isr: [1, 2] });
    world.assignAll();
    world.produce(5);
    world.push(two);
    world.push(two);
    world.produce(7); // never replicated
    world.decide({ leader: 2, isr: [2] });
    world.assign(two);
    world.produce(3);
    world.assignAll();
    world.replicateAll();
    world.decide({ isr: [1, 2, 3] });
    world.assignAll();
    world.produce(1);
    world.replicateAll();
    expect(one.log.logEnd).toBe(19);
    expect(world.brokers.map(({ replica }) => replica.highWatermark)).toEqual([19, 19, 19]);
  });

  test("the controllers take out who is fenced, without being asked", () => {
    const world = new ReplicationWorld();
    world.impose(
      { isr: [1, 2] },
      { kind: "brokerChanged", v: 1, brokerId: 3, brokerEpoch: 3, fenced: true },
    );
    world.assignAll();
    expect(world.broker(1).leader.isr).toEqual([1, 2]);
  });

  test("a crash that loses what was not durable", () => {
    const world = new ReplicationWorld();
    const two = world.broker(2);
    two.log.append(4, 0);
    world.look(two);
    world.crash(two);
    two.log.cut(10);
    world.look(two);
    world.decide({ isr: [1, 3] });
    world.assignAll();
    world.replicateAll();
    expect(two.log.logEnd).toBe(10);
  });
});

describe("an acknowledgement that arrives after its disk was lost", () => {
  /** Five records reach node 2, whose answer is under way while its process ends. */
  function begin(world: ReplicationWorld, { isDurable }: { readonly isDurable: boolean }) {
    const two = world.broker(2);
    world.produce(5);
    world.push(world.broker(3));
    two.diskHangs = true;
    world.push(two);
    if (isDurable) two.log.durableEnd = 15;
    world.look(two);
    two.follower.durableEnd = 15;
    const position = positionOf(two.follower);
    const one = world.broker(1);
    const arrive = () => {
      followerPosition(one.leader, { nodeId: 2, position, now: 0 });
      world.look(one);
    };
    return { two, leader: one.leader, arrive };
  }

  test("still counts: the leader cannot know, and the ISR does without that replica", () => {
    const world = new ReplicationWorld();
    const { two, leader, arrive } = begin(world, { isDurable: true });
    world.loseDisk(two);
    arrive();
    expect(leader.highWatermark).toBe(15);
  });

  finds("I17", "it told of unsynced bytes", (world) => {
    const { two, arrive } = begin(world, { isDurable: false });
    world.loseDisk(two);
    arrive();
  });

  finds("I17", "it told of unsynced bytes, and no process has come back", (world) => {
    const { two, arrive } = begin(world, { isDurable: false });
    world.crash(two);
    arrive();
  });

  finds("I17", "it counts although the leader knows of the new process (B28)", (world) => {
    const { two, leader } = begin(world, { isDurable: true });
    world.loseDisk(two);
    const progress = progressOf(leader, 2) as FollowerProgress;
    progress.registered = { brokerEpoch: two.brokerEpoch, fenced: false, shuttingDown: false };
    leader.highWatermark = 15;
    world.look(world.broker(1));
  });
});

/** Does by hand what a bug would do, and expects the checker to name the invariant. */
function finds(invariant: string, what: string, bug: (world: ReplicationWorld) => void): void {
  test(`${invariant}: ${what}`, () => {
    const world = new ReplicationWorld();
    expect(() => bug(world)).toThrow(expect.objectContaining({ invariant }));
  });
}

describe("high watermarks", () => {
  finds("I15", "one goes back", (world) => {
    world.broker(1).leader.highWatermark = 8;
    world.look(world.broker(1));
  });

  finds("I15", "a follower knows of more than any leader committed", (world) => {
    const two = world.broker(2);
    two.log.append(5, 0);
    two.follower.highWatermark = 12;
    world.look(two);
  });

  finds("I15", "a new leader shows clients an older one (B38)", (world) => {
    const two = world.broker(2);
    world.crash(two);
    world.decide({ leader: 2 });
    world.assignAll();
    (two.leader as { epochStart: number }).epochStart = 0;
    two.leader.highWatermark = 4;
    world.look(two);
  });
});

describe("what clients are shown", () => {
  const shown = { topicId, partition: 0 };

  test("everything that is committed, by whichever leader", () => {
    const { checker } = new ReplicationWorld();
    checker.onShown({ ...shown, end: 10 });
    checker.onShown({ topicId: "another-of-22-characte", partition: 0, end: 0 });
  });

  finds("I24", "a record that is not committed", (world) => {
    world.produce(5);
    world.checker.onShown({ ...shown, end: 15 });
  });
});

describe("the quorum", () => {
  finds("I17", "a follower acknowledges unsynced bytes", (world) => {
    const two = world.broker(2);
    world.produce(5);
    world.push(world.broker(3));
    two.diskHangs = true;
    world.push(two);
    two.follower.durableEnd = 15;
    world.report(two);
  });

  finds("I17", "a smaller ISR counts before it is committed (B34)", (world) => {
    const { leader } = world.broker(1);
    world.produce(5);
    leader.highWatermark = 15;
    leader.isr = [1];
    world.look(world.broker(1));
  });

  finds("I17", "a proposed member is not counted (B34)", (world) => {
    world.decide({ isr: [1] });
    world.assignAll();
    const { leader } = world.broker(1);
    const isr = [1, 2].map((nodeId) => ({ nodeId, brokerEpoch: nodeId }));
    leader.proposal = { leaderEpoch: 0, partitionEpoch: 1, isr };
    for (const follower of leader.followers) follower.inMaximalIsr = false;
    world.produce(5);
  });

  finds("I17", "the leader counts its own unsynced records", (world) => {
    world.decide({ isr: [1] });
    world.assignAll();
    const one = world.broker(1);
    one.log.append(5, 0);
    one.leader.logEnd = 15;
    one.leader.highWatermark = 15;
    world.look(one);
  });

  finds("I17", "min.insync.replicas is ignored (B36)", (world) => {
    const one = world.broker(1);
    one.leader.config = { ...one.leader.config, minInSyncReplicas: 2 };
    world.decide({ isr: [1] });
    world.assignAll();
    world.produce(5);
    one.leader.highWatermark = 15;
    world.look(one);
  });
});

describe("candidates", () => {
  finds("I16", "a member of the ISR truncates to its high watermark (B26)", (world) => {
    world.produce(5);
    for (const id of [2, 3]) world.push(world.broker(id));
    world.broker(2).log.cut(10);
    world.look(world.broker(2));
  });

  finds("I16", "a member comes back without its log (B33)", (world) => {
    const two = world.broker(2);
    world.crash(two);
    world.replaceDisk(two);
    world.look(two);
  });

  finds("I16", "somebody joins who has lost its records meanwhile (B33)", (world) => {
    world.decide({ isr: [1, 2] });
    const three = world.broker(3);
    world.propose([1, 2, 3]);
    world.crash(three);
    world.replaceDisk(three);
    world.impose({ isr: [1, 2, 3] });
    world.look(three);
  });

  finds("I16", "a deposed leader commits (I22)", (world) => {
    world.decide({ leader: 2, isr: [2] });
    world.assign(world.broker(2));
    const one = world.broker(1);
    one.log.append(5, 0);
    one.log.durableEnd = 15;
    one.leader.logEnd = 15;
    one.leader.highWatermark = 15;
    one.leader.isr = [1];
    world.look(world.broker(3));
    world.assign(world.broker(3));
    world.look(one);
  });

  finds("I25", "a fenced broker stays in sync with others", (world) => {
    world.commit({ kind: "brokerChanged", v: 1, brokerId: 2, brokerEpoch: 2, fenced: true });
  });
});

describe("the ISR", () => {
  const joined = { fenced: false, shuttingDown: false };

  finds("I18", "a follower is proposed that lacks what was committed", (world) => {
    world.keepOut(3);
    world.decide({ isr: [1, 2] });
    world.assignAll();
    world.produce(5);
    world.push(world.broker(2));
    world.propose([1, 2, 3]);
  });

  finds("I18", "a process is proposed of which the leader was not told", (world) => {
    world.decide({ isr: [1, 2] });
    world.assignAll();
    const [, three] = world.broker(1).leader.followers;
    if (three !== undefined) three.registered = { ...joined, brokerEpoch: 2 };
    world.propose([1, 2, 3]);
  });

  finds("I18", "another process joins than the one that had caught up (B33)", (world) => {
    world.decide({ isr: [1, 2] });
    world.assignAll();
    world.propose([1, 2, 3]);
    world.commit(registered(3, 4));
    world.impose({ isr: [1, 2, 3] });
  });

  finds("I19", "what was proposed for an earlier partition epoch is committed", (world) => {
    world.propose([1, 2]);
    world.decide({ isr: [1, 3] });
    world.impose({ isr: [1, 2] });
  });

  finds("I19", "a proposal whose answer was lost counts as refused (B35)", (world) => {
    world.decide({ isr: [1, 2] });
    world.assignAll();
    world.propose([1, 2, 3]);
    const { leader } = world.broker(1);
    leader.proposal = null;
    leader.doubtful = [];
    world.look(world.broker(1));
    world.impose({ isr: [1, 2, 3] });
  });

  finds("I19", "the controllers take out who is alive", (world) => {
    world.impose({ isr: [1, 2] });
  });
});

describe("a log that is opened again", () => {
  finds("I13", "lacks what was durable", (world) => {
    const two = world.broker(2);
    world.crash(two);
    two.log.cut(9);
    world.look(two);
  });

  finds("I13", "has it from another epoch", (world) => {
    const two = world.broker(2);
    world.crash(two);
    two.log.epochs = new EpochHistory([
      { epoch: 0, start: 0 },
      { epoch: 1, start: 9 },
    ]);
    world.look(two);
  });

  finds("I13", "is damaged, on a disk that nobody harmed", (world) => {
    const two = world.broker(2);
    world.crash(two);
    two.directory.damage = "the journal lacks group 3";
    world.look(two);
  });

  finds("I13", "is shorter on a harmed disk, and does not say so", (world) => {
    const two = world.broker(2);
    world.crash(two);
    world.checker.onDiskHarmed(2);
    two.log.cut(9);
    world.look(two);
  });

  finds("I13", "is in a directory that nobody knows, on a disk that nobody harmed", (world) => {
    const two = world.broker(2);
    world.crash(two);
    two.directory.directoryId = "another disk";
    two.log.cut(0);
    world.look(two);
  });

  test("may be damaged on a harmed disk, for one start", () => {
    const world = new ReplicationWorld();
    const two = world.broker(2);
    world.crash(two);
    world.checker.onDiskHarmed(2);
    two.directory.damage = "the journal lacks group 3";
    two.log.online = false;
    world.look(two);
    two.log.online = true;
    two.directory.damage = null;
    world.look(two);
    world.crash(two);
    two.log.cut(9);
    expect(() => world.look(two)).toThrow("was durable up to 10, but after the next start");
  });

  test("may be shorter when its process died in a truncation", () => {
    const world = new ReplicationWorld();
    world.decide({ isr: [1, 3] });
    const two = world.broker(2);
    two.isBusy = true;
    world.look(two);
    world.crash(two);
    two.isBusy = false;
    two.log.cut(5);
    world.look(two);
    expect(two.log.logEnd).toBe(5);
  });
});

describe("logs", () => {
  finds("I20", "a high watermark is adopted before the truncation (B31)", (world) => {
    const one = world.broker(1);
    one.log.append(5, 0);
    one.leader.logEnd = 15;
    world.look(one);
    world.decide({ leader: 2, isr: [2] });
    world.assign(world.broker(2));
    world.produce(3);
    world.assign(one);
    one.follower.highWatermark = 13;
    world.look(one);
  });

  finds("I43", "what is not committed is deleted", (world) => {
    const two = world.broker(2);
    two.log.append(5, 0);
    two.log.logStart = 12;
    world.look(two);
  });

  finds("I21", "a leader leaves no trace of its epoch (B29)", (world) => {
    world.decide({ leader: 2 });
    world.broker(2).forgetsEpochs = true;
    world.assign(world.broker(2));
  });

  finds("I21", "a history is ahead of its log (B32)", (world) => {
    const two = world.broker(2);
    two.log.epochs = new EpochHistory([
      { epoch: 0, start: 0 },
      { epoch: 3, start: 99 },
    ]);
    world.look(two);
  });

  finds("I22", "two lead one epoch", (world) => {
    const { leader } = world.broker(1);
    world.broker(2).replica = { ...leader, nodeId: 2 } satisfies Leader;
    world.look(world.broker(2));
  });

  finds("I26", "an append to a directory that is offline (B37)", (world) => {
    const { log } = world.broker(2);
    log.online = false;
    world.look(world.broker(2));
    log.append(1, 0);
    world.look(world.broker(2));
  });
});
