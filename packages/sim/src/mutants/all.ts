import type { Mutant } from "./mutant.ts";
import acksAllAnsweredWhenWritten from "./planted/acks-all-answered-when-written.ts";
import checkpointOfUnsyncedSegments from "./planted/checkpoint-of-unsynced-segments.ts";
import checkpointRenameNotSynced from "./planted/checkpoint-rename-not-synced.ts";
import controllerDeniesWhatIsInDoubt from "./planted/controller-denies-what-is-in-doubt.ts";
import controllerFencesNobody from "./planted/controller-fences-nobody.ts";
import controllerKeepsBrokerEpoch from "./planted/controller-keeps-broker-epoch.ts";
import controllerLeadsBeforeReplay from "./planted/controller-leads-before-replay.ts";
import controllerPublishesUncommitted from "./planted/controller-publishes-uncommitted.ts";
import controllerRepliesBeforeCommit from "./planted/controller-replies-before-commit.ts";
import definiteErrorAfterAppend from "./planted/definite-error-after-append.ts";
import divergenceIgnoresEpoch from "./planted/divergence-ignores-epoch.ts";
import epochHistoryNotSynced from "./planted/epoch-history-not-synced.ts";
import fetchAboveHighWatermark from "./planted/fetch-above-high-watermark.ts";
import followerAcksUnsynced from "./planted/follower-acks-unsynced.ts";
import highWatermarkBeforeTruncation from "./planted/high-watermark-before-truncation.ts";
import highWatermarkFromIsr from "./planted/high-watermark-from-isr.ts";
import isrBrokerEpochIgnored from "./planted/isr-broker-epoch-ignored.ts";
import isrChangedWithoutCompare from "./planted/isr-changed-without-compare.ts";
import isrFencedBrokerJoins from "./planted/isr-fenced-broker-joins.ts";
import isrJoinAtOldHighWatermark from "./planted/isr-join-at-old-high-watermark.ts";
import isrJoinWithoutCatchingUp from "./planted/isr-join-without-catching-up.ts";
import isrLostProposalDropped from "./planted/isr-lost-proposal-dropped.ts";
import isrShrunkBeforeCommit from "./planted/isr-shrunk-before-commit.ts";
import journalIgnoresSalt from "./planted/journal-ignores-salt.ts";
import journalReleasedEarly from "./planted/journal-released-early.ts";
import journalSyncRetried from "./planted/journal-sync-retried.ts";
import journalSyncSkipped from "./planted/journal-sync-skipped.ts";
import latestOffsetGoesBack from "./planted/latest-offset-goes-back.ts";
import latestOffsetUncommitted from "./planted/latest-offset-uncommitted.ts";
import leaderCountsUnsynced from "./planted/leader-counts-unsynced.ts";
import minIsrIgnored from "./planted/min-isr-ignored.ts";
import newLeaderTrustsLogEnd from "./planted/new-leader-trusts-log-end.ts";
import preferredLeaderOutOfSync from "./planted/preferred-leader-out-of-sync.ts";
import produceWaitsAcrossLeaderships from "./planted/produce-waits-across-leaderships.ts";
import pushOfEarlierEpochAccepted from "./planted/push-of-earlier-epoch-accepted.ts";
import raftAcksUnsynced from "./planted/raft-acks-unsynced.ts";
import raftAcksUnverified from "./planted/raft-acks-unverified.ts";
import raftCommitsOldTerm from "./planted/raft-commits-old-term.ts";
import raftCommitsUnverified from "./planted/raft-commits-unverified.ts";
import raftCountsOwnUnsynced from "./planted/raft-counts-own-unsynced.ts";
import raftElectionTimerNotRefreshed from "./planted/raft-election-timer-not-refreshed.ts";
import raftEntryTermUnchecked from "./planted/raft-entry-term-unchecked.ts";
import raftMatchNotLowered from "./planted/raft-match-not-lowered.ts";
import raftNoCheckQuorum from "./planted/raft-no-check-quorum.ts";
import raftOldAppendTruncates from "./planted/raft-old-append-truncates.ts";
import raftReadWithoutQuorum from "./planted/raft-read-without-quorum.ts";
import raftSlotsNotAlternated from "./planted/raft-slots-not-alternated.ts";
import raftSnapshotBeyondCommit from "./planted/raft-snapshot-beyond-commit.ts";
import raftStoreDamageForgiven from "./planted/raft-store-damage-forgiven.ts";
import raftStoreSyncSkipped from "./planted/raft-store-sync-skipped.ts";
import raftTermLoweredOnTruncation from "./planted/raft-term-lowered-on-truncation.ts";
import raftTruncationKeepsPendingSyncs from "./planted/raft-truncation-keeps-pending-syncs.ts";
import raftVoteBeforeSync from "./planted/raft-vote-before-sync.ts";
import raftVoteIgnoresLength from "./planted/raft-vote-ignores-length.ts";
import raftVoteNotPersisted from "./planted/raft-vote-not-persisted.ts";
import raftVotersNotRolledBack from "./planted/raft-voters-not-rolled-back.ts";
import recoveryCutsBelowSynced from "./planted/recovery-cuts-below-synced.ts";
import segmentFileNotSynced from "./planted/segment-file-not-synced.ts";
import staleLeaderAcknowledges from "./planted/stale-leader-acknowledges.ts";
import truncatesToHighWatermark from "./planted/truncates-to-high-watermark.ts";
import truncationNotClosed from "./planted/truncation-not-closed.ts";
import uncleanLeaderElected from "./planted/unclean-leader-elected.ts";

