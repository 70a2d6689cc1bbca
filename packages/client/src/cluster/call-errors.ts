import { type ServiceError, status } from "@grpc/grpc-js";
import { fromServiceError } from "@sordini/rpc";
import { ConnectionError, errorOf, SordiniError, TimeoutError } from "../errors.ts";

/** The error of a call or stream that failed as a whole; `target` is the broker's address. */
export function fromCallError(error: ServiceError, target: string): SordiniError {
  const said = fromServiceError(error);
  if (said !== null) return errorOf(said.errorCode, said.message, { cause: error });
  const details = causeIn(error.details ?? error.message);
  switch (error.code) {
    case status.UNAVAILABLE:
      return new ConnectionError(`${target}: ${details}`, { cause: error });
    case status.CANCELLED:
      return new ConnectionError(`${target}: the call was cancelled`, { cause: error });
    case status.DEADLINE_EXCEEDED:
      return new TimeoutError(`${target} did not answer in time`, { cause: error });
    case status.UNIMPLEMENTED: {
      const what = `${target} does not know this call; is it a listener for Sordini clients?`;
      return new SordiniError("UNSUPPORTED_VERSION", what, { cause: error });
    }
    case status.INTERNAL:
    case status.UNKNOWN:
      // A connection that breaks in the middle of a message shows up as one of these.
      return new ConnectionError(`${target}: ${details}`, { cause: error });
    default:
      return new SordiniError("UNKNOWN_SERVER_ERROR", `${target}: ${details}`, { cause: error });
  }
}

// grpc-js wraps what the socket said: "No connection established. Last error: Error: connect
// ECONNREFUSED 127.0.0.1:1. Resolution note: ".
function causeIn(details: string): string {
  return /Last error: (?:Error: )?(.+?)\.(?: Resolution note:.*)?$/.exec(details)?.[1] ?? details;
}
