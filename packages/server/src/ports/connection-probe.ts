import { connect } from "node:net";
import type { BrokerProbe } from "@sordini/controller";

const answerMsMax = 1_000;

/** Opens a TCP connection and closes it again: a kernel refuses it where no process listens. */
export const connectionProbe: BrokerProbe = {
  isRefused: ({ host, port }) =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: answerMsMax });
      const settle = (refused: boolean): void => {
        socket.destroy();
        resolve(refused);
      };
      socket.once("connect", () => settle(false));
      socket.once("timeout", () => settle(false));
      socket.once("error", (error: NodeJS.ErrnoException) => settle(isRefusal(error)));
    }),
};

/** A name with several addresses fails with one error for each: all must have refused. */
function isRefusal(error: NodeJS.ErrnoException): boolean {
  if (error instanceof AggregateError) return error.errors.every(isRefusal);
  return error.code === "ECONNREFUSED";
}
