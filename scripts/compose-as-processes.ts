import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePorts } from "@sordini/testing";
import { type ComposeFile, type ComposeService, readComposeFile } from "./compose/file.ts";
import { type Image, readDockerfile } from "./compose/image.ts";
import {
  assignPorts,
  listeningPorts,
  type LocalPorts,
  localEnvironment,
} from "./compose/places.ts";
import { ServiceProcess } from "./compose/service-process.ts";

// A compose file where no container engine is:
//   node scripts/compose-as-processes.ts [--file docker-compose.yml]
// Each service is a process of this checkout with the service's environment, its volumes are
// temporary folders, and every port is one that the kernel gave. Ctrl-C stops everything; a service
// that ends by itself is not started again, so that one can kill it and look on. What is
// not checked here is the image itself: packages/chaos/test/compose.docker.test.ts does that.

interface RunningServices {
  readonly processes: readonly ServiceProcess[];
  readonly localPorts: LocalPorts;
  readonly folder: string;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));

/** Runs the services until SIGINT or SIGTERM. Resolves to the exit code. */
export async function main(commandLine: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "sordini-compose-"));
  const stop = new AbortController();
  const stopRequested = new Promise<void>((resolve) => {
    stop.signal.addEventListener("abort", () => resolve());
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
  const processes: ServiceProcess[] = [];
  try {
    const file = readComposeFile(fileArgument(commandLine));
    const localPorts = assignPorts(file, await freePorts(listeningPorts(file).length));
    const onStarted = (service: ServiceProcess): void => void processes.push(service);
    const up = startAll(file, { localPorts, folder, stop: stop.signal, onStarted });
    await Promise.race([up, stopRequested]);
    up.catch(() => undefined); // a service that is stopped while it starts is no news
    if (!stop.signal.aborted) {
      process.stdout.write(welcome({ processes, localPorts, folder }));
      await Promise.race([stopRequested, Promise.all(processes.map(({ ended }) => ended))]);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`compose-as-processes: ${(error as Error).message}\n`);
    return 1;
  } finally {
    stop.abort();
    await Promise.all(processes.map((service) => service.stop()));
    rmSync(folder, { recursive: true });
  }
}

function fileArgument(commandLine: readonly string[]): string {
  const options = { file: { type: "string", default: "docker-compose.yml" } } as const;
  return parseArgs({ args: [...commandLine], options }).values.file;
}

interface StartOptions {
  readonly localPorts: LocalPorts;
  readonly folder: string;
  readonly stop: AbortSignal;
  readonly onStarted: (service: ServiceProcess) => void;
}

/** Starts every service after what it depends on. Resolves once all are healthy. */
async function startAll(file: ComposeFile, options: StartOptions): Promise<void> {
  const images = new Map<string, Image>();
  const healthy = new Map<string, Promise<void>>();
  for (const service of inOrder(file.services)) {
    const image = images.get(service.dockerfile) ?? readDockerfile(service.dockerfile);
    images.set(service.dockerfile, image);
    const before = service.dependsOn.flatMap((each) => healthy.get(each.service) ?? []);
    healthy.set(
      service.name,
      Promise.all(before).then(async () => {
        if (options.stop.aborted) return;
        await startService(file, service, { ...options, image }).whenHealthy();
      }),
    );
  }
  await Promise.all(healthy.values());
}

/** What others depend on first. */
function inOrder(services: readonly ComposeService[]): ComposeService[] {
  const ordered: ComposeService[] = [];
  while (ordered.length < services.length) {
    const next = services.find(
      (service) =>
        !ordered.includes(service) &&
        service.dependsOn.every((each) => ordered.some(({ name }) => name === each.service)),
    );
    if (next === undefined) throw new Error("depends_on: a circle, or a service that is none");
    ordered.push(next);
  }
  return ordered;
}

function startService(
  file: ComposeFile,
  service: ComposeService,
  { localPorts, folder, image, onStarted }: StartOptions & { readonly image: Image },
): ServiceProcess {
  for (const { volume } of service.volumes) mkdirSync(join(folder, volume), { recursive: true });
  const process = new ServiceProcess({
    service,
    command: image.command,
    environment: localEnvironment(file, service, { localPorts, volumesFolder: folder }),
    logFile: join(folder, `${service.name}.log`),
  });
  onStarted(process);
  return process;
}

function welcome({ processes, localPorts, folder }: RunningServices): string {
  const lines = processes.map(({ service, pid }) => {
    const published = service.ports.map(
      ({ host, hostPort, containerPort }) =>
        `${host}:${hostPort} is 127.0.0.1:${localPorts(service.name, containerPort)}`,
    );
    return [`${service.name} pid ${pid}`, ...published].join(", ");
  });
  const bootstrap = processes.flatMap(({ service }) =>
    service.ports.map((port) => `127.0.0.1:${localPorts(service.name, port.containerPort)}`),
  );
  return [
    ...lines,
    `folder ${folder}`,
    `bootstrap ${bootstrap.join(",")}`,
    "Ctrl-C stops everything and removes the folder.",
    "",
  ].join("\n");
}
