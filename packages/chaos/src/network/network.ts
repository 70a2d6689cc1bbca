import type { Socket } from "node:net";
import type { Cluster, Door, DoorPlace } from "@sordini/testing";
import { Link, type LinkTraffic } from "./link.ts";
import { ProxyDoor, type Route } from "./proxy-door.ts";
import { socketOwner } from "./socket-owner.ts";

/** Whoever is no node: the load, the readers and the nemesis of the run itself. */
export const clients = 0;

/** One way between two nodes. */
export interface Way {
  readonly from: number;
  readonly to: number;
}

/**
 * The network of a cluster on one machine: a proxy before each listener, and for each ordered pair
 * of nodes a link whose weather can be changed. Clients pass through the same proxies, by links of
 * their own that no fault touches: a node that its peers cannot reach still serves clients, the
 * harder case for "nothing acknowledged is lost".
 */
export class Network {
  readonly #links = new Map<string, Link>();
  #cluster: Cluster | null = null;

  /** For `createCluster`. */
  readonly door = (place: DoorPlace): Door =>
    new ProxyDoor({ ...place, routeOf: (socket) => this.#routeOf(socket, place.nodeId) });

  /** To be called before the nodes start. */
  serve(cluster: Cluster): void {
    this.#cluster = cluster;
  }

  link({ from, to }: Way): Link {
    const key = `${from}>${to}`;
    const link = this.#links.get(key) ?? new Link();
    this.#links.set(key, link);
    return link;
  }

  /** Fair weather everywhere. */
  heal(): void {
    for (const link of this.#links.values()) link.set({});
  }

  /** What the links of these ways have done until now, together. */
  trafficOf(ways: readonly Way[]): LinkTraffic {
    const sum = { heldBytes: 0, heldConnections: 0, delayedBytes: 0, resets: 0 };
    for (const way of ways) {
      const { traffic } = this.link(way);
      for (const key of Object.keys(sum) as (keyof LinkTraffic)[]) sum[key] += traffic[key];
    }
    return sum;
  }

  async #routeOf(socket: Socket, nodeId: number): Promise<Route | null> {
    const { remotePort, localPort } = socket;
    if (remotePort === undefined || localPort === undefined) return null;
    const nodes = this.#cluster?.nodes ?? [];
    const nodeIds = new Map(nodes.map((node) => [node.pid, node.nodeId]));
    const processIds = [...nodeIds.keys()].filter((pid) => pid !== undefined);
    const ports = { localPort: remotePort, remotePort: localPort };
    const owner = await socketOwner(ports, [...processIds, process.pid]);
    if (owner === undefined) return null;
    const source = nodeIds.get(owner) ?? clients;
    return {
      there: this.link({ from: source, to: nodeId }),
      back: this.link({ from: nodeId, to: source }),
    };
  }
}
