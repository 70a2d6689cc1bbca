import { type Complete, decodeAs, type MessageClass } from "./complete.ts";
import {
  type ConsumeResponseMessage,
  decodeConsumeResponse,
  decodeProduceRequest,
  decodeReplicateResponse,
  encodeConsumeResponse,
  encodeProduceRequest,
  encodeReplicateResponse,
  type ProduceRequestMessage,
  type ReplicateResponseMessage,
} from "./data-messages.ts";
import type { GatheredMessage } from "./gathered.ts";
import { grpc, sordini } from "./messages.ts";

// Every method of proto/ as grpc-js wants it: path, shape, codec. Typed, no reflection.

const client = sordini.client.v1;
const admin = sordini.admin.v1;
const peer = sordini.peer.v1;

const health = grpc.health.v1;

const unary = { requestStream: false, responseStream: false } as const;
const bidi = { requestStream: true, responseStream: true } as const;

export const clientService = {
  produce: {
    ...bidi,
    ...path("sordini.client.v1.ClientService/Produce"),
    ...request(produceRequestCodec()),
    ...response(codec(client.ProduceResponse)),
  },
  consume: {
    ...bidi,
    ...path("sordini.client.v1.ClientService/Consume"),
    ...request(codec(client.ConsumeRequest)),
    ...response(consumeResponseCodec()),
  },
  getMetadata: {
    ...unary,
    ...path("sordini.client.v1.ClientService/GetMetadata"),
    ...request(codec(client.GetMetadataRequest)),
    ...response(codec(client.GetMetadataResponse)),
  },
  listOffsets: {
    ...unary,
    ...path("sordini.client.v1.ClientService/ListOffsets"),
    ...request(codec(client.ListOffsetsRequest)),
    ...response(codec(client.ListOffsetsResponse)),
  },
} as const;

export const adminService = {
  createTopics: adminMethod("CreateTopics", admin.CreateTopicsRequest, admin.CreateTopicsResponse),
  deleteTopics: adminMethod("DeleteTopics", admin.DeleteTopicsRequest, admin.DeleteTopicsResponse),
  createPartitions: adminMethod(
    "CreatePartitions",
    admin.CreatePartitionsRequest,
    admin.CreatePartitionsResponse,
  ),
  alterConfigs: adminMethod("AlterConfigs", admin.AlterConfigsRequest, admin.AlterConfigsResponse),
  describeConfigs: adminMethod(
    "DescribeConfigs",
    admin.DescribeConfigsRequest,
    admin.DescribeConfigsResponse,
  ),
  electLeaders: adminMethod("ElectLeaders", admin.ElectLeadersRequest, admin.ElectLeadersResponse),
  unregisterBroker: adminMethod(
    "UnregisterBroker",
    admin.UnregisterBrokerRequest,
    admin.UnregisterBrokerResponse,
  ),
  describeCluster: adminMethod(
    "DescribeCluster",
    admin.DescribeClusterRequest,
    admin.DescribeClusterResponse,
  ),
  describeQuorum: adminMethod(
    "DescribeQuorum",
    admin.DescribeQuorumRequest,
    admin.DescribeQuorumResponse,
  ),
  addQuorumVoter: adminMethod(
    "AddQuorumVoter",
    admin.AddQuorumVoterRequest,
    admin.AddQuorumVoterResponse,
  ),
  removeQuorumVoter: adminMethod(
    "RemoveQuorumVoter",
    admin.RemoveQuorumVoterRequest,
    admin.RemoveQuorumVoterResponse,
  ),
} as const;

/**
 * What a controller takes from brokers that forward: the same methods, without what a broker knows.
 */
export const forwardedAdminService = {
  createTopics: adminService.createTopics,
  deleteTopics: adminService.deleteTopics,
  createPartitions: adminService.createPartitions,
  alterConfigs: adminService.alterConfigs,
  electLeaders: adminService.electLeaders,
  unregisterBroker: adminService.unregisterBroker,
  describeQuorum: adminService.describeQuorum,
  addQuorumVoter: adminService.addQuorumVoter,
  removeQuorumVoter: adminService.removeQuorumVoter,
} as const;

export const replicationService = {
  replicate: {
    ...bidi,
    ...path("sordini.peer.v1.ReplicationService/Replicate"),
    ...request(codec(peer.ReplicateRequest)),
    ...response(replicateResponseCodec()),
  },
} as const;

