import { Client, connectivityState, credentials } from "@grpc/grpc-js";
import type { Endpoint } from "@sordini/broker";
import { channelOptions } from "@sordini/rpc";

/** One connection to each address, opened when it is first needed. */
export class Channels {
  readonly #clients = new Map<string, Client>();

  to(target: Endpoint): Client {
    const address = addressOf(target);
    const known = this.#clients.get(address);
    if (known !== undefined) return known;
    const client = new Client(address, credentials.createInsecure(), channelOptions);
    this.#clients.set(address, client);
    return client;
  }

  /** The process there is known to run now: no more waiting after connections that it refused. */
  retry(target: Endpoint): void {
    const address = addressOf(target);
    const client = this.#clients.get(address);
    const state = client?.getChannel().getConnectivityState(false);
    if (state !== connectivityState.TRANSIENT_FAILURE) return;
    client?.close();
    this.#clients.delete(address);
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }
}

function addressOf({ host, port }: Endpoint): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
