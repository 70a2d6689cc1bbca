export { createGrpcPeers, type GrpcPeers } from "./peers/grpc-peers.ts";
export { GrpcRaftTransport } from "./peers/raft-transport.ts";
export { GrpcServer } from "./server.ts";
export { brokerAdminHandlers } from "./services/admin.ts";
export { clientHandlers } from "./services/client.ts";
export { controllerHandlers, forwardedAdminHandlers } from "./services/controller.ts";
export { Health } from "./services/health.ts";
export { raftHandlers } from "./services/raft.ts";
export { replicationHandlers } from "./services/replication.ts";
