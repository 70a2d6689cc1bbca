/** Stands between a listener and everybody else, as a proxy does. */
export interface Door {
  /** The process behind it is about to start. */
  open(): Promise<void>;
  /** The process behind it has ended: who knocks now is refused, as by a kernel. */
  close(): void;
}

/** Which listener a door is for, and where; both ports are on 127.0.0.1. */
export interface DoorPlace {
  readonly nodeId: number;
  /** Where the door is to listen: the only port that others are told. */
  readonly port: number;
  /** Where the process listens. */
  readonly behind: number;
}
