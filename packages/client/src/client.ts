import { ClusterClient } from "./cluster-client.ts";
import { clientIdDefault } from "./limits.ts";
import { systemRuntime } from "./runtime/system-runtime.ts";
import type { ClientOptions } from "./types/client.ts";

/**
 * A cluster as a program sees it: `new Client({ bootstrap: "host:port" })`. Opens no connection
 * before one is needed. Its producers, consumers and admins share connections and metadata.
 */
export class Client extends ClusterClient {
  /** Throws SordiniError INVALID_CONFIG for addresses or numbers that cannot be meant. */
  constructor(options: ClientOptions) {
    super(options, systemRuntime(options.clientId ?? clientIdDefault));
  }
}
