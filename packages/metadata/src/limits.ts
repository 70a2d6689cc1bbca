/**
 * Partitions that one plan creates or changes. One plan is one Raft entry, which every controller
 * and every broker must be able to hold and replay: a single request that goes beyond would crash
 * each active controller in turn (B23). About one megabyte.
 */
export const partitionsPerPlanMax = 10_000;
/** Configuration changes in one request. */
export const configChangesPerPlanMax = 10_000;
/** Characters of a configuration's key: no known one is longer, and help costs its square (B23). */
export const configKeyLengthMax = 100;
/** Characters of a configuration's value: as in Kafka, where its size has 16 bits. */
export const configValueLengthMax = 32_767;
/** As in Kafka: a partition's directory name must fit into a file name. */
export const topicNameLengthMax = 249;
/** Ids that a broker is given at once (I29). What it has not used when it stops is never used. */
export const producerIdsPerBlock = 1_000;
