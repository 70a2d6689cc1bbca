import { failure } from "@sordini/base";
import { describe, expect, test } from "vitest";
import { TestCluster } from "./cluster.ts";

const duplicate = failure("DUPLICATE_BROKER_REGISTRATION", "another process is broker 1");

describe("the session", () => {
  test("finds the active controller through a redirect", async () => {
    const cluster = new TestCluster();
    cluster.network.activeController = 102;
    const broker = await cluster.startBroker(1);
    expect(broker.metadata.controllerId).toBe(102);
  });

  test("is opened again at once when it breaks, under the same broker epoch", async () => {
    const cluster = await TestCluster.start([1]);
    const { brokerEpoch } = cluster.broker(1);
    cluster.network.moveController(102);
    await cluster.time.until(() => cluster.broker(1).metadata.controllerId === 102, 50);
    expect(cluster.broker(1).brokerEpoch).toBe(brokerEpoch);
  });

  test("waits for a controller as long as it takes, and registers then", async () => {
    const cluster = new TestCluster();
    cluster.network.activeController = -1;
    const broker = await cluster.launch(1);
    await cluster.time.advance(5000);
    expect([broker.brokerEpoch, broker.isFenced]).toEqual([-1, true]);
    cluster.network.activeController = 101;
    await cluster.time.until(() => !broker.isFenced, 500);
  });

  test("a broker that was fenced for its silence comes back by itself", async () => {
    const cluster = await TestCluster.start([1, 2]);
    const flights = await cluster.topic("flights", { replicas: [1, 2] });
    cluster.network.cut(1, 101);
    cluster.network.cut(1, 102);
    cluster.controller.fence(1);
    await cluster.time.advance(4000);
    expect(cluster.state(flights)).toMatchObject({ leader: 2, isr: [2] });
    cluster.network.heal();
    await cluster.time.until(() => cluster.state(flights).isr.length === 2, 1000);
    expect(cluster.broker(1).isFenced).toBe(false);
  });

  test("being unfenced is an event, once", async () => {
    const cluster = new TestCluster();
    cluster.network.activeController = -1;
    await cluster.launch(1);
    await cluster.time.advance(5000);
    expect(cluster.fencing).toEqual([]);
    cluster.network.activeController = 101;
    await cluster.time.until(() => cluster.fencing.length > 0, 500);
    await cluster.time.advance(5000);
    expect(cluster.fencing).toEqual([[1, false]]);
  });

  test("a new process takes no role from before its own registration", async () => {
    const cluster = await TestCluster.start([1]);
    const flights = await cluster.topic("flights");
    await cluster.at(1).produce(flights, ["a"]);
    const { leaderEpoch } = cluster.state(flights);
    cluster.kill(1);
    await cluster.startBroker(1);
    await cluster.time.advance(10);
    expect(cluster.state(flights)).toMatchObject({ leader: 1 });
    expect(cluster.state(flights).leaderEpoch).toBeGreaterThan(leaderEpoch);
    expect(await cluster.at(1).produce(flights, ["b"])).toMatchObject({ baseOffset: 1 });
  });

  test("whoever finds another process in its place gives up: no taking turns", async () => {
    const cluster = await TestCluster.start([1]);
    const first = cluster.broker(1);
    cluster.controller.rejection = duplicate;
    cluster.network.moveController(102);
    await cluster.time.until(() => cluster.replaced.length > 0, 50);
    expect(cluster.replaced).toEqual(["1: another process is broker 1"]);
    cluster.controller.rejection = null;
    await cluster.time.advance(5000);
    expect(first.isFenced).toBe(false); // as it was said last: it does not ask any more
    expect(cluster.replaced).toHaveLength(1);
  });

  test("whoever starts waits for the end of its predecessor, but not for ever", async () => {
    const cluster = new TestCluster();
    cluster.controller.rejection = duplicate;
    const patient = await cluster.launch(1);
    await cluster.time.advance(5000);
    cluster.controller.rejection = null;
    await cluster.time.until(() => !patient.isFenced, 500);
    cluster.controller.rejection = duplicate;
    await cluster.launch(2);
    await cluster.time.until(() => cluster.replaced.length > 0, 12_000);
    expect(cluster.replaced).toEqual(["2: another process is broker 1"]);
  });
});
