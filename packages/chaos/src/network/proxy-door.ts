import { connect, createServer, type Server, type Socket } from "node:net";
import type { Door, DoorPlace } from "@sordini/testing";
import type { Link } from "./link.ts";
import { Pipe, resetSocket } from "./pipe.ts";

/** The two directions of a connection between a source and the node behind a door. */
export interface Route {
  readonly there: Link;
  readonly back: Link;
}

export interface ProxyDoorOptions extends DoorPlace {
  /** Who opened this connection, and the weather on its way; null when it has ended already. */
  readonly routeOf: (socket: Socket) => Promise<Route | null>;
}

const host = "127.0.0.1";

/** A TCP proxy before one listener of one node; one connection through it for each to it. */
export class ProxyDoor implements Door {
  readonly #options: ProxyDoorOptions;
  #server: Server | null = null;

  constructor(options: ProxyDoorOptions) {
    this.#options = options;
  }

  open(): Promise<void> {
    const { port } = this.#options;
    const server = createServer(
      { allowHalfOpen: true, pauseOnConnect: true, noDelay: true },
      (socket) => void this.#welcome(socket),
    );
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  }

  /** Connections stay as long as both of their sides do. */
  close(): void {
    this.#server?.close();
    this.#server = null;
  }

  async #welcome(outside: Socket): Promise<void> {
    outside.on("error", () => undefined); // its "close" follows, and says enough
    const route = await this.#options.routeOf(outside);
    if (route === null || outside.destroyed) {
      outside.destroy();
      return;
    }
    if (!(await untilOpen(route, outside))) return;
    const inside = connect({
      ...{ host, port: this.#options.behind, allowHalfOpen: true, noDelay: true },
    });
    const forget = [route.there, route.back].map((link) =>
      link.onReset(() => {
        resetSocket(outside);
        resetSocket(inside);
      }),
    );
    inside.on("error", () => undefined);
    // A refused connection ends here too: its "close" resets the other side.
    new Pipe({ from: outside, to: inside, link: route.there }).start();
    new Pipe({ from: inside, to: outside, link: route.back }).start();
    for (const socket of [outside, inside]) {
      socket.once("close", () => {
        if (outside.closed && inside.closed) for (const each of forget) each();
      });
    }
  }
}

/**
 * A handshake needs both ways, so a new connection waits until neither is cut. False when the
 * source gave up before.
 */
async function untilOpen({ there, back }: Route, outside: Socket): Promise<boolean> {
  const isOpen = (): boolean => !there.weather.isCut && !back.weather.isCut;
  if (isOpen()) return true;
  for (const link of [there, back]) if (link.weather.isCut) link.count("heldConnections", 1);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const look = (): void => {
    if (isOpen()) resolve(true);
  };
  const gaveUp = (): void => resolve(false);
  outside.once("close", gaveUp);
  const forget = [there, back].map((link) => link.onChange(look));
  const opened = await promise;
  outside.off("close", gaveUp);
  for (const each of forget) each();
  return opened;
}
