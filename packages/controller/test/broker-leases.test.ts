import { describe, expect, test } from "vitest";
import { BrokerLeases } from "../src/broker-leases.ts";
import { VirtualTime } from "./virtual-time.ts";

function setUp() {
  const time = new VirtualTime();
  const start = time.monotonicMs();
  const expired: string[] = [];
  const leases = new BrokerLeases({
    clock: time,
    timers: time.process(),
    sessionTimeoutMs: 3_000,
    disconnectGraceMs: 100,
    onExpired: (brokerId, { why }) => {
      expired.push(`${brokerId} ${why} at ${time.monotonicMs() - start}`);
    },
  });
  return { time, leases, expired };
}

describe("broker leases", () => {
  test("silence ends a lease after the timeout, a broken stream after the grace", async () => {
    const { time, leases, expired } = setUp();
    leases.renew(1, 10);
    leases.renew(2, 11);
    await time.runFor(1_000);
    leases.disconnected(2);
    await time.runFor(5_000);
    expect(expired).toEqual(["2 disconnected at 1100", "1 silent at 3000"]);
  });

  test("whoever is heard again in time keeps its lease", async () => {
    const { time, leases, expired } = setUp();
    leases.renew(1, 10);
    leases.disconnected(1);
    await time.runFor(99);
    leases.renew(1, 10);
    await time.runFor(2_500);
    expect(expired).toEqual([]);
  });

  test("a broken stream never prolongs what silence has nearly ended", async () => {
    const { time, leases, expired } = setUp();
    leases.renew(1, 10);
    await time.runFor(2_950);
    leases.disconnected(1);
    await time.runFor(200);
    expect(expired).toEqual(["1 disconnected at 3000"]);
  });

  test("the time that this process was stalled does not count (B40)", async () => {
    const { time, leases, expired } = setUp();
    for (const id of [1, 2, 3]) leases.renew(id, id);
    await time.runFor(1_000);
    time.stall(60_000);
    await time.runFor(1_900);
    expect(expired).toEqual([]);
    await time.runFor(400);
    expect(expired).toHaveLength(3);
  });

  test("neither does it within the grace", async () => {
    const { time, leases, expired } = setUp();
    leases.renew(1, 10);
    leases.disconnected(1);
    time.stall(500);
    await time.runFor(50);
    leases.renew(1, 10);
    expect(expired).toEqual([]);
  });

  test("whoever was heard after the stall gets nothing on top", async () => {
    const { time, leases, expired } = setUp();
    leases.renew(1, 10);
    time.stall(60_000);
    leases.renew(1, 10);
    await time.runFor(4_000);
    expect(expired).toEqual(["1 silent at 63000"]);
  });

  test("a stopped controller fences nobody", async () => {
    const { time, leases, expired } = setUp();
    leases.renew(1, 10);
    leases.stop();
    await time.runFor(10_000);
    expect(expired).toEqual([]);
  });
});
