import { expect, test } from "vitest";
import { ClusterClient, type Location } from "../../src/workload/cluster-client.ts";
import { LoadReader } from "../../src/workload/load-reader.ts";
import { Recorder } from "../../src/workload/recorder.ts";
import { lastingTopic } from "../../src/workload/topics.ts";
import { SmallCluster } from "../cluster/small-cluster.ts";

/** Knows what it is told instead of what it asked for. */
class ToldClient extends ClusterClient {
  told: Partial<Location> = {};
  readonly forgotten: string[] = [];

  override locate(name: Parameters<ClusterClient["locate"]>[0]): Location | null {
    const location = super.locate(name);
    return location === null ? null : { ...location, ...this.told };
  }

  override forget(topic: string): void {
    this.forgotten.push(topic);
    super.forget(topic);
  }
}

test("a reader does not go back to the leader of an earlier epoch (KIP-320)", async () => {
  const small = await SmallCluster.started();
  const client = new ToldClient(small.cluster);
  const recorder = new Recorder(small.world);
  const name = { topic: lastingTopic, partition: 0 };
  const reader = new LoadReader({ client, recorder, partitions: () => [name], name: "reader" });
  const poll = async (): Promise<boolean | null> => {
    let polled: { readonly isAtEnd: boolean | null } | undefined;
    void reader.poll(name).then((isAtEnd) => (polled = { isAtEnd }));
    await small.until(() => polled !== undefined);
    return polled?.isAtEnd ?? null;
  };
  expect(await poll()).toBeNull();
  expect(await poll()).toBe(true);

  client.told = { leaderEpoch: -1 };
  expect(await poll()).toBeNull();
  expect(client.forgotten).toEqual([lastingTopic]);

  // Meanwhile it has asked again.
  client.told = {};
  expect(await poll()).toBe(true);
});
