import { type BrokerEpoch, type Failure, failure, isFailure, type NodeId } from "@sordini/base";
import type {
  FenceBroker,
  FenceBrokerReply,
  Plan,
  PlanContext,
  RegisterBroker,
  RegisterBrokerReply,
  ShutDownBroker,
  ShutDownBrokerReply,
  UnfenceBroker,
  UnfenceBrokerReply,
  UnregisterBroker,
  UnregisterBrokerReply,
} from "../commands.ts";
import { type BrokerImage, type Image, isLive, leadershipsOf, replicasOn } from "../image.ts";
import type { BrokerChanged } from "../records.ts";
import { counted } from "../counted.ts";
import { Draft } from "./draft.ts";
import { electOn, handOver, leaveAll } from "./leadership.ts";

// A broker's life: registered (fenced), unfenced, perhaps shutting down, fenced again. The rule
// that carries I18 and I25: a fenced broker leads nothing and is in no ISR that has another member.
// So whoever comes back, clean or not, has to catch up with a leader before it may lead.

/**
 * A broker's process wants a session, with a broker epoch that no other process ever gets
 * (KIP-903). The same incarnation asks again after a lost answer and gets the same epoch. Another
 * process of the same id is DUPLICATE_BROKER_REGISTRATION until the old one is fenced, except after
 * a clean stop: the marker that it left in these directories proves that it has ended.
 */
export function planRegisterBroker(
  image: Image,
  command: RegisterBroker,
  context: PlanContext,
): Plan<RegisterBrokerReply> | Failure {
  const { brokerId, incarnationId, directoryIds, endpoints, rack } = command;
  const known = image.brokers.get(brokerId);
  const draft = new Draft(image);
  if (known !== undefined) {
    if (known.incarnationId === incarnationId) {
      const { brokerEpoch } = known;
      return draft.plan({ kind: "registerBroker", brokerEpoch, remaining: 0 });
    }
    const refused = checkSuccessor(image, known, command);
    if (refused !== null) return refused;
    const remaining = fence(draft, known, context);
    if (remaining > 0) return draft.plan({ kind: "registerBroker", brokerEpoch: -1, remaining });
  }
  const brokerEpoch = image.lastBrokerEpoch + 1;
  draft.add({
    kind: "brokerRegistered",
    v: 1,
    brokerId,
    brokerEpoch,
    incarnationId,
    directoryIds,
    endpoints,
    rack,
    fenced: true,
    inControlledShutdown: false,
  });
  return draft.plan({ kind: "registerBroker", brokerEpoch, remaining: 0 });
}

/** Whether the process may take the place of `known`, an earlier one of the same broker id. */
function checkSuccessor(
  image: Image,
  known: BrokerImage,
  { brokerId, directoryIds, wasCleanShutdown }: RegisterBroker,
): Failure | null {
  const lost = known.directoryIds.filter((directory) => !directoryIds.includes(directory));
  if (!known.fenced && !(wasCleanShutdown && lost.length === 0)) {
    return failure(
      "DUPLICATE_BROKER_REGISTRATION",
      `another process is registered as broker ${brokerId} and alive: give this one another ` +
        "node.id, or wait until the session of the other has ended",
    );
  }
  const only = replicasOn(image, brokerId).filter((state) => state.isr.length === 1);
  const endangered = only.filter((state) => state.isr[0] === brokerId).length;
  if (lost.length === 0 || endangered === 0) return null;
  // B33: a broker that came back empty must not be taken for the one whose log was complete.
  return failure(
    "INVALID_REQUEST",
    `broker ${brokerId} came back without log directory ${lost.join(", ")}, and is the last ` +
      `in-sync replica of ${counted(endangered, "partition")}: start it with its old ` +
      `directories, or unregister broker ${brokerId} first and lose what only they hold`,
  );
}

