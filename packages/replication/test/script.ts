import { assert, isFailure, type NodeId } from "@sordini/base";
import * as replication from "../src/index.ts";
import type { IsrRequest, SimulatedNode, Stream } from "./simulated-partition.ts";
import { SimulatedPartition } from "./simulated-partition.ts";

// The language of testdata/*.txt. A script begins with a story in prose; then come blocks:
// commands, a line `----`, and what they led to. `runScript` answers the same text with that part
// renewed.

/** Runs a script and renders it anew with the actual outputs. */
export function runScript(text: string): string {
  const [story, ...blocks] = text.trimEnd().split(/\n\n+/);
  const run = new ScriptRun();
  const rendered = blocks.map((block) => {
    const [commands] = `\n${block}`.split(/\n----/);
    const lines = (commands as string).split("\n").filter((line) => line !== "");
    const outputs = lines.flatMap((line) => run.execute(line));
    return [...lines, "----", ...(outputs.length === 0 ? ["ok"] : outputs)].join("\n");
  });
  return `${[story, ...rendered].join("\n\n")}\n`;
}

type Handler = (args: readonly string[], unseen: readonly NodeId[]) => void;

class ScriptRun {
  #partition = new SimulatedPartition({ nodes: [1, 2, 3], minInSyncReplicas: 1 });
  #delayed: IsrRequest[] = [];
  #kept: Pick<Stream, "up" | "down"> = { up: [], down: [] };

  execute(line: string): string[] {
    const [words, unseen] = line.split(" unseen ");
    const [name, ...args] = (words as string).split(" ");
    const handler = this.#handlers[name as string];
    assert(handler !== undefined, `unknown command: ${line}`);
    handler(args, nodeIds(unseen));
    return this.#partition.takeFacts();
  }

  readonly #handlers: Record<string, Handler | undefined> = {
    /** cluster 1,2,3 min 2: starts over. */
    cluster: ([nodes, , min]) => {
      const settings = { nodes: nodeIds(nodes), minInSyncReplicas: Number(min ?? 1) };
      this.#partition = new SimulatedPartition(settings);
    },

    // The controller; `unseen 1,2` keeps its decision from those nodes until `learn`.
    elect: ([leader, , isr], unseen) => {
      this.#partition.elect(leader === "nobody" ? null : Number(leader), nodeIds(isr));
      this.#spread(unseen);
    },
    learn: ([id]) => {
      this.#partition.learn(Number(id));
      this.#partition.learnBrokers(Number(id));
    },
    fence: ([id], unseen) => this.#changeBroker(Number(id), { fenced: true }, unseen),
    unfence: ([id], unseen) => this.#changeBroker(Number(id), { fenced: false }, unseen),
    stopping: ([id], unseen) => this.#changeBroker(Number(id), { shuttingDown: true }, unseen),
    /** decide: the controller takes the oldest proposal and answers it. */
    decide: (_, unseen) => this.#decide(this.#takeRequest(), { unseen, answer: "sent" }),
    "lose-answer": (_, unseen) => this.#decide(this.#takeRequest(), { unseen, answer: "lost" }),
    /** lose-request: no answer in time; `late` lets it arrive after all. */
    "lose-request": () => {
      const request = this.#takeRequest();
      this.#delayed.push(request);
      this.#partition.proposalEnded(request, "lost");
    },
    late: (_, unseen) => {
      const request = this.#delayed.shift();
      assert(request !== undefined, "no request is late");
      this.#decide(request, { unseen, answer: "late" });
    },

