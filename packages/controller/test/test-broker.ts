import type { BrokerEpoch, NodeId, Offset } from "@sordini/base";
import {
  type CommittedEntry,
  decodeRecords,
  emptyImage,
  type HeartbeatReply,
  type Image,
  type Redirect,
  type Registration,
  replay,
  type SessionAccepted,
  type SessionHeartbeat,
} from "@sordini/metadata";
import type { SessionHandle, SessionSink } from "../src/broker-session.ts";
import type { SnapshotPart } from "../src/session-feed.ts";
import { clusterId, type Node } from "./world.ts";

/** A broker as far as the controller can see one. Nothing happens unless a test says so. */
export class TestBroker implements SessionSink {
  readonly id: NodeId;
  image: Image = emptyImage;
  nextOffset: Offset = 0;
  highWatermark: Offset = 0;
  brokerEpoch: BrokerEpoch = -1;
  rejections: Redirect[] = [];
  replies: HeartbeatReply[] = [];
  snapshots = 0;
  /** Acceptances and replies since the last `connect`. */
  accepts = 0;
  /** False: the transport is full. */
  takes = true;
  /** It goes on sending heartbeats. */
  beats = true;
  #incarnation: string;
  #session: SessionHandle | null = null;
  #parts: Image = emptyImage;

  constructor(id: NodeId, process = 1) {
    this.id = id;
    this.#incarnation = uuid(`process${process}broker${id}`);
  }

  get connected(): boolean {
    return this.#session !== null;
  }

  connect({ controller }: Node, changes: Partial<Registration> = {}): void {
    this.accepts = 0;
    this.replies = [];
    const session = controller.openSession({ ...this.registration(), ...changes }, this);
    this.#session = session;
  }

  registration(): Registration {
    return {
      clusterId,
      brokerId: this.id,
      incarnationId: this.#incarnation,
      directoryIds: [uuid(`directory${this.id}`)],
      endpoints: [{ listener: "GRPC", host: "localhost", port: this.port }],
      rack: null,
      wasCleanShutdown: false,
      metadataOffset: this.nextOffset,
      previousBrokerEpoch: this.brokerEpoch,
      recordedBrokerEpoch: Math.max(0, this.brokerEpoch),
    };
  }

  heartbeat(changes: Partial<SessionHeartbeat> = {}): void {
    this.#session?.heartbeat({
      metadataOffset: this.nextOffset,
      wantsUnfenced: true,
      wantsShutdown: false,
      offlineDirectoryIds: [],
      ...changes,
    });
  }

  get port(): number {
    return 9000 + this.id;
  }

  /** The stream breaks. */
  disconnect(): void {
    this.#session?.onClosed();
    this.#session = null;
  }

  drain(): void {
    this.takes = true;
    this.#session?.onDrain();
  }

  rejected(redirect: Redirect): void {
    this.rejections.push(redirect);
    this.#session = null;
  }

  accepted({ brokerEpoch }: SessionAccepted): void {
    this.brokerEpoch = brokerEpoch;
    this.accepts += 1;
  }

  heartbeatReply(reply: HeartbeatReply): void {
    this.replies.push(reply);
  }

  snapshot({ nextOffset, records, more }: SnapshotPart): boolean {
    this.#parts = decodeRecords(records).reduce(replay, this.#parts);
    if (!more) {
      this.image = this.#parts;
      this.nextOffset = nextOffset;
      this.#parts = emptyImage;
      this.snapshots += 1;
    }
    return this.takes;
  }

  entries(entries: readonly CommittedEntry[], highWatermark: Offset): boolean {
    this.highWatermark = highWatermark;
    for (const { offset, records } of entries) {
      if (offset !== Math.max(1, this.nextOffset)) throw new Error(`gap before ${offset}`);
      if (offset >= highWatermark) throw new Error(`uncommitted ${offset}`);
      this.image = decodeRecords(records).reduce(replay, this.image);
      this.nextOffset = offset + 1;
    }
    return this.takes;
  }
}

/** A uuid that begins with a name. */
function uuid(name: string): string {
  return `${name.padEnd(21, "_").slice(0, 21)}A`;
}
