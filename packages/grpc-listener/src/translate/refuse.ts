import { errorCode } from "@sordini/base";
import { endWithFailure, type Method, type ServerStream } from "@sordini/rpc";

/** Ends a stream whose client broke the rules of the protocol. */
export function refuse(stream: Pick<ServerStream<Method>, "emit">, message: string): void {
  endWithFailure(stream, { errorCode: errorCode("INVALID_REQUEST"), message, controllerId: -1 });
}
