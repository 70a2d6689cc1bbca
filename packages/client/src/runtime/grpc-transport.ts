import { type ChannelOptions, Client, credentials, type ServiceError } from "@grpc/grpc-js";
import {
  CallError,
  callUnary,
  channelOptions,
  type Method,
  openStream,
  type ReceivedResponseOf,
  type RequestOf,
  toCallError,
} from "@sordini/rpc";
import { type Address, addressText } from "../cluster/address.ts";
import type { Connection, OpenStream, StreamHandlers, Transport } from "./transport.ts";

/** The wire over grpc-js. */
export class GrpcTransport implements Transport {
  readonly #options: ChannelOptions;

  constructor(clientId: string) {
    this.#options = {
      ...channelOptions,
      "grpc.primary_user_agent": clientId,
      "grpc.enable_retries": 0,
    };
  }

  connect(address: Address): Connection {
    return new GrpcConnection(
      new Client(addressText(address), credentials.createInsecure(), this.#options),
    );
  }
}

class GrpcConnection implements Connection {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async unary<M extends Method>(
    method: M,
    request: RequestOf<M>,
    { timeoutMs }: { readonly timeoutMs: number },
  ): Promise<ReceivedResponseOf<M>> {
    const options = { deadline: Date.now() + timeoutMs };
    try {
      return await callUnary(this.#client, { method, request, options });
    } catch (error) {
      throw toCallError(error as ServiceError);
    }
  }

  openStream<M extends Method>(method: M, handlers: StreamHandlers<M>): OpenStream<M> {
    const stream = openStream(this.#client, method);
    let open = true;
    const close = (error: CallError): void => {
      if (!open) return;
      open = false;
      handlers.onClosed(error);
    };
    stream.on("data", (message: ReceivedResponseOf<M>) => {
      if (open) handlers.onMessage(message);
    });
    stream.on("drain", () => {
      if (open) handlers.onDrain();
    });
    stream.on("error", (error: ServiceError) => close(toCallError(error)));
    stream.on("end", () => close(new CallError("broken", "the broker ended the stream")));
    return {
      write: (message) => stream.write(message),
      cancel: () => {
        open = false;
        stream.cancel();
      },
    };
  }

  close(): void {
    this.#client.close();
  }
}