/** Every planted bug, by area: the Raft log, the controller, replication, brokers, the disk. */
export const mutants: readonly Mutant[] = [
  raftCountsOwnUnsynced,
  raftCommitsOldTerm,
  raftVoteNotPersisted,
  raftVoteBeforeSync,
  raftTermLoweredOnTruncation,
  raftNoCheckQuorum,
  raftVoteIgnoresLength,
  raftMatchNotLowered,
  raftElectionTimerNotRefreshed,
  raftTruncationKeepsPendingSyncs,
  raftVotersNotRolledBack,
  raftAcksUnsynced,
  raftAcksUnverified,
  raftCommitsUnverified,
  raftOldAppendTruncates,
  raftReadWithoutQuorum,
  raftEntryTermUnchecked,
  raftSnapshotBeyondCommit,
  raftStoreSyncSkipped,
  raftSlotsNotAlternated,
  raftStoreDamageForgiven,
  controllerRepliesBeforeCommit,
  controllerPublishesUncommitted,
  controllerFencesNobody,
  controllerKeepsBrokerEpoch,
  controllerLeadsBeforeReplay,
  controllerDeniesWhatIsInDoubt,
  isrBrokerEpochIgnored,
  uncleanLeaderElected,
  isrFencedBrokerJoins,
  isrChangedWithoutCompare,
  preferredLeaderOutOfSync,
  highWatermarkFromIsr,
  isrShrunkBeforeCommit,
  truncatesToHighWatermark,
  highWatermarkBeforeTruncation,
  minIsrIgnored,
  staleLeaderAcknowledges,
  followerAcksUnsynced,
  isrJoinWithoutCatchingUp,
  isrJoinAtOldHighWatermark,
  isrLostProposalDropped,
  divergenceIgnoresEpoch,
  newLeaderTrustsLogEnd,
  latestOffsetGoesBack,
  pushOfEarlierEpochAccepted,
  produceWaitsAcrossLeaderships,
  leaderCountsUnsynced,
  acksAllAnsweredWhenWritten,
  fetchAboveHighWatermark,
  latestOffsetUncommitted,
  definiteErrorAfterAppend,
  journalSyncSkipped,
  journalSyncRetried,
  journalIgnoresSalt,
  journalReleasedEarly,
  checkpointOfUnsyncedSegments,
  checkpointRenameNotSynced,
  segmentFileNotSynced,
  recoveryCutsBelowSynced,
  epochHistoryNotSynced,
  truncationNotClosed,
];