export const controllerService = {
  session: {
    ...bidi,
    ...path("sordini.peer.v1.ControllerService/Session"),
    ...request(codec(peer.SessionRequest)),
    ...response(codec(peer.SessionResponse)),
  },
  alterPartition: {
    ...unary,
    ...path("sordini.peer.v1.ControllerService/AlterPartition"),
    ...request(codec(peer.AlterPartitionRequest)),
    ...response(codec(peer.AlterPartitionResponse)),
  },
  allocateProducerIds: {
    ...unary,
    ...path("sordini.peer.v1.ControllerService/AllocateProducerIds"),
    ...request(codec(peer.AllocateProducerIdsRequest)),
    ...response(codec(peer.AllocateProducerIdsResponse)),
  },
} as const;

export const raftService = {
  deliver: {
    ...bidi,
    ...path("sordini.peer.v1.RaftService/Deliver"),
    ...request(codec(peer.DeliverRequest)),
    ...response(codec(peer.DeliverResponse)),
  },
} as const;

/** The standard health service (grpc.health.v1). */
export const healthService = {
  check: {
    ...unary,
    ...path("grpc.health.v1.Health/Check"),
    ...request(codec(health.HealthCheckRequest)),
    ...response(codec(health.HealthCheckResponse)),
  },
  watch: {
    ...({ requestStream: false, responseStream: true } as const),
    ...path("grpc.health.v1.Health/Watch"),
    ...request(codec(health.HealthCheckRequest)),
    ...response(codec(health.HealthCheckResponse)),
  },
} as const;

/** What a method table holds for each method. */
export interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (message: never) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => unknown;
  readonly responseSerialize: (message: never) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => unknown;
}

/**
 * The message that a method's definition sends, as a caller writes it (defaults may be left out).
 */
export type RequestOf<M> = M extends { requestSerialize: (message: infer T) => Buffer } ? T : never;
export type ResponseOf<M> = M extends { responseSerialize: (message: infer T) => Buffer }
  ? T
  : never;
/** The same as its receiver reads it (every field is there). */
export type ReceivedRequestOf<M> = M extends { requestDeserialize: (bytes: Buffer) => infer T }
  ? T
  : never;
export type ReceivedResponseOf<M> = M extends { responseDeserialize: (bytes: Buffer) => infer T }
  ? T
  : never;

interface Codec<Sent, Received> {
  readonly serialize: (message: Sent) => Buffer;
  readonly deserialize: (bytes: Buffer) => Received;
}

function adminMethod<Req, Res>(name: string, req: MessageClass<Req>, res: MessageClass<Res>) {
  return {
    ...unary,
    ...path(`sordini.admin.v1.AdminService/${name}`),
    ...request(codec(req)),
    ...response(codec(res)),
  };
}

function path(name: string) {
  return { path: `/${name}` };
}

function request<Sent, Received>({ serialize, deserialize }: Codec<Sent, Received>) {
  return { requestSerialize: serialize, requestDeserialize: deserialize };
}

function response<Sent, Received>({ serialize, deserialize }: Codec<Sent, Received>) {
  return { responseSerialize: serialize, responseDeserialize: deserialize };
}

function codec<Properties>(
  message: MessageClass<Properties>,
): Codec<Properties, Complete<Properties>> {
  return {
    serialize: (value) => asBuffer(message.encode(value).finish()),
    deserialize: (bytes) => decodeAs(message, bytes),
  };
}

function produceRequestCodec(): Codec<ProduceRequestMessage, ProduceRequestMessage> {
  return {
    serialize: (message) => asFrame(encodeProduceRequest(message)),
    deserialize: decodeProduceRequest,
  };
}

function consumeResponseCodec(): Codec<ConsumeResponseMessage, ConsumeResponseMessage> {
  return {
    serialize: (message) => asFrame(encodeConsumeResponse(message)),
    deserialize: decodeConsumeResponse,
  };
}

function replicateResponseCodec(): Codec<ReplicateResponseMessage, ReplicateResponseMessage> {
  return {
    serialize: (message) => asFrame(encodeReplicateResponse(message)),
    deserialize: decodeReplicateResponse,
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// grpc-js calls only `length`, `byteLength` and `copy` of what a serializer returns; see
// gathered.ts.
function asFrame(message: GatheredMessage): Buffer {
  return message as unknown as Buffer;
}
