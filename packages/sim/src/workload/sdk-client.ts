import type { NodeId } from "@sordini/base";
import type { Broker } from "@sordini/broker";
import type { ClientOptions } from "@sordini/client";
import { ClusterClient as Sdk } from "@sordini/client/internal";
import { brokerAdminHandlers, clientHandlers } from "@sordini/grpc-listener";
import { adminService, clientService } from "@sordini/rpc";
import type { SimCluster } from "../cluster/sim-cluster.ts";
import { listenerName } from "../cluster/sim-node.ts";
import { inMemoryTransport, type Link } from "../network/in-memory-rpc.ts";
import { InMemoryServer } from "../network/in-memory-server.ts";
import type { SimProcess } from "../world/sim-process.ts";

/** The broker's client services behind its door; a new process of a broker has new ones. */
const servers = new WeakMap<Broker, InMemoryServer>();

/** The SDK, whole, in a process of its own that reaches the simulated cluster's brokers. */
export function createSdk(
  cluster: SimCluster,
  process: SimProcess,
  options: Omit<ClientOptions, "bootstrap" | "clientId"> = {},
): Sdk {
  const link: Link = {
    connect: ({ to, onBroken }) =>
      cluster.network.connect({
        from: process,
        to: to.port,
        door: "broker",
        what: "rpc",
        onBroken,
      }),
  };
  const transport = inMemoryTransport({
    link,
    timers: process,
    serverAt: ({ port }) => serverOf(cluster, port),
  });
  const rng = cluster.world.stream(`sdk ${process.nodeId}`);
  const bootstrap = cluster.brokerIds.map((id) => `node-${id}:${id}`);
  return new Sdk({ ...options, bootstrap }, { clock: process, timers: process, rng, transport });
}

function serverOf(cluster: SimCluster, nodeId: NodeId): InMemoryServer | undefined {
  const { broker, process } = cluster.node(nodeId);
  if (broker === null || process === null) return undefined;
  const known = servers.get(broker);
  if (known !== undefined) return known;
  const server = new InMemoryServer();
  server.add(clientService, clientHandlers(broker, listenerName, process));
  server.add(adminService, brokerAdminHandlers(broker, listenerName));
  servers.set(broker, server);
  return server;
}
