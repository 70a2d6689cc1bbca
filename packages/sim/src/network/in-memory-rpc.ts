import type { Timers } from "@sordini/base";
import type {
  Address,
  Connection,
  OpenStream,
  StreamHandlers,
  Transport,
} from "@sordini/client/internal";
import {
  bytesOf,
  CallError,
  type Method,
  type ReceivedResponseOf,
  type RequestOf,
} from "@sordini/rpc";
import type { InMemoryServer, ServerEnd } from "./in-memory-server.ts";

// The client's transport over a simulated network. Messages cross it as the bytes of their codecs,
// so that neither side ever holds the other's memory; when each arrives, and whether it does, is
// the link's decision alone.

export type Side = "client" | "server";

/** A process's way to others; connections are ordered both ways and break as a whole, as TCP's. */
export interface Link {
  /** Nothing is called back before this has returned. */
  connect(options: {
    readonly to: Address;
    /**
     * The connection is gone, seen from that side; once a side, and nothing is delivered there any
     * more. `wasOpen` false: it never came about, so nothing of it was received.
     */
    readonly onBroken: (side: Side, reason: string, wasOpen: boolean) => void;
  }): LinkConnection;
}

export interface LinkConnection {
  /** Lets `callback` happen at that side, after everything that was sent there before. */
  deliver(to: Side, callback: () => void): void;
  /** How much is on its way to that side. */
  inFlight(to: Side): number;
  /** Calls the other side back, once, when at most `below` are on their way to `to`. */
  onceDrained(to: Side, below: number, callback: () => void): void;
  /** That side ends the connection: the other one hears of it behind all that was sent. */
  close(by: Side): void;
}

export interface InMemoryTransportOptions {
  readonly link: Link;
  /** Of the client's process. */
  readonly timers: Timers;
  /** What listens there; asked at the server's side when a call begins. */
  readonly serverAt: (address: Address) => InMemoryServer | undefined;
  /** Messages on their way beyond which `write` says so; grpc-js's streams take 16. */
  readonly inFlightMax?: number;
}

const inFlightMaxDefault = 16;

export function inMemoryTransport(options: InMemoryTransportOptions): Transport {
  return { connect: (address) => new InMemoryConnection(address, options) };
}

/** A channel: connects when it is needed, and anew after a loss. */
class InMemoryConnection implements Connection {
  readonly #address: Address;
  readonly #options: InMemoryTransportOptions;
  #wire: Wire | null = null;

  constructor(address: Address, options: InMemoryTransportOptions) {
    this.#address = address;
    this.#options = options;
  }

  unary<M extends Method>(
    method: M,
    request: RequestOf<M>,
    { timeoutMs }: { readonly timeoutMs: number },
  ): Promise<ReceivedResponseOf<M>> {
    return new Promise((resolve, reject) => {
      const call = new ClientCall(this.#connected(), method, {
        onMessage: (response) => {
          timer.cancel();
          call.finish();
          resolve(response);
        },
        onDrain: () => {},
        onClosed: (error) => {
          timer.cancel();
          reject(error);
        },
      });
      const timer = this.#options.timers.after(timeoutMs, () => {
        call.cancel();
        reject(new CallError("timedOut", `no answer within ${timeoutMs} ms`));
      });
      call.write(request);
    });
  }

  openStream<M extends Method>(method: M, handlers: StreamHandlers<M>): OpenStream<M> {
    return new ClientCall(this.#connected(), method, handlers);
  }

  close(): void {
    this.#wire?.close();
    this.#wire = null;
  }

  #connected(): Wire {
    if (this.#wire !== null) return this.#wire;
    const wire = new Wire(this.#address, this.#options, () => {
      if (this.#wire === wire) this.#wire = null;
    });
    this.#wire = wire;
    return wire;
  }
}

/** What a connection must tell of a call when it goes away. */
interface ClientEnd {
  fail(error: CallError): void;
}

/** One connection of the link, with the calls on it. */
class Wire {
  readonly #options: InMemoryTransportOptions;
  readonly #address: Address;
  readonly #connection: LinkConnection;
  readonly #onGone: () => void;
  readonly clientEnds = new Set<ClientEnd>();
  readonly serverEnds = new Set<ServerEnd>();
  readonly #waitingForRoom: Record<Side, (() => void)[]> = { client: [], server: [] };

