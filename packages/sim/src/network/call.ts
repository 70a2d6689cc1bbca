import type { Millis, NodeId } from "@sordini/base";
import type { SimProcess } from "../world/sim-process.ts";
import type { Connection } from "./connection.ts";
import type { Door } from "./doors.ts";
import type { Network } from "./network.ts";

/**
 * How a request over the network ended. `notSent`: nobody received it, for certain. `unknown`:
 * perhaps it was carried out, perhaps not, perhaps it will be.
 */
export type CallResult<T> =
  | { readonly outcome: "answered"; readonly reply: T }
  | { readonly outcome: "notSent"; readonly why: string }
  | { readonly outcome: "timedOut" }
  | { readonly outcome: "unknown"; readonly why: string };

export interface Call<S, T> {
  readonly network: Network;
  readonly from: SimProcess;
  readonly to: NodeId;
  readonly door: Door;
  /** A few words for the timeline. */
  readonly what: string;
  readonly timeoutMs: Millis;
  /** The server as it is when the request arrives. */
  readonly server: () => S | undefined;
  readonly ask: (server: S) => Promise<T>;
}

/** One request and its answer over a connection of its own. Never rejects. */
export function call<S, T>(options: Call<S, T>): Promise<CallResult<T>> {
  const { network, from, to, door, what, timeoutMs, server, ask } = options;
  return new Promise((resolve) => {
    const connection: Connection = network.connect({
      from,
      to,
      door,
      what,
      onBroken: (side, why, wasOpen) => {
        if (side === "server") return;
        timer.cancel();
        resolve({ outcome: wasOpen ? "unknown" : "notSent", why });
      },
    });
    const timer = from.after(timeoutMs, () => {
      resolve({ outcome: "timedOut" });
      connection.close("client");
    });
    const answer = (reply: T): void => {
      connection.deliver("client", () => {
        timer.cancel();
        resolve({ outcome: "answered", reply });
        connection.done();
      });
    };
    connection.deliver("server", () => {
      const asked = server();
      if (asked === undefined) connection.break("nobody there");
      else void ask(asked).then(answer);
    });
  });
}
