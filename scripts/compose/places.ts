import { join } from "node:path";
import type { ComposeFile, ComposeService } from "./file.ts";

// A network of containers has names and as many ports as one likes; processes share one machine.
// So each port of each service becomes a port of the loopback interface, in all that is said of it.

/** The port on 127.0.0.1 that stands for `port` of a service. */
export type LocalPorts = (service: string, port: number) => number;

/** Every port on which a service listens, as `service:port`. */
export function listeningPorts({ services }: ComposeFile): string[] {
  return services.flatMap(({ name, environment }) =>
    [...(environment["KAFKA_LISTENERS"] ?? "").matchAll(/:(\d+)/g)].map(
      (match) => `${name}:${match[1]}`,
    ),
  );
}

/** Gives each listening port one of the `free` ports; asking for another port throws. */
export function assignPorts(file: ComposeFile, free: readonly number[]): LocalPorts {
  const assigned = new Map(listeningPorts(file).map((place, index) => [place, free[index]]));
  return (service, port) => {
    const found = assigned.get(`${service}:${port}`);
    if (found === undefined) throw new Error(`${service} does not listen on ${port}`);
    return found;
  };
}

/**
 * The environment of `service` as a process: hosts and ports replaced, mounted folders below
 * `volumesFolder`. Throws where an address leads to nobody.
 */
export function localEnvironment(
  file: ComposeFile,
  service: ComposeService,
  { localPorts, volumesFolder }: { localPorts: LocalPorts; volumesFolder: string },
): Record<string, string> {
  const entries = Object.entries(service.environment).map(([key, value]) => {
    const placed = value.replaceAll(
      /(\/\/|@)([\w.-]*:\d+)/g,
      (_, before: string, address: string) => before + localAddress(key, address),
    );
    return [key, withFolders(placed)] as const;
  });
  return Object.fromEntries(entries);

  function localAddress(key: string, address: string): string {
    const [host = "", port] = address.split(":");
    const target = targetOf(host, Number(port));
    if (target === null) throw new Error(`${service.name}: ${key}: nobody is at ${address}`);
    return `127.0.0.1:${localPorts(target.name, target.port)}`;
  }

  function targetOf(host: string, port: number): { name: string; port: number } | null {
    if (host === "" || host === "0.0.0.0") return { name: service.name, port };
    if (file.services.some(({ name }) => name === host)) return { name: host, port };
    if (host !== "localhost") return null;
    // To clients outside, who are told so, localhost is the machine with the published ports.
    const published = service.ports.find(({ hostPort }) => hostPort === port);
    return published === undefined ? null : { name: service.name, port: published.containerPort };
  }

  function withFolders(value: string): string {
    return service.volumes.reduce(
      (text, { volume, target }) => text.replaceAll(target, join(volumesFolder, volume)),
      value,
    );
  }
}