  constructor(address: Address, options: InMemoryTransportOptions, onGone: () => void) {
    this.#address = address;
    this.#options = options;
    this.#onGone = onGone;
    this.#connection = options.link.connect({
      to: address,
      onBroken: (side, reason, wasOpen) => {
        if (side === "server") this.#cancelAll();
        else this.#failAll(new CallError(wasOpen ? "broken" : "unreachable", reason));
      },
    });
  }

  /** Asked at the server's side. */
  get server(): InMemoryServer | undefined {
    return this.#options.serverAt(this.#address);
  }

  deliver(to: Side, callback: () => void): void {
    this.#connection.deliver(to, callback);
  }

  /** False: the way there is full, and `onRoom` is called when it is not any more. */
  hasRoom(to: Side, onRoom: () => void): boolean {
    const { inFlightMax = inFlightMaxDefault } = this.#options;
    if (this.#connection.inFlight(to) < inFlightMax) return true;
    const waiting = this.#waitingForRoom[to];
    waiting.push(onRoom);
    if (waiting.length === 1) {
      this.#connection.onceDrained(to, inFlightMax >> 1, () => {
        for (const call of waiting.splice(0)) call();
      });
    }
    return false;
  }

  close(): void {
    this.#connection.close("client");
    this.#failAll(new CallError("cancelled", "the connection was closed"));
  }

  /** The server's side ends the connection: nothing serves there. */
  refuse(): void {
    this.#connection.close("server");
  }

  #failAll(error: CallError): void {
    this.#onGone();
    for (const end of [...this.clientEnds]) end.fail(error);
  }

  #cancelAll(): void {
    for (const end of [...this.serverEnds]) end.cancel();
    this.serverEnds.clear();
  }
}

/** The client's end of one call, a stream or a question with its one answer. */
class ClientCall<M extends Method> implements OpenStream<M>, ClientEnd {
  readonly #wire: Wire;
  readonly #method: M;
  readonly #handlers: StreamHandlers<M>;
  readonly #onRoom = (): void => {
    if (this.#isOpen) this.#handlers.onDrain();
  };
  /** Touched at the server's side only. */
  #serverEnd: ServerEnd | null = null;
  #isOpen = true;

  constructor(wire: Wire, method: M, handlers: StreamHandlers<M>) {
    this.#wire = wire;
    this.#method = method;
    this.#handlers = handlers;
    wire.clientEnds.add(this);
    wire.deliver("server", () => this.#begin());
  }

  write(message: RequestOf<M>): boolean {
    if (!this.#isOpen) return true;
    const bytes = bytesOf(this.#method.requestSerialize(message as never));
    this.#wire.deliver("server", () => this.#serverEnd?.receive(bytes));
    return this.#wire.hasRoom("server", this.#onRoom);
  }

  /** All has come that was asked for. */
  finish(): void {
    this.#isOpen = false;
    this.#wire.clientEnds.delete(this);
  }

  cancel(): void {
    if (!this.#isOpen) return;
    this.finish();
    this.#wire.deliver("server", () => this.#over()?.cancel());
  }

  fail(error: CallError): void {
    if (!this.#isOpen) return;
    this.finish();
    this.#handlers.onClosed(error);
  }

  #begin(): void {
    const wire = this.#wire;
    if (wire.server === undefined) {
      wire.refuse();
      return;
    }
    this.#serverEnd = wire.server.accept(this.#method.path, {
      message: (bytes) => wire.deliver("client", () => this.#receive(bytes)),
      answer: (bytes) => {
        this.#over();
        wire.deliver("client", () => this.#receive(bytes));
      },
      hasRoom: (onDrain) => wire.hasRoom("client", onDrain),
      end: (error) => {
        this.#over();
        const ended = error ?? new CallError("broken", "the broker ended the stream");
        wire.deliver("client", () => this.fail(ended));
      },
    });
    if (this.#serverEnd !== null) wire.serverEnds.add(this.#serverEnd);
  }

  #receive(bytes: Buffer): void {
    if (!this.#isOpen) return;
    const message = this.#method.responseDeserialize(bytes);
    this.#handlers.onMessage(message as ReceivedResponseOf<M>);
  }

  /** At the server's side: nothing of this call is served any more. */
  #over(): ServerEnd | null {
    const end = this.#serverEnd;
    this.#serverEnd = null;
    if (end !== null) this.#wire.serverEnds.delete(end);
    return end;
  }
}
