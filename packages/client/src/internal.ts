// For the simulator of this repository only, as "@sordini/client/internal": the client over another
// world than the real one. Not part of the SDK's interface; it may change in any version.

export type { Address } from "./cluster/address.ts";
export { ClusterClient } from "./cluster-client.ts";
export type { Runtime } from "./runtime/runtime.ts";
export type { Connection, OpenStream, StreamHandlers, Transport } from "./runtime/transport.ts";
