import { unreachable } from "@sordini/base";
import type { CallError } from "@sordini/rpc";
import { ConnectionError, errorOf, SordiniError, TimeoutError } from "../errors.ts";

/** The error of a call or stream that failed as a whole; `target` is the broker's address. */
export function fromCallError(error: CallError, target: string): SordiniError {
  const { kind, message, failure } = error;
  const facts = { cause: error };
  if (failure !== null) return errorOf(failure.errorCode, message, facts);
  switch (kind) {
    case "unreachable":
    case "broken":
      return new ConnectionError(`${target}: ${message}`, facts);
    case "cancelled":
      return new ConnectionError(`${target}: the call was cancelled`, facts);
    case "timedOut":
      return new TimeoutError(`${target} did not answer in time`, facts);
    case "unknownMethod": {
      const what = `${target} does not know this call; is it a listener for Sordini clients?`;
      return new SordiniError("UNSUPPORTED_VERSION", what, facts);
    }
    case "refused":
    case "failed":
      return new SordiniError("UNKNOWN_SERVER_ERROR", `${target}: ${message}`, facts);
    default:
      return unreachable(kind);
  }
}
