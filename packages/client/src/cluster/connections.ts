import { Client, type ChannelOptions, credentials } from "@grpc/grpc-js";
import {
  keepaliveTimeMs,
  keepaliveTimeoutMs,
  messageBytesMax,
  receiveWindowBytes,
  reconnectMsMax,
  reconnectMsMin,
} from "../limits.ts";
import { type Address, addressText } from "./address.ts";

/** Small questions have a connection of their own, so that they never wait behind record data. */
export type ConnectionKind = "control" | "data";

/** At most one connection of each kind to each broker, opened when it is first needed. */
export class Connections {
  readonly #clients = new Map<string, Client>();
  readonly #options: ChannelOptions;

  constructor(clientId: string) {
    this.#options = {
      "grpc.primary_user_agent": clientId,
      "grpc-node.flow_control_window": receiveWindowBytes,
      "grpc.max_receive_message_length": messageBytesMax,
      "grpc.max_send_message_length": -1,
      "grpc.initial_reconnect_backoff_ms": reconnectMsMin,
      "grpc.max_reconnect_backoff_ms": reconnectMsMax,
      "grpc.keepalive_time_ms": keepaliveTimeMs,
      "grpc.keepalive_timeout_ms": keepaliveTimeoutMs,
      // Without it, grpc-js would share one connection among all clients of the process.
      "grpc.use_local_subchannel_pool": 1,
      "grpc.enable_retries": 0,
    };
  }

  to(address: Address, kind: ConnectionKind): Client {
    const target = addressText(address);
    const key = `${kind} ${target}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const client = new Client(target, credentials.createInsecure(), this.#options);
    this.#clients.set(key, client);
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }
}
