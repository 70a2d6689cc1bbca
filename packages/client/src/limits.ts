// Defaults of options, and bounds that are not options. Bytes and milliseconds.

export const clientIdDefault = "sordini-client";
export const connectTimeoutMsDefault = 3_000;
export const requestTimeoutMsDefault = 30_000;
export const closeTimeoutMsDefault = 30_000;
export const metadataMaxAgeMsDefault = 60_000;
export const topicTimeoutMsDefault = 2_000;
/** A broker that does not answer a small question by then is passed over for another one. */
export const attemptTimeoutMsMax = 1_000;
/** Pause before the same thing is tried again: this at first, growing up to the other. */
export const retryDelayMsMin = 10;
export const retryDelayMsMax = 100;
/** How long a created topic is waited for until every partition of it has a leader. */
export const leadersWaitMsMax = 5_000;

export const batchBytesDefault = 256 << 10;
export const requestBytesDefault = 1 << 20;
export const bufferBytesDefault = 32 << 20;
export const deliveryTimeoutMsDefault = 120_000;
/** A record that is larger is refused here: a broker's stream could not take it. */
export const recordBytesMax = 32 << 20;
/** Batches of one partition in one request; brokers take 1,024. */
export const batchesPerRequestMax = 256;
/** Emptied batch buffers that are kept for the next batches. */
export const spareBuildersMax = 32;
/** Compression and decompression of more than this leaves the event loop where Node can do that. */
export const offLoopBytesMin = 64 << 10;
/** How often deadlines of batches are looked at, and whether a leader has gone silent. */
export const senderTickMs = 50;
/** Without an answer for this long, metadata is asked whether the leader is still the same. */
export const silentLeaderMs = 1_000;

export const fetchBytesDefault = 16 << 20;
/** Used credit is given back when it has grown to this share of the stream's credit. */
export const creditReturnShare = 1 / 4;
export const fetchWaitMsDefault = 500;
export const decompressedBytesMaxDefault = 64 << 20;
/** How often a consumer asks whether leaders have changed or partitions were added. */
export const consumerTickMs = 2_000;
