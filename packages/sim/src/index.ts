export * from "./chance.ts";
export * from "./checkers/cluster-view.ts";
export * from "./checkers/history.ts";
export * from "./checkers/log-history.ts";
export { RaftChecker } from "./checkers/raft/raft-checker.ts";
export { ReplicationChecker } from "./checkers/replication/replication-checker.ts";
export { createSdk } from "./workload/sdk-client.ts";
