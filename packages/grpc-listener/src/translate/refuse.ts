import { errorCode } from "@sordini/base";
import { endWithFailure } from "@sordini/rpc";

/** Ends a stream whose client broke the rules of the protocol. */
export function refuse(stream: NodeJS.EventEmitter, message: string): void {
  endWithFailure(stream, { errorCode: errorCode("INVALID_REQUEST"), message, controllerId: -1 });
}
