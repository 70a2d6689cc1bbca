import type { Clock, Rng, Timers } from "@sordini/base";
import { GrpcTransport } from "./grpc-transport.ts";
import type { Runtime } from "./runtime.ts";

const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

const systemTimers: Timers = {
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  soon: (callback) => {
    setImmediate(callback);
  },
};

const systemRng: Rng = {
  uint32: () => Math.floor(Math.random() * 0x1_0000_0000),
};

/** Real time, chance and network. `clientId` names the program in the brokers' logs. */
export function systemRuntime(clientId: string): Runtime {
  return {
    clock: systemClock,
    timers: systemTimers,
    rng: systemRng,
    transport: new GrpcTransport(clientId),
  };
}
