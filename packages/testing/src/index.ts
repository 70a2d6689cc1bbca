export { Cluster, type ClusterOptions, createCluster, startCluster } from "./cluster.ts";
export type { Door, DoorPlace } from "./door.ts";
export type { NodeProcess } from "./node-process.ts";
export { freePorts } from "./ports.ts";
