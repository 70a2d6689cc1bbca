import {
  grpc,
  type Handlers,
  type healthService,
  type ServerCall,
  toStatusError,
} from "@sordini/rpc";

const { ServingStatus } = grpc.health.v1.HealthCheckResponse;

/** The standard health service. The server as a whole ("") is the only service that it knows. */
export class Health {
  #serving = false;
  readonly #watchers = new Set<ServerCall<typeof healthService.watch>>();

  setServing(serving: boolean): void {
    if (serving === this.#serving) return;
    this.#serving = serving;
    for (const watcher of this.#watchers) watcher.write({ status: this.#status });
  }

  handlers(): Handlers<typeof healthService> {
    return {
      check: ({ service }) => {
        if (service === "") return { status: this.#status };
        const details = `no service "${service}" is known here; the empty name asks for all`;
        throw toStatusError("NOT_FOUND", details);
      },
      watch: (call) => {
        const known = call.request.service === "";
        call.write({ status: known ? this.#status : ServingStatus.SERVICE_UNKNOWN });
        this.#watchers.add(call);
        call.on("cancelled", () => this.#watchers.delete(call));
      },
    };
  }

  get #status() {
    return this.#serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }
}
