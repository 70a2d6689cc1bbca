import { type ErrorName, errorName, isRetriable } from "@sordini/base";

/** Kafka's error names, and what only a client can run into. */
export type ErrorCode = ErrorName | "CLIENT_CLOSED";

export interface ErrorFacts {
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly cause?: unknown;
}

/** The root of all errors of the SDK. Branch on `code`, or on `retriable`. */
export class SordiniError extends Error {
  override readonly name: string = "SordiniError";
  readonly code: ErrorCode;
  /** The same call may succeed later. What could be retried was, until its deadline. */
  readonly retriable: boolean;
  readonly topic: string | undefined;
  readonly partition: number | undefined;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.code = code;
    this.retriable = code !== "CLIENT_CLOSED" && isRetriable(code);
    this.topic = facts.topic;
    this.partition = facts.partition;
  }
}

/** No answer came in time. Whether the request took effect is not known. */
export class TimeoutError extends SordiniError {
  override readonly name = "TimeoutError";

  constructor(message: string, facts: ErrorFacts = {}) {
    super("REQUEST_TIMED_OUT", message, facts);
  }
}

/** No broker could be reached, or a connection was lost. */
export class ConnectionError extends SordiniError {
  override readonly name = "ConnectionError";

  constructor(message: string, facts: ErrorFacts = {}) {
    super("NETWORK_EXCEPTION", message, facts);
  }
}

/** A key or value does not follow its topic's definition. */
export class SerializationError extends SordiniError {
  override readonly name = "SerializationError";

  constructor(message: string, facts: ErrorFacts = {}) {
    super("INVALID_RECORD", message, facts);
  }
}

/** The error that a broker's answer stands for. */
export function errorOf(errorCode: number, message: string, facts: ErrorFacts = {}): SordiniError {
  const code = errorName(errorCode);
  const text = message === "" ? code : message;
  if (code === "REQUEST_TIMED_OUT") return new TimeoutError(text, facts);
  return new SordiniError(code, text, facts);
}
