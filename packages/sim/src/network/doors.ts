import type { NodeId } from "@sordini/base";
import type { Broker } from "@sordini/broker";
import type { Controller } from "@sordini/controller";

/** A node's listeners, by the role that they lead to. */
export type Door = "controller" | "broker";

/** What stands behind the doors now; undefined where nothing listens. */
export interface Doors {
  controllerAt(node: NodeId): Controller | undefined;
  brokerAt(node: NodeId): Broker | undefined;
}
