// What clients did and saw, one event a line, written while a run goes on and judged afterwards.
// The same form serves simulated clusters and real processes.

/**
 * Names one record: counted from 0 over the whole run, in the order of sending. A number, so that a
 * judge can keep what it knows about millions of records in flat arrays.
 */
export type RecordName = number;

/** Read in place of a name: bytes that no producer of the run wrote. */
export const unknownRecord: RecordName = -1;

export type HistoryEvent = Sent | Acknowledged | Failed | Read | Listed | ReadToEnd | Fault;

export interface Sent {
  readonly kind: "sent";
  /** Milliseconds since the run began, as in all events. */
  readonly atMs: number;
  readonly name: RecordName;
  /** Who sends: what one producer sends to one partition has an order. */
  readonly producer: number;
}

export interface Acknowledged {
  readonly kind: "acknowledged";
  readonly atMs: number;
  readonly name: RecordName;
  readonly partition: number;
  readonly offset: number;
}

/** The producer gave up; the record may be there or not, unless the failure is definite. */
export interface Failed {
  readonly kind: "failed";
  readonly atMs: number;
  readonly name: RecordName;
  readonly error: string;
  /** The error says that the record was never appended (I23). */
  readonly definite?: boolean;
}

export interface Read {
  readonly kind: "read";
  readonly atMs: number;
  readonly reader: string;
  readonly partition: number;
  readonly offset: number;
  readonly name: RecordName;
}

/** A client asked for the latest offset of a partition. */
export interface Listed {
  readonly kind: "listed";
  readonly atMs: number;
  readonly reader: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * After the faults are over, this reader was given everything from the start to the end of every
 * partition.
 */
export interface ReadToEnd {
  readonly kind: "readToEnd";
  readonly atMs: number;
  readonly reader: string;
}

export interface Fault {
  readonly kind: "fault";
  readonly atMs: number;
  readonly what: string;
}