/** The broker has caught up with the metadata log. Finishes a fencing that was cut short first. */
export function planUnfenceBroker(
  image: Image,
  command: UnfenceBroker,
  context: PlanContext,
): Plan<UnfenceBrokerReply> | Failure {
  const broker = registeredBroker(image, command);
  if (isFailure(broker)) return broker;
  const { brokerId } = broker;
  if (broker.inControlledShutdown) {
    return failure("INVALID_REQUEST", `broker ${brokerId} is shutting down: restart it`);
  }
  const draft = new Draft(image);
  if (broker.fenced) {
    const remaining = leaveAll(draft, brokerId, context);
    if (remaining > 0) return draft.plan({ kind: "unfenceBroker", remaining });
    draft.add(brokerChanged(broker, { fenced: false }));
  }
  return draft.plan({ kind: "unfenceBroker", remaining: electOn(draft, brokerId, context) });
}

/**
 * The broker's session is over. Always safe: whom its ISRs keep can do without it (design.md 5).
 */
export function planFenceBroker(
  image: Image,
  command: FenceBroker,
  context: PlanContext,
): Plan<FenceBrokerReply> | Failure {
  const broker = registeredBroker(image, command);
  if (isFailure(broker)) return broker;
  const draft = new Draft(image);
  return draft.plan({ kind: "fenceBroker", remaining: fence(draft, broker, context) });
}

function fence(draft: Draft, broker: BrokerImage, context: PlanContext): number {
  if (!broker.fenced) draft.add(brokerChanged(broker, { fenced: true }));
  return leaveAll(draft, broker.brokerId, context);
}

/** The broker asks to stop: what others can lead moves to them, the rest stays until it is gone. */
export function planShutDownBroker(
  image: Image,
  command: ShutDownBroker,
): Plan<ShutDownBrokerReply> | Failure {
  const broker = registeredBroker(image, command);
  if (isFailure(broker)) return broker;
  const { brokerId } = broker;
  const draft = new Draft(image);
  if (!broker.inControlledShutdown)
    draft.add(brokerChanged(broker, { inControlledShutdown: true }));
  const remaining = handOver(draft, brokerId);
  const isSuccessor = (id: NodeId) => isLive(draft.image.brokers.get(id));
  const waiting = leadershipsOf(draft.image, brokerId).filter((state) =>
    state.replicas.some(isSuccessor),
  );
  return draft.plan({ kind: "shutDownBroker", remaining, leadershipsLeft: waiting.length });
}

/**
 * Forgets a broker that will not come back. BROKER_ID_NOT_REGISTERED, or INVALID_REQUEST if live.
 */
export function planUnregisterBroker(
  image: Image,
  { brokerId }: UnregisterBroker,
  context: PlanContext,
): Plan<UnregisterBrokerReply> | Failure {
  const broker = image.brokers.get(brokerId);
  if (broker === undefined) return notRegistered(brokerId);
  if (!broker.fenced) {
    return failure("INVALID_REQUEST", `broker ${brokerId} is running: stop it first`);
  }
  const draft = new Draft(image);
  const remaining = leaveAll(draft, brokerId, context);
  if (remaining === 0) {
    draft.add({
      kind: "brokerUnregistered",
      v: 1,
      brokerId,
      brokerEpoch: broker.brokerEpoch,
    });
  }
  return draft.plan({ kind: "unregisterBroker", remaining });
}

/** The registration that the epoch belongs to: BROKER_ID_NOT_REGISTERED or STALE_BROKER_EPOCH. */
export function registeredBroker(
  image: Image,
  { brokerId, brokerEpoch }: { readonly brokerId: NodeId; readonly brokerEpoch: BrokerEpoch },
): BrokerImage | Failure {
  const broker = image.brokers.get(brokerId);
  if (broker === undefined) return notRegistered(brokerId);
  if (broker.brokerEpoch === brokerEpoch) return broker;
  return failure(
    "STALE_BROKER_EPOCH",
    `broker ${brokerId} is registered with broker epoch ${broker.brokerEpoch}, not ${brokerEpoch}`,
  );
}

export function notRegistered(brokerId: NodeId): Failure {
  return failure("BROKER_ID_NOT_REGISTERED", `no broker is registered with id ${brokerId}`);
}

function brokerChanged(
  { brokerId, brokerEpoch }: BrokerImage,
  change: Pick<BrokerChanged, "fenced" | "inControlledShutdown">,
): BrokerChanged {
  return { kind: "brokerChanged", v: 1, brokerId, brokerEpoch, ...change };
}
