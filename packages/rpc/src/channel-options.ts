import type { ChannelOptions } from "@grpc/grpc-js";

/** HTTP/2 receive window of a connection: 2.8 times the rate of gRPC's 64 KiB. */
const receiveWindowBytes = 16 << 20;
/** Largest message that a node sends. */
const messageBytesMax = 64 << 20;
/** A refused connection is tried again this soon at first ... */
const reconnectMsMin = 20;
/** ... and this late at most: a restarted node is found at once, a dead one costs little. */
const reconnectMsMax = 200;
/**
 * The name of a node that cannot be reached is looked up again after this long: a container that
 * is restarted may have another address. Less would cost a name server more than it gains.
 */
const lookupMsMin = 1_000;
/** A silent connection is probed after this long ... */
const keepaliveTimeMs = 10_000;
/** ... and given up when the probe is not answered. */
const keepaliveTimeoutMs = 5_000;

/** Options of a connection to a node, whether a client's or another node's. */
export const channelOptions: ChannelOptions = {
  "grpc-node.flow_control_window": receiveWindowBytes,
  "grpc.max_receive_message_length": messageBytesMax,
  "grpc.max_send_message_length": -1,
  "grpc.initial_reconnect_backoff_ms": reconnectMsMin,
  "grpc.max_reconnect_backoff_ms": reconnectMsMax,
  "grpc.dns_min_time_between_resolutions_ms": lookupMsMin,
  // It would ask for a TXT record with each lookup.
  "grpc.service_config_disable_resolution": 1,
  "grpc.keepalive_time_ms": keepaliveTimeMs,
  "grpc.keepalive_timeout_ms": keepaliveTimeoutMs,
  // Without it, grpc-js would share one connection among all users of the process, and small
  // messages would wait behind bulk data.
  "grpc.use_local_subchannel_pool": 1,
};
