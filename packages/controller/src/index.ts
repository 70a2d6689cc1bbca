export type { SessionHandle, SessionSink } from "./broker-session.ts";
export * from "./config.ts";
export * from "./controller.ts";
export * from "./limits.ts";
export * from "./raft-codec.ts";
export type { RaftTransport } from "./raft-node.ts";
export * from "./raft-store/open.ts";
export * from "./raft-store/raft-files.ts";
export type { FeedSink, SnapshotPart } from "./session-feed.ts";
