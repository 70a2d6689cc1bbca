import type { ListenerEndpoint } from "./endpoints.ts";

// Kafka's rules for several listeners on one server: each has a name, a place where it listens and
// a place where others find it, and clients are told the endpoints of the listener through which
// they came. So containers talk to each other by their own names while clients outside use the
// host's.

/** A listener of this server. */
export interface Listener extends ListenerEndpoint {
  /** Where others find it; null for one that nobody is told of. */
  readonly advertised: { readonly host: string; readonly port: number } | null;
}

export interface Listeners {
  /** For clients and other brokers; empty on a node that is no broker. */
  readonly brokerListeners: readonly Listener[];
  /** For controllers and broker sessions; empty on a node that is no controller. */
  readonly controllerListeners: readonly Listener[];
  /** The one of the broker's listeners on which brokers replicate; null on no broker. */
  readonly replicationListener: string | null;
}

/** The settings that decide together; names are in upper case. */
export interface ListenerSettings {
  readonly isBroker: boolean;
  readonly isController: boolean;
  /** Null where the key is not set, here and below. */
  readonly listeners: readonly ListenerEndpoint[] | null;
  readonly advertised: readonly ListenerEndpoint[] | null;
  readonly controllerNames: readonly string[];
  readonly interBrokerName: string | null;
  /** Where the voters find this controller; null on no controller. */
  readonly controllerPort: number | null;
  /** The names in `listener.security.protocol.map`. */
  readonly mappedNames: readonly string[] | null;
}

/** Two or more settings do not fit; `key` is the one to change, the message what would be right. */
export class ListenerConflict extends Error {
  override readonly name = "ListenerConflict";
  readonly key: string;

  constructor(key: string, allowed: string) {
    super(allowed);
    this.key = key;
  }
}

const listenersDefault: readonly ListenerEndpoint[] = [
  { name: "GRPC", host: "127.0.0.1", port: 9092 },
];

/** Kafka's name for the inter-broker listener that nobody named. */
const interBrokerNameDefault = "PLAINTEXT";

/** What listens where, and who is told of it. Throws ListenerConflict. */
export function resolveListeners(settings: ListenerSettings): Listeners {
  const endpoints = endpointsOf(settings);
  checkPorts(endpoints);
  checkProtocols(settings, endpoints);
  checkRoles(settings, endpoints);
  checkAdvertised(settings, endpoints);
  const listeners = endpoints.map((endpoint) => ({
    ...endpoint,
    advertised: advertisementOf(settings, endpoint),
  }));
  const isControllers = ({ name }: Listener): boolean => settings.controllerNames.includes(name);
  const brokerListeners = listeners.filter((listener) => !isControllers(listener));
  return {
    brokerListeners,
    controllerListeners: listeners.filter(isControllers),
    replicationListener: settings.isBroker ? replicationListener(settings, brokerListeners) : null,
  };
}

/**
 * As Kafka's images do: who says only where it is found listens there on every interface. The
 * voters' list says it of a controller.
 */
function endpointsOf(settings: ListenerSettings): readonly ListenerEndpoint[] {
  const { isBroker, listeners, advertised, controllerNames, controllerPort } = settings;
  if (listeners !== null) return listeners;
  const found = advertised?.map((endpoint) => ({ ...endpoint, host: "0.0.0.0" }));
  const endpoints = found ?? (isBroker ? listenersDefault : []);
  const [name] = controllerNames;
  if (controllerPort === null || name === undefined) return endpoints;
  if (endpoints.some((endpoint) => controllerNames.includes(endpoint.name))) return endpoints;
  return [...endpoints, { name, host: "0.0.0.0", port: controllerPort }];
}

function checkPorts(endpoints: readonly ListenerEndpoint[]): void {
  for (const [index, one] of endpoints.entries()) {
    const other = endpoints.slice(index + 1).find((later) => collide(one, later));
    if (other === undefined) continue;
    const text = `a port of its own for each listener, found ${one.port} for both ${one.name}`;
    throw new ListenerConflict("listeners", `${text} and ${other.name}`);
  }
}

function collide(one: ListenerEndpoint, other: ListenerEndpoint): boolean {
  if (one.port === 0 || one.port !== other.port) return false;
  return one.host === other.host || isEveryInterface(one) || isEveryInterface(other);
}

