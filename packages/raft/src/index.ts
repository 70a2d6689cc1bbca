export * from "./limits.ts";
export { quorumSize } from "./quorum.ts";
export type { Candidate, Follower, Leader, Progress, Prospective, Role } from "./roles.ts";
export { createRaft, currentTerm, currentVoters, isEligible, knownLeader } from "./state.ts";
export type { RaftState } from "./state.ts";
export { step } from "./step.ts";
export * from "./types.ts";
export { isMember, isPinned, isSame } from "./voters.ts";
