import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** One of the examples as `npm start` runs it, on a port that the kernel chooses. */
export class ExampleProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;

  private constructor(url: string, child: ChildProcess, exited: Promise<number | null>) {
    this.url = url;
    this.#child = child;
    this.#exited = exited;
  }

  /** Resolves once it listens; rejects when it ends before. */
  static async start(
    name: "http-producer" | "worker",
    environment: Readonly<Record<string, string>>,
  ): Promise<ExampleProcess> {
    const child = spawn(process.execPath, ["src/main.ts"], {
      cwd: join(import.meta.dirname, "../../../examples", name),
      env: { ...process.env, ...environment, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    const port = await Promise.race([
      portOf(child.stdout),
      exited.then((code) => {
        throw new Error(`${name} ended with code ${code} before it listened`);
      }),
    ]);
    return new ExampleProcess(`http://127.0.0.1:${port}`, child, exited);
  }

  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null> {
    this.#child.kill("SIGTERM");
    return this.#exited;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** From its first line: "... listens on port 12345". */
function portOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on("line", (line) => {
      const port = /port (\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(port);
    });
  });
}
