import { Prng } from "@sordini/base";
import { ClusterClient } from "@sordini/client/internal";
import { inMemoryTransport } from "../../src/network/in-memory-rpc.ts";
import { withoutRealWorld } from "../../src/world/forbidden.ts";
import { ScriptedBrokers } from "./scripted-brokers.ts";
import { TestNetwork } from "./test-network.ts";
import { VirtualTime } from "./virtual-time.ts";

export interface ClientWorld {
  readonly time: VirtualTime;
  readonly network: TestNetwork;
  readonly brokers: ScriptedBrokers;
  readonly client: ClusterClient;
}

/** Three brokers and one client of the production code; real time throws while `scenario` runs. */
export async function inWorld(scenario: (world: ClientWorld) => Promise<void>): Promise<string[]> {
  const time = new VirtualTime();
  const network = new TestNetwork(time);
  const brokers = new ScriptedBrokers(network, [1, 2, 3]);
  const transport = inMemoryTransport({
    link: network.link(),
    timers: time,
    serverAt: ({ port }) => network.servers.get(port),
  });
  const runtime = { clock: time, timers: time, rng: new Prng(1), transport };
  const options = { bootstrap: "broker:1,broker:2,broker:3", requestTimeoutMs: 10_000 };
  const client = new ClusterClient(options, runtime);
  await withoutRealWorld(async () => {
    await scenario({ time, network, brokers, client });
    await time.wait(client.close({ timeoutMs: 0 }));
  });
  return network.trace;
}