function isEveryInterface({ host }: { readonly host: string }): boolean {
  return host === "0.0.0.0" || host === "::";
}

function checkProtocols(
  { mappedNames }: ListenerSettings,
  endpoints: readonly ListenerEndpoint[],
): void {
  for (const { name } of endpoints) {
    if (mappedNames !== null && !mappedNames.includes(name)) {
      const text = `${name}:PLAINTEXT too, since listeners has a listener ${name}`;
      throw new ListenerConflict("listener.security.protocol.map", text);
    }
    // Without a map Kafka takes the name for the protocol.
    if (mappedNames === null && /^(SSL|SASL_PLAINTEXT|SASL_SSL)$/.test(name)) {
      const text = `no listener ${name}: TLS and SASL are not supported yet, use PLAINTEXT`;
      throw new ListenerConflict("listeners", text);
    }
  }
}

function checkRoles(
  { isBroker, isController, controllerNames }: ListenerSettings,
  endpoints: readonly ListenerEndpoint[],
): void {
  const controllers = endpoints.find(({ name }) => controllerNames.includes(name));
  const brokers = endpoints.find(({ name }) => !controllerNames.includes(name));
  const refuse = (allowed: string): never => {
    throw new ListenerConflict("listeners", allowed);
  };
  if (isController && controllers === undefined) {
    refuse(`a listener named ${controllerNames.join(" or ")} for the controller`);
  }
  if (isBroker && brokers === undefined) {
    refuse(`a listener for the broker, beside ${controllerNames.join(", ")}`);
  }
  if (!isBroker && brokers !== undefined) {
    const others = `or controller.listener.names with ${brokers.name} in it`;
    refuse(`no listener ${brokers.name} without process.roles=broker, ${others}`);
  }
  if (!isController && controllers !== undefined) {
    refuse(`no listener ${controllers.name} without process.roles=controller`);
  }
}

function checkAdvertised(
  { isBroker, controllerNames, advertised }: ListenerSettings,
  endpoints: readonly ListenerEndpoint[],
): void {
  const names = endpoints.map(({ name }) => name);
  for (const endpoint of advertised ?? []) {
    if (!names.includes(endpoint.name)) {
      const text = `only names of listeners (${names.join(", ")}), found ${endpoint.name}`;
      throw new ListenerConflict("advertised.listeners", text);
    }
    if (isEveryInterface(endpoint)) {
      const text = `a host that others can reach for ${endpoint.name}, found ${endpoint.host}`;
      throw new ListenerConflict("advertised.listeners", text);
    }
  }
  if (advertised !== null || !isBroker) return;
  const silent = endpoints.find(
    (endpoint) => isEveryInterface(endpoint) && !controllerNames.includes(endpoint.name),
  );
  if (silent === undefined) return;
  const text = `advertised.listeners beside it, with the host under which others find`;
  throw new ListenerConflict("listeners", `${text} ${silent.name}`);
}

function advertisementOf(
  { advertised }: ListenerSettings,
  endpoint: ListenerEndpoint,
): Listener["advertised"] {
  const given = advertised === null ? endpoint : advertised.find(isSame);
  return given === undefined ? null : { host: given.host, port: given.port };

  function isSame({ name }: ListenerEndpoint): boolean {
    return name === endpoint.name;
  }
}

function replicationListener(
  { interBrokerName, controllerNames }: ListenerSettings,
  brokerListeners: readonly Listener[],
): string {
  const key = "inter.broker.listener.name";
  const names = brokerListeners.filter(({ advertised }) => advertised !== null).map(nameOf);
  const choice = names.length === 1 ? (names[0] as string) : names.join(" or ");
  if (interBrokerName === null) {
    if (names.length === 1) return names[0] as string;
    if (names.includes(interBrokerNameDefault)) return interBrokerNameDefault;
    const why = "the listener on which brokers replicate from each other";
    throw new ListenerConflict(
      key,
      names.length === 0 ? "an advertised listener" : `${choice}, ${why}`,
    );
  }
  if (names.includes(interBrokerName)) return interBrokerName;
  if (controllerNames.includes(interBrokerName)) {
    throw new ListenerConflict(key, `${choice}: a controller's listener does not serve brokers`);
  }
  throw new ListenerConflict(key, `${choice}: a broker's listener that is advertised`);
}

function nameOf({ name }: Listener): string {
  return name;
}
