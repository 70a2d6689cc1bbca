import type {
  ChangeRefusal,
  Message,
  Output,
  Persist,
  RaftEvent,
  Refusal,
  Voter,
} from "@sordini/raft";
import type { Envelope, Host } from "./host.ts";
import { entryText } from "./host.ts";

// State and messages as text. `7@2` is the entry at index 7 that term 2 wrote.

interface Id {
  readonly index: number;
  readonly term: number;
}

const id = ({ index, term }: Id): string => `${index}@${term}`;
const voter = ({ nodeId, directoryId }: Voter): string => `${nodeId}:${directoryId ?? "?"}`;
const voters = (set: readonly Voter[]): string => set.map(voter).join(" ");

export function renderMessage(message: Message): string {
  const head = `${message.kind} term ${message.term}`;
  switch (message.kind) {
    case "preVote":
      return `${head} last ${id(message.last)}`;
    case "vote":
      return `${head} last ${id(message.last)}${message.transfer ? " transfer" : ""}`;
    case "preVoteReply":
    case "voteReply":
      return `${head} ${message.granted ? "granted" : "refused"}`;
    case "append": {
      const entries = message.entries.map((entry) => `${id(entry)} ${entryText(entry)}`);
      const round = message.round > 0 ? ` round ${message.round}` : "";
      const { prev, commit } = message;
      return `${head} prev ${id(prev)} commit ${commit}${round} [${entries.join(", ")}]`;
    }
    case "appendAccepted":
      return `${head} match ${message.match}${message.round > 0 ? ` round ${message.round}` : ""}`;
    case "appendRejected":
      return `${head} prev ${message.prevIndex} hint ${id(message.hint)}`;
    case "snapshotChunk": {
      const end = message.position + message.bytes.length;
      const bytes = `${message.position}-${end}${message.done ? " done" : ""}`;
      return `${head} snapshot ${id(message.snapshot)} bytes ${bytes}`;
    }
    case "snapshotChunkReply":
      return `${head} snapshot ${id(message.snapshot)} wants ${message.position}`;
    case "timeoutNow":
    case "observe":
      return head;
  }
}

export function renderEnvelope({ from, to, message }: Envelope): string {
  // Only a replaced directory is worth its name.
  const isFirst = to.directoryId === null || to.directoryId === `a${to.nodeId}`;
  return `${from.nodeId}->${isFirst ? to.nodeId : voter(to)} ${renderMessage(message)}`;
}

/** The facts of one step; messages are shown when they leave. */
export function renderOutput(host: Host, output: Output): string[] {
  const lines = output.events.map(renderEvent);
  if (output.persist !== null) lines.push(renderPersist(output.persist));
  if (output.compactTo !== null) lines.push(`compacts to ${output.compactTo}`);
  if (output.received !== null) {
    const { snapshot, position, bytes, done } = output.received;
    const end = position + bytes.length;
    lines.push(`receives snapshot ${id(snapshot)} bytes ${position}-${end}${done ? " done" : ""}`);
  }
  if (output.proposed !== null) {
    const { proposed } = output;
    lines.push(
      proposed.accepted
        ? `takes the proposal as ${proposed.range.from}-${proposed.range.to}`
        : `refuses the proposal: ${refusal(proposed.refusal)}`,
    );
  }
  if (output.changed !== null) {
    const { changed } = output;
    lines.push(
      changed.accepted
        ? `takes the change as ${changed.index}`
        : `refuses the change: ${refusal(changed.refusal)}`,
    );
  }
  if (output.committed !== null) {
    lines.push(`commits ${output.committed.from}-${output.committed.to}`);
  }
  for (const read of output.reads) {
    lines.push(
      read.accepted
        ? `read ${read.id}: index ${read.index}`
        : `read ${read.id}: refused, ${refusal(read.refusal)}`,
    );
  }
  return lines.map((line) => `${host.peer.nodeId} ${line}`);
}

function refusal({ reason, leader }: Refusal | ChangeRefusal): string {
  return `${reason}${leader === null ? "" : `, leader ${leader.nodeId}`}`;
}

function renderPersist(persist: Persist): string {
  const parts = [];
  if (persist.hardState !== null) {
    const { term, vote } = persist.hardState;
    parts.push(`term ${term} vote ${vote?.nodeId ?? "-"}`);
  }
  if (persist.restartAfter !== null) parts.push(`restart after ${id(persist.restartAfter)}`);
  if (persist.truncateFrom !== null) parts.push(`truncate from ${persist.truncateFrom}`);
  const { entries } = persist;
  if (entries.length > 0) {
    parts.push(entries.map((entry) => `${id(entry)} ${entryText(entry)}`).join(", "));
  }
  return `writes #${persist.sequence}: ${parts.join("; ")}`;
}

function renderEvent(event: RaftEvent): string {
  switch (event.kind) {
    case "role":
      return `is ${event.role} in term ${event.term}: ${event.reason}`;
    case "leaderReady":
      return `is ready to lead term ${event.term} from ${event.index} on`;
    case "voters":
      return `counts voters ${voters(event.voters)} as of ${event.index}`;
    case "truncated":
      return `truncates from ${event.from}`;
    case "refused":
      return `refuses a message of ${voter(event.from)}: ${event.reason}`;
    case "transferFailed":
      return `does not hand over to ${event.to}: ${event.reason}`;
    case "followerRegressed":
      return `sees ${voter(event.peer)} fall back to ${event.match}`;
  }
}

export function renderStatus(host: Host): string[] {
  const { nodeId } = host.peer;
  if (host.state === null) return [`${nodeId} is down`];
  const { role, disk, log, commit } = host.state;
  const { term, vote } = disk.hardState;
  const lines = [
    `${nodeId} ${role.kind} term ${term} vote ${vote?.nodeId ?? "-"} last ${id(log.last)} ` +
      `synced ${log.syncedIndex} commit ${commit} voters ${voters(log.voters.current)}`,
  ];
  if (role.kind === "leader") {
    for (const { peer, match, next, mode } of role.followers.values()) {
      const flight = mode.kind === "replicate" ? ` in flight ${mode.inFlight.length}` : "";
      lines.push(`  ${voter(peer)} ${mode.kind} match ${match} next ${next}${flight}`);
    }
  }
  return lines;
}

export function renderLog(host: Host): string {
  const { state, entries, peer } = host;
  const start = state?.log.snapshot.index ?? host.durable.snapshot?.meta.index ?? 0;
  const texts = entries.map((entry) => `${id(entry)} ${entryText(entry)}`);
  return `${peer.nodeId} after ${start}: ${texts.join(", ")}`;
}
