import { type ServiceError, status } from "@grpc/grpc-js";
import { type CallFailure, fromServiceError } from "./failures.ts";

export type CallErrorKind =
  /** A handler said no: see `failure`. */
  | "refused"
  /** No connection came about: nothing of the call was sent. */
  | "unreachable"
  /** The connection was lost: the call may have taken effect. */
  | "broken"
  /** No answer in time: the call may have taken effect. */
  | "timedOut"
  | "cancelled"
  /** The other side does not know the method. */
  | "unknownMethod"
  /** Whatever else the transport may say. */
  | "failed";

/** How a call or a stream failed as a whole, in words of no transport. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly kind: CallErrorKind;
  /** What the handler said, where it was a handler. */
  readonly failure: CallFailure | null;

  constructor(
    kind: CallErrorKind,
    message: string,
    facts: { readonly failure?: CallFailure; readonly cause?: unknown } = {},
  ) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.kind = kind;
    this.failure = facts.failure ?? null;
  }
}

/**
 * What a caller makes of grpc-js's error; also of what a handler throws, since that travels as it
 * is.
 */
export function toCallError(error: Error | ServiceError): CallError {
  const said = fromServiceError(error);
  if (said !== null) return new CallError("refused", said.message, { failure: said, cause: error });
  const details = "details" in error ? error.details : error.message;
  const code = "code" in error ? error.code : status.UNKNOWN;
  return new CallError(kindOf(code, details), causeIn(details), { cause: error });
}

function kindOf(code: status, details: string): CallErrorKind {
  switch (code) {
    case status.UNAVAILABLE:
      // Only a connection that never came about proves that nothing was sent.
      return /no connection/i.test(details) ? "unreachable" : "broken";
    case status.INTERNAL:
    case status.UNKNOWN:
      // A connection that breaks in the middle of a message shows up as one of these.
      return "broken";
    case status.DEADLINE_EXCEEDED:
      return "timedOut";
    case status.CANCELLED:
      return "cancelled";
    case status.UNIMPLEMENTED:
      return "unknownMethod";
    default:
      return "failed";
  }
}

// grpc-js wraps what the socket said: "No connection established. Last error: Error: connect
// ECONNREFUSED 127.0.0.1:1. Resolution note: ".
function causeIn(details: string): string {
  return /Last error: (?:Error: )?(.+?)\.(?: Resolution note:.*)?$/.exec(details)?.[1] ?? details;
}
