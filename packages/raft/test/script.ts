import { assert, utf8Encode } from "@sordini/base";
import type { RaftOptions, VoterChange } from "@sordini/raft";
import { Cluster } from "./cluster.ts";
import type { Host } from "./host.ts";
import { renderEnvelope, renderLog, renderOutput, renderStatus } from "./render.ts";

// A golden script: comments, and blocks of commands, each followed by `----` and what they printed.
// Re-rendering a script keeps its commands and writes down what happens now.

/** Runs all blocks of `source` and returns the script with its actual outputs. */
export function rerender(source: string): string {
  const script = new Script();
  const blocks = source.trimEnd().split(/\n\n+/);
  const rendered = blocks.map((block) => {
    const lines = block.split("\n");
    const end = lines.indexOf("----");
    const input = end < 0 ? lines : lines.slice(0, end);
    const commands = input.filter((line) => !line.startsWith("#"));
    if (commands.length === 0) return block;
    const outputs = commands.flatMap((command) => script.run(command));
    return [...input, "----", ...outputs].join("\n");
  });
  return `${rendered.join("\n\n")}\n`;
}

class Script {
  #cluster: Cluster | null = null;
  #lines: string[] = [];
  #reads = 0;

  run(line: string): string[] {
    this.#lines = [];
    const quiet = line.startsWith("quiet ");
    const [name = "", ...args] = line.replace(/^quiet /, "").split(" ");
    const command = commands[name];
    assert(command !== undefined, `no command "${name}" in "${line}"`);
    const cluster = name === "nodes" ? this.#create(args) : this.#cluster;
    assert(cluster !== null, `"${line}" needs nodes first`);
    if (name !== "nodes") {
      const print = (text: string): number => this.#lines.push(text);
      command({ cluster, args, print, readId: () => ++this.#reads });
    }
    return quiet ? [] : this.#lines;
  }

  // nodes 3 [pinned] [option=number]...
  #create(args: readonly string[]): Cluster {
    const options = args.slice(1).filter((arg) => arg.includes("="));
    const raft = Object.fromEntries(
      options.map((option) => option.split("=")).map(([key, value]) => [key, Number(value)]),
    ) as Partial<RaftOptions>;
    this.#cluster = new Cluster({
      voters: Number(args[0]),
      pinned: args.includes("pinned"),
      raft,
      observe: (host, output) => this.#lines.push(...renderOutput(host, output)),
      onRelease: (envelope) => {
        const lost = this.#cluster?.cut.has(`${envelope.from.nodeId}->${envelope.to.nodeId}`);
        this.#lines.push(`${renderEnvelope(envelope)}${lost === true ? " (lost)" : ""}`);
      },
    });
    return this.#cluster;
  }
}

interface Call {
  readonly cluster: Cluster;
  readonly args: readonly string[];
  readonly print: (text: string) => void;
  readonly readId: () => number;
}

type Command = (call: Call) => void;

const hostOf = ({ cluster, args }: Call): Host => cluster.host(Number(args[0]));

function linkOf({ cluster, args }: Call): ReturnType<Cluster["link"]> {
  const [from, to] = (args[0] ?? "").split("->").map(Number);
  return cluster.link(from as number, to as number);
}

function directionsOf({ cluster, args }: Call): string[] {
  const [first = ""] = args;
  if (first.includes("->")) return [first];
  return [...cluster.hosts.keys()].flatMap((other) => [`${first}->${other}`, `${other}->${first}`]);
}

function change(call: Call, kind: VoterChange["kind"]): void {
  const [nodeId, directoryId = ""] = (call.args[1] ?? "").split(":");
  call.cluster.input(hostOf(call), { kind, peer: { nodeId: Number(nodeId), directoryId } });
}

