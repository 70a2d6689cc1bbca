// Kafka's error names and numbers, so that a code means the same over gRPC, over Kafka's protocol
// and in the SDK. Only those that Sordini can answer; numbers are never reused.

interface ErrorFacts {
  readonly code: number;
  /** A client may send the same request again, after a metadata refresh where that helps. */
  readonly retriable: boolean;
}

const facts = {
  UNKNOWN_SERVER_ERROR: { code: -1, retriable: false },
  NONE: { code: 0, retriable: false },
  OFFSET_OUT_OF_RANGE: { code: 1, retriable: false },
  CORRUPT_MESSAGE: { code: 2, retriable: true },
  UNKNOWN_TOPIC_OR_PARTITION: { code: 3, retriable: true },
  LEADER_NOT_AVAILABLE: { code: 5, retriable: true },
  NOT_LEADER_OR_FOLLOWER: { code: 6, retriable: true },
  REQUEST_TIMED_OUT: { code: 7, retriable: true },
  BROKER_NOT_AVAILABLE: { code: 8, retriable: false },
  REPLICA_NOT_AVAILABLE: { code: 9, retriable: true },
  MESSAGE_TOO_LARGE: { code: 10, retriable: false },
  NETWORK_EXCEPTION: { code: 13, retriable: true },
  INVALID_TOPIC_EXCEPTION: { code: 17, retriable: false },
  RECORD_LIST_TOO_LARGE: { code: 18, retriable: false },
  NOT_ENOUGH_REPLICAS: { code: 19, retriable: true },
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: { code: 20, retriable: true },
  INVALID_REQUIRED_ACKS: { code: 21, retriable: false },
  CLUSTER_AUTHORIZATION_FAILED: { code: 31, retriable: false },
  INVALID_TIMESTAMP: { code: 32, retriable: false },
  UNSUPPORTED_VERSION: { code: 35, retriable: false },
  TOPIC_ALREADY_EXISTS: { code: 36, retriable: false },
  INVALID_PARTITIONS: { code: 37, retriable: false },
  INVALID_REPLICATION_FACTOR: { code: 38, retriable: false },
  INVALID_REPLICA_ASSIGNMENT: { code: 39, retriable: false },
  INVALID_CONFIG: { code: 40, retriable: false },
  NOT_CONTROLLER: { code: 41, retriable: true },
  INVALID_REQUEST: { code: 42, retriable: false },
  POLICY_VIOLATION: { code: 44, retriable: false },
  OUT_OF_ORDER_SEQUENCE_NUMBER: { code: 45, retriable: false },
  DUPLICATE_SEQUENCE_NUMBER: { code: 46, retriable: false },
  INVALID_PRODUCER_EPOCH: { code: 47, retriable: false },
  KAFKA_STORAGE_ERROR: { code: 56, retriable: true },
  UNKNOWN_PRODUCER_ID: { code: 59, retriable: false },
  FENCED_LEADER_EPOCH: { code: 74, retriable: true },
  UNKNOWN_LEADER_EPOCH: { code: 75, retriable: true },
  UNSUPPORTED_COMPRESSION_TYPE: { code: 76, retriable: false },
  STALE_BROKER_EPOCH: { code: 77, retriable: false },
  OFFSET_NOT_AVAILABLE: { code: 78, retriable: true },
  PREFERRED_LEADER_NOT_AVAILABLE: { code: 80, retriable: true },
  ELIGIBLE_LEADERS_NOT_AVAILABLE: { code: 83, retriable: true },
  ELECTION_NOT_NEEDED: { code: 84, retriable: true },
  INVALID_RECORD: { code: 87, retriable: false },
  THROTTLING_QUOTA_EXCEEDED: { code: 89, retriable: true },
  DUPLICATE_BROKER_REGISTRATION: { code: 101, retriable: false },
  BROKER_ID_NOT_REGISTERED: { code: 102, retriable: false },
  INCONSISTENT_TOPIC_ID: { code: 103, retriable: true },
  INCONSISTENT_CLUSTER_ID: { code: 104, retriable: false },
  UNKNOWN_TOPIC_ID: { code: 100, retriable: true },
  INELIGIBLE_REPLICA: { code: 107, retriable: false },
  NEW_LEADER_ELECTED: { code: 108, retriable: false },
  INVALID_UPDATE_VERSION: { code: 95, retriable: false },
  DUPLICATE_VOTER: { code: 126, retriable: false },
  VOTER_NOT_FOUND: { code: 127, retriable: false },
} as const satisfies Record<string, ErrorFacts>;

export type ErrorName = keyof typeof facts;

const namesByCode = new Map<number, ErrorName>(
  Object.entries(facts).map(([name, { code }]) => [code, name as ErrorName]),
);

/** Kafka's number of an error name. */
export function errorCode(name: ErrorName): number {
  return facts[name].code;
}

/** The name of a number; UNKNOWN_SERVER_ERROR for one that we do not know. */
export function errorName(code: number): ErrorName {
  return namesByCode.get(code) ?? "UNKNOWN_SERVER_ERROR";
}

export function isRetriable(name: ErrorName): boolean {
  return facts[name].retriable;
}

/**
 * An error as a value (docs/adr/0002): Kafka's name and a sentence that a person can act on. What
 * can go wrong in a healthy cluster travels as one of these, never as an exception.
 */
export interface Failure {
  readonly error: ErrorName;
  readonly message: string;
}

export function failure(error: ErrorName, message: string): Failure {
  return { error, message };
}

/** True for a Failure among the values of a union whose other members have no `error` name. */
export function isFailure<T extends object>(value: T | Failure): value is Failure {
  return "error" in value && typeof value.error === "string" && "message" in value;
}
