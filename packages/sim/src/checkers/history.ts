// What clients did and saw, one event a line, written while a run goes on and judged afterwards. The
// same form serves simulated clusters and real processes.

/** A value that names one record: unique in the whole run. */
export type RecordName = string;

export type HistoryEvent =
  | Sent
  | Acknowledged
  | Failed
  | Read
  | { readonly kind: "fault"; readonly atMs: number; readonly what: string };

export interface Sent {
  readonly kind: "sent";
  readonly atMs: number;
  readonly name: RecordName;
  /** Who sends: what one producer sends to one partition has an order. */
  readonly producer: string;
  /** Position among the producer's records, from 0. */
  readonly sequence: number;
}

export interface Acknowledged {
  readonly kind: "acknowledged";
  readonly atMs: number;
  readonly name: RecordName;
  readonly partition: number;
  readonly offset: number;
}

/** The producer gave up; the record may be there or not. */
export interface Failed {
  readonly kind: "failed";
  readonly atMs: number;
  readonly name: RecordName;
  readonly error: string;
}

export interface Read {
  readonly kind: "read";
  readonly reader: string;
  readonly partition: number;
  readonly offset: number;
  readonly name: RecordName;
}
