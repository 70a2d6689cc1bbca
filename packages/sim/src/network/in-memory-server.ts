import { assert } from "@sordini/base";
import {
  bytesOf,
  CallError,
  type Handlers,
  type Method,
  type ServerStream,
  toCallError,
  type UnaryHandler,
} from "@sordini/rpc";

/** Where a call's answers go: back over the connection on which it came. */
export interface Answers {
  message(bytes: Buffer): void;
  /** The one answer to a question: with it the call is over. */
  answer(bytes: Buffer): void;
  /** False: the connection is full, and `onDrain` is called back when it is not. */
  hasRoom(onDrain: () => void): boolean;
  /** The call is over without another message, well (null) or not. */
  end(error: CallError | null): void;
}

/** The server's end of one call. */
export interface ServerEnd {
  receive(bytes: Buffer): void;
  /** The client gave the call up, or the connection is gone. */
  cancel(): void;
}

interface Served {
  readonly method: Method;
  readonly handler: unknown;
}

/** A listening port of a simulated process: the counterpart of GrpcServer. */
export class InMemoryServer {
  readonly #served = new Map<string, Served>();

  add<Service extends Record<string, Method>>(service: Service, handlers: Handlers<Service>): void {
    for (const [name, method] of Object.entries(service)) {
      assert(method.requestStream === method.responseStream, `${name} streams one way only`);
      this.#served.set(method.path, { method, handler: handlers[name] });
    }
  }

  /** Begins a call; one of an unknown method is over at once. */
  accept(path: string, answers: Answers): ServerEnd | null {
    const served = this.#served.get(path);
    if (served === undefined) {
      answers.end(new CallError("unknownMethod", `nothing serves ${path}`));
      return null;
    }
    const { method, handler } = served;
    if (!method.requestStream) {
      return unaryEnd({ method, answers, handler: handler as UnaryHandler<Method> });
    }
    const stream = new InMemoryServerStream(method, answers);
    (handler as (stream: ServerStream<Method>) => void)(stream);
    return stream;
  }
}

function unaryEnd({
  method,
  answers,
  handler,
}: {
  readonly method: Method;
  readonly answers: Answers;
  readonly handler: UnaryHandler<Method>;
}): ServerEnd {
  return {
    receive: (bytes) => {
      const request = method.requestDeserialize(bytes);
      Promise.resolve()
        .then(() => handler(request))
        .then(
          (response) => answers.answer(bytesOf(method.responseSerialize(response))),
          (error: Error) => answers.end(toCallError(error)),
        );
    },
    // As with grpc-js, a unary handler is not told: what it has begun takes effect.
    cancel: () => {},
  };
}

type Listener = (argument: never) => void;

/** What grpc-js's ServerDuplexStream is to a handler. */
class InMemoryServerStream implements ServerStream<Method>, ServerEnd {
  readonly #method: Method;
  readonly #answers: Answers;
  readonly #listeners = new Map<string, Listener[]>();
  #isOpen = true;

  constructor(method: Method, answers: Answers) {
    this.#method = method;
    this.#answers = answers;
  }

  on(event: string, listener: Listener): this {
    const listeners = this.#listeners.get(event) ?? [];
    listeners.push(listener);
    this.#listeners.set(event, listeners);
    return this;
  }

  write(message: never): boolean {
    if (!this.#isOpen) return true;
    this.#answers.message(bytesOf(this.#method.responseSerialize(message)));
    return this.#answers.hasRoom(() => {
      if (this.#isOpen) this.#fire("drain");
    });
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#answers.end(null);
  }

  emit(event: "error", error: Error): boolean {
    if (!this.#isOpen) return false;
    this.#isOpen = false;
    this.#fire(event, error);
    this.#answers.end(toCallError(error));
    return true;
  }

  receive(bytes: Buffer): void {
    if (this.#isOpen) this.#fire("data", this.#method.requestDeserialize(bytes));
  }

  cancel(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#fire("cancelled");
  }

  #fire(event: string, argument?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(argument as never);
  }
}
