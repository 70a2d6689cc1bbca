import type { RaftOptions } from "./types.ts";

/** Controllers in one cluster; beyond seven a quorum costs more than it protects. */
export const votersMax = 15;
/** Entries in one proposal. */
export const proposalEntriesMax = 1_000;

/** For a local network; the controller takes the times from its configuration. */
export const defaultRaftOptions: RaftOptions = {
  heartbeatMs: 50,
  electionTimeoutMs: { min: 150, max: 300 },
  appendEntriesMax: 64,
  appendsInFlightMax: 16,
  committedEntriesMax: 1_000,
  uncommittedEntriesMax: 10_000,
  readsMax: 10_000,
  observersMax: 1_000,
};
