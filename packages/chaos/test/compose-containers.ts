import { join } from "node:path";
import {
  GenericContainer,
  getContainerRuntimeClient,
  Network,
  type StartedNetwork,
  type StartedTestContainer,
  Wait,
} from "testcontainers";
import { type ComposeService, readComposeFile } from "../../../scripts/compose/file.ts";

const root = join(import.meta.dirname, "../../..");
const imageName = "sordini-under-test";
const startMsMax = 120_000;

/** Null where containers can be started, else why not. */
export async function whyNoContainers(): Promise<string | null> {
  try {
    await getContainerRuntimeClient();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The services of docker-compose.yml as containers of the image that deploy/Dockerfile makes. */
export class ComposeContainers implements AsyncDisposable {
  /** For clients on this machine: the published ports. */
  readonly bootstrap: string;
  readonly #network: StartedNetwork;
  readonly #containers: ReadonlyMap<string, StartedTestContainer>;

  private constructor(
    network: StartedNetwork,
    containers: ReadonlyMap<string, StartedTestContainer>,
    services: readonly ComposeService[],
  ) {
    this.#network = network;
    this.#containers = containers;
    const ports = services.flatMap((service) => service.ports);
    this.bootstrap = ports.map(({ hostPort }) => `localhost:${hostPort}`).join(",");
  }

  /** Builds the image, starts the services together, waits until their health checks say yes. */
  static async start(): Promise<ComposeContainers> {
    await GenericContainer.fromDockerfile(root, "deploy/Dockerfile").build(imageName);
    const { services } = readComposeFile(join(root, "docker-compose.yml"));
    const network = await new Network().start();
    const started = await Promise.allSettled(
      services.map((service) => containerOf(service, network).start()),
    );
    const containers = new Map<string, StartedTestContainer>();
    for (const [index, each] of started.entries()) {
      const { name } = services[index] as ComposeService;
      if (each.status === "fulfilled") containers.set(name, each.value);
    }
    const cluster = new ComposeContainers(network, containers, services);
    const failed = started.find((each) => each.status === "rejected");
    if (failed === undefined) return cluster;
    await cluster[Symbol.asyncDispose]();
    throw failed.reason as Error;
  }

  /** SIGKILL to the container's process. */
  async kill(service: string): Promise<void> {
    const { container } = await getContainerRuntimeClient();
    await container.getById(this.#container(service).getId()).kill({ signal: "SIGKILL" });
  }

  /** SIGTERM, as `docker stop`; resolves to the exit code. */
  async stop(service: string): Promise<number> {
    const { container } = await getContainerRuntimeClient();
    const found = container.getById(this.#container(service).getId());
    await found.stop({ t: 35 });
    return (await found.inspect()).State.ExitCode;
  }

  /** Runs a command inside a service's container. */
  async run(service: string, command: string[]): Promise<string> {
    return (await this.#container(service).exec(command)).output;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const containers = [...this.#containers.values()];
    await Promise.all(containers.map((container) => container.stop({ timeout: 0 })));
    await this.#network.stop();
  }

  #container(service: string): StartedTestContainer {
    const found = this.#containers.get(service);
    if (found === undefined) throw new Error(`there is no service ${service}`);
    return found;
  }
}

function containerOf(service: ComposeService, network: StartedNetwork): GenericContainer {
  const { command, intervalMs, timeoutMs, retries, startPeriodMs } = service.healthcheck;
  return new GenericContainer(imageName)
    .withNetwork(network)
    .withNetworkAliases(service.name)
    .withEnvironment({ ...service.environment })
    .withExposedPorts(
      ...service.ports.map(({ hostPort, containerPort }) => ({
        host: hostPort,
        container: containerPort,
      })),
    )
    .withHealthCheck({
      test: ["CMD", ...command],
      interval: intervalMs,
      timeout: timeoutMs,
      retries,
      startPeriod: startPeriodMs,
    })
    .withWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(startMsMax);
}
