import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import type { ServerStream } from "./handlers.ts";
import type { Method } from "./services.ts";

// A call that fails as a whole carries Kafka's error number and, for NOT_CONTROLLER, the node to
// ask instead, as trailers beside gRPC's own status.

const errorCodeKey = "sordini-error-code";
const controllerIdKey = "sordini-controller-id";

export interface CallFailure {
  /** Kafka's number. */
  readonly errorCode: number;
  /** A sentence that a person can act on. */
  readonly message: string;
  /** The active controller where the answering node knows it, else -1. */
  readonly controllerId: number;
}

/** The error with which a handler ends a call. */
export function toServiceError(failure: CallFailure): ServiceError {
  const metadata = new Metadata();
  metadata.set(errorCodeKey, String(failure.errorCode));
  metadata.set(controllerIdKey, String(failure.controllerId));
  const details = failure.message;
  return Object.assign(new Error(details), { code: status.FAILED_PRECONDITION, details, metadata });
}

/** The error with which a handler ends a call in gRPC's own terms. */
export function toStatusError(code: "UNAVAILABLE" | "NOT_FOUND", details: string): Error {
  return Object.assign(new Error(details), { code: status[code], details });
}

/**
 * What a handler said with `toServiceError`; null when the error is gRPC's own (a lost connection).
 */
export function fromServiceError(error: Error | ServiceError): CallFailure | null {
  const errorCode = trailer(error, errorCodeKey);
  if (errorCode === null) return null;
  const message = "details" in error ? error.details : error.message;
  return { errorCode, message, controllerId: trailer(error, controllerIdKey) ?? -1 };
}

function trailer(error: Error | ServiceError, key: string): number | null {
  const text = "metadata" in error ? error.metadata?.get(key)[0] : undefined;
  const value = typeof text === "string" ? Number(text) : Number.NaN;
  return Number.isInteger(value) ? value : null;
}

/**
 * Ends a server's stream with a failure. grpc-js takes a stream's status from its "error" event;
 * `destroy` would lose it.
 */
export function endWithFailure(
  stream: Pick<ServerStream<Method>, "emit">,
  failure: CallFailure,
): void {
  stream.emit("error", toServiceError(failure));
}