    // The leader and its clients.
    /** produce 1 10 [acks=1]: 10 records, acks=all unless told. */
    produce: ([id, count, acks]) => {
      const request = { count: Number(count), acks: acks === "acks=1" ? 1 : -1 } as const;
      this.#partition.produce(Number(id), request);
    },
    /** durable 1 [5]: the disk of a node catches up, up to an offset. */
    durable: ([id, end]) =>
      this.#partition.makeDurable(Number(id), end === undefined ? undefined : Number(end)),
    "wait-timeout": ([id]) => {
      const node = this.#partition.node(Number(id));
      const { error } = replication.waitTimedOut(this.#partition.leader(node.id));
      this.#partition.failWaiting(node, error);
    },
    "list-offsets": ([id]) => {
      const latest = replication.clientHighWatermark(this.#partition.leader(Number(id)));
      this.#partition.fact(`latest offset: ${latest ?? "OFFSET_NOT_AVAILABLE"}`);
    },
    /** request 1 epoch 4: any client's request that names a leader epoch. */
    request: ([id, , epoch]) => {
      const leader = replication.leaderFor(this.#partition.node(Number(id)).replica, Number(epoch));
      this.#partition.fact(isFailure(leader) ? leader.error : "served");
    },
    min: ([id, minInSyncReplicas]) => {
      const leader = this.#partition.leader(Number(id));
      const config = { ...leader.config, minInSyncReplicas: Number(minInSyncReplicas) };
      const { highWatermarkMoved } = replication.reconfigureLeader(leader, config);
      if (highWatermarkMoved) this.#partition.fact(`${id} high watermark ${leader.highWatermark}`);
    },
    /** trim 1 5: retention removes what is below 5. */
    trim: ([id, offset]) => {
      this.#partition.node(Number(id)).log.raiseLogStart(Number(offset));
      replication.logStartRaised(this.#partition.leader(Number(id)), Number(offset));
    },
    tick: ([time]) => {
      this.#partition.now += Number((time as string).replace(/s$/, "")) * 1000;
      for (const { id } of this.#partition.nodes.values()) this.#partition.checkIsr(id);
    },

    // Followers and their streams.
    /**
     * attach 2: a new stream, and the whole conversation until records can flow or it is refused.
     */
    attach: ([id]) => this.#attach(Number(id)),
    ask: ([id]) => this.#partition.ask(Number(id)),
    /** up 2, down 2: all that waits in one direction of a stream arrives. */
    up: ([id]) => this.#deliverUp(Number(id)),
    down: ([id]) => this.#deliverDown(Number(id)),
    /** push 2 [5]: the leader pushes what it has, at most 5 records; `send` leaves it under way. */
    send: ([id, count]) => this.#partition.push(Number(id), optionalCount(count)),
    push: ([id, count]) => {
      this.#partition.push(Number(id), optionalCount(count));
      this.#deliverDown(Number(id));
    },
    /** replicate 2: push, sync on the follower, position. */
    replicate: ([id]) => {
      this.#partition.push(Number(id));
      this.#deliverDown(Number(id));
      this.#partition.makeDurable(Number(id));
      this.#deliverUp(Number(id));
    },
    /** keep 2: remembers what is on its way from or to node 2, for `replay 2` to deliver late. */
    keep: ([id]) => {
      const { up, down } = this.#partition.node(Number(id)).stream;
      this.#kept = { up: [...up], down: [...down] };
    },
    replay: ([id]) => {
      for (const message of this.#kept.up) this.#partition.takeUp(Number(id), message);
      for (const message of this.#kept.down) this.#partition.takeDown(Number(id), message);
    },
    /** drop 2: what the leader has sent is lost without anybody noticing. */
    drop: ([id]) => {
      this.#partition.node(Number(id)).stream.down.length = 0;
    },
    disconnect: ([id]) => this.#partition.breakStream(Number(id)),
    /** stranger 9 1: node 9, no replica, asks node 1 to feed it. */
    stranger: ([id, to]) => this.#askAsStranger(Number(id), Number(to)),
    crash: ([id]) => this.#partition.crash(Number(id)),
    restart: ([id]) => this.#partition.restart(Number(id)),
    wipe: ([id]) => this.#partition.node(Number(id)).log.truncateFullyAndStartAt(0),
    /** outdated 2 1: node 2 restarted and reads the metadata log only up to its first 1 records. */
    outdated: ([id, count]) => {
      const node = this.#partition.node(Number(id));
      const hidden = this.#partition.assignments.splice(Number(count));
      node.seenCount = 0;
      this.#partition.learn(node.id);
      this.#partition.assignments.push(...hidden);
    },

    status: ([ids]) => {
      const wanted = ids === undefined ? [...this.#partition.nodes.keys()] : nodeIds(ids);
      for (const id of wanted) this.#partition.fact(describeNode(this.#partition.node(id)));
    },
  };

  #spread(unseen: readonly NodeId[]): void {
    for (const node of this.#partition.nodes.values()) {
      if (!node.isUp || unseen.includes(node.id)) continue;
      this.#partition.learn(node.id);
    }
  }

  #changeBroker(
    id: NodeId,
    facts: Partial<replication.BrokerFacts>,
    unseen: readonly NodeId[],
  ): void {
    this.#partition.setBroker(id, facts);
    for (const node of this.#partition.nodes.values()) {
      if (node.isUp && !unseen.includes(node.id)) this.#partition.learnBrokers(node.id);
    }
  }

  #takeRequest(): IsrRequest {
    const request = this.#partition.requests.shift();
    assert(request !== undefined, "no proposal is under way");
    return request;
  }

  #decide(
    request: IsrRequest,
    how: { readonly unseen: readonly NodeId[]; readonly answer: "sent" | "lost" | "late" },
  ): void {
    const partition = this.#partition;
    const decision = partition.decide(request);
    const { isr, partitionEpoch } = partition.assignment as replication.PartitionAssignment;
    if (decision !== "committed") {
      partition.fact(`controller refuses: ${decision}`);
      if (how.answer === "sent") partition.proposalEnded(request, decision);
    } else {
      partition.fact(`controller commits isr ${isr.join(",")}, partition epoch ${partitionEpoch}`);
    }
    if (how.answer === "lost") partition.proposalEnded(request, "lost");
    if (decision === "committed") this.#spread(how.unseen);
  }

  #attach(id: NodeId): void {
    for (let round = 0; round < 10; round++) {
      this.#partition.ask(id);
      const { log } = this.#partition.node(id);
      const before = { epochs: log.epochs, logEnd: log.logEnd };
      this.#deliverUp(id);
      this.#deliverDown(id);
      if (log.epochs === before.epochs && log.logEnd === before.logEnd) return;
    }
    assert(false, `node ${id} does not come to an end with its truncation`);
  }

  #deliverUp(id: NodeId): void {
    const { up } = this.#partition.node(id).stream;
    for (const message of up.splice(0)) this.#partition.takeUp(id, message);
  }

  #deliverDown(id: NodeId): void {
    const { down } = this.#partition.node(id).stream;
    for (const message of down.splice(0)) this.#partition.takeDown(id, message);
  }