const commands: Record<string, Command> = {
  nodes: () => undefined,

  // Time. `tick N MS` lets time pass and ticks one node; `wait MS` ticks nobody.
  tick: (call) => {
    call.cluster.now += Number(call.args[1] ?? 0);
    call.cluster.tick(hostOf(call));
  },
  wait: ({ cluster, args }) => {
    cluster.now += Number(args[0]);
  },
  // `campaign N`: time passes until node N's election timer is due.
  campaign: (call) => {
    const { cluster } = call;
    const role = hostOf(call).state?.role;
    assert(role !== undefined && role.kind !== "leader", "only a non-leader campaigns");
    cluster.now = Math.max(cluster.now, role.electionAt);
    cluster.tick(hostOf(call));
  },
  // `elect N VOTERS...`: campaigns, and lets N talk to these voters until it leads, no further. A
  // node whose term is behind learns it at the first attempt.
  elect: (call) => {
    const { cluster, args } = call;
    const [candidate = 0, ...voters] = args.map(Number);
    const leads = (): boolean => cluster.host(candidate).state?.role.kind === "leader";
    const pass = (from: number, to: number): void => {
      if (leads()) return;
      for (const envelope of cluster.link(from, to).splice(0)) cluster.deliver(envelope);
    };
    for (let attempt = 0; attempt < 3 && !leads(); attempt++) {
      commands["campaign"]?.(call);
      for (const voter of [...voters, ...voters]) {
        pass(candidate, voter);
        pass(voter, candidate);
      }
    }
    assert(leads(), `node ${candidate} was not elected`);
  },

  // Clients.
  propose: (call) => {
    const payloads = call.args.slice(1).map(utf8Encode);
    call.cluster.input(hostOf(call), { kind: "propose", payloads });
  },
  // `add-voter LEADER NODE:DIRECTORY`, and the same for `remove-voter`.
  "add-voter": (call) => change(call, "addVoter"),
  "remove-voter": (call) => change(call, "removeVoter"),
  "read-index": (call) => {
    call.cluster.input(hostOf(call), { kind: "readIndex", id: call.readId() });
  },
  transfer: ({ cluster, args }) => {
    const [from, to] = (args[0] ?? "").split("->").map(Number);
    cluster.input(cluster.host(from as number), {
      kind: "transferLeadership",
      to: to as number,
    });
  },
  resign: (call) => call.cluster.input(hostOf(call), { kind: "resign" }),

  // Network. Each direction is a queue; `deliver A->B [count]`.
  deliver: (call) => {
    const queue = linkOf(call);
    const count = Number(call.args[1] ?? queue.length);
    assert(count > 0 && count <= queue.length, `nothing to deliver on ${call.args[0]}`);
    for (const envelope of queue.splice(0, count)) call.cluster.deliver(envelope);
  },
  drop: (call) => {
    const queue = linkOf(call);
    assert(queue.length > 0, `nothing to drop on ${call.args[0]}`);
    for (const envelope of queue.splice(0)) call.print(`lost: ${renderEnvelope(envelope)}`);
  },
  duplicate: (call) => {
    const queue = linkOf(call);
    queue.push(...queue);
  },
  // The newest message overtakes the others (it took another connection).
  overtake: (call) => {
    const queue = linkOf(call);
    queue.unshift(...queue.splice(-1));
  },
  // Sets the queue aside until `release`, as a slow connection would.
  hold: (call) => {
    call.cluster.links.set(`held ${call.args[0]}`, linkOf(call).splice(0));
  },
  release: (call) => {
    const held = call.cluster.links.get(`held ${call.args[0]}`) ?? [];
    linkOf(call).push(...held.splice(0));
  },
  // `lost A->B`: node A sees that its connection with B broke.
  lost: ({ cluster, args }) => {
    const [at, nodeId] = (args[0] ?? "").split("->").map(Number);
    cluster.input(cluster.host(at as number), { kind: "peerLost", nodeId: nodeId as number });
  },
  cut: (call) => {
    for (const direction of directionsOf(call)) call.cluster.cut.add(direction);
  },
  heal: ({ cluster }) => cluster.cut.clear(),
  stabilize: ({ cluster, args }) =>
    cluster.stabilize(args.length > 0 ? args.map(Number) : undefined),

  // Disk.
  "async-disk": ({ cluster, args }) => {
    cluster.asyncDisk = args[0] === "on";
  },
  persist: (call) => call.cluster.persistNext(hostOf(call)),
  crash: (call) => call.cluster.crash(hostOf(call)),
  // restart N [empty | unproven | keep=I]: empty is a new directory, unproven starts without proof
  // of its log (I13), keep=I loses the log behind I although it was synced.
  restart: (call) => {
    const { cluster, args } = call;
    const host = hostOf(call);
    if (args[1] === "empty") {
      cluster.add(host.peer.nodeId, `b${host.peer.nodeId}`);
      return;
    }
    const keep = Number(args.find((arg) => arg.startsWith("keep="))?.slice(5) ?? Infinity);
    host.durable.entries = host.durable.entries.filter(({ index }) => index <= keep);
    host.start(cluster.now, { canVote: !args.includes("unproven") });
  },
  repaired: (call) => call.cluster.input(hostOf(call), { kind: "repaired" }),
  // observer N: a node outside the voter set.
  observer: ({ cluster, args }) => {
    cluster.add(Number(args[0]), `a${args[0]}`);
  },
  snapshot: (call) => call.cluster.snapshot(hostOf(call), Number(call.args[1])),
  load: (call) => call.cluster.load(hostOf(call)),
  "fail-load": (call) => {
    const host = hostOf(call);
    assert(host.loadable !== null, "nothing to load");
    const snapshot = host.loadable;
    host.loadable = null;
    call.cluster.input(host, { kind: "snapshotFailed", snapshot });
  },

  // What is.
  status: ({ cluster, args, print }) => {
    for (const host of cluster.hosts.values()) {
      if (args.length > 0 && !args.includes(String(host.peer.nodeId))) continue;
      renderStatus(host).forEach(print);
    }
  },
  log: (call) => {
    for (const host of call.args.length > 0 ? [hostOf(call)] : call.cluster.hosts.values()) {
      call.print(renderLog(host));
    }
  },
  applied: (call) => {
    const host = hostOf(call);
    call.print(`${host.peer.nodeId} applied ${host.applied.join(", ")}`);
  },
};