  #askAsStranger(id: NodeId, to: NodeId): void {
    const leader = this.#partition.leader(to);
    const { leaderEpoch } = leader;
    const ends = { logEnd: 0, durableEnd: 0, lastEpoch: -1 };
    const position = { leaderEpoch, brokerEpoch: 1, attachId: 1, ...ends };
    const event = { nodeId: id, position, now: this.#partition.now };
    const { log } = this.#partition.node(to);
    const { result } = replication.attachFollower(leader, { ...event, log }).answer;
    const output = replication.followerPosition(leader, event);
    this.#partition.fact(`attach: ${result.kind === "refused" ? result.failure.error : "taken"}`);
    this.#partition.fact(`position: ${isFailure(output) ? output.error : "taken"}`);
  }
}

function nodeIds(list: string | undefined): NodeId[] {
  return list === undefined ? [] : list.split(",").map(Number);
}

function optionalCount(count: string | undefined): number | undefined {
  return count === undefined ? undefined : Number(count);
}

function describeNode(node: SimulatedNode): string {
  const { id, replica, log } = node;
  const epochs = log.epochs.entries.map(({ epoch, start }) => `${epoch}@${start}`).join(" ");
  const ends = `log ${log.logStart}..${log.logEnd} durable ${log.durableEnd} [${epochs}]`;
  if (!node.isUp) return `${id} down: ${ends}`;
  const role = `${id} ${replica.role} epoch ${replica.leaderEpoch}`;
  const common = `${ends} hw ${replica.highWatermark}`;
  if (replica.role === "offline") return `${role}: ${common}`;
  if (replica.role === "follower") {
    return `${role} of ${replica.leader}, ${replica.phase}: ${common}`;
  }
  return [`${role}: ${common} isr ${replica.isr.join(",")}`, ...describeFollowers(replica)].join(
    "\n",
  );
}

function describeFollowers(leader: replication.Leader): string[] {
  return leader.followers.map((follower) => {
    const { nodeId, attached, durableEnd } = follower;
    const member = follower.inIsr ? "in isr" : follower.inMaximalIsr ? "maybe in isr" : "out";
    return `  ${nodeId} ${member}, ${attached ? "attached" : "detached"}, durable ${durableEnd}`;
  });
}
