import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { freePorts } from "@sordini/testing";
import { afterEach, expect, test } from "vitest";
import { Link, type LinkWeather } from "../../src/network/link.ts";
import { ProxyDoor } from "../../src/network/proxy-door.ts";

/** An echo server behind a door whose two ways can be changed. */
class Scene {
  readonly there = new Link();
  readonly back = new Link();
  readonly sockets: Socket[] = [];
  readonly inside: Socket[] = [];
  readonly server: Server;
  readonly door: ProxyDoor;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
    this.door = new ProxyDoor({
      ...{ nodeId: 1, port, behind: (server.address() as AddressInfo).port },
      routeOf: () => Promise.resolve({ there: this.there, back: this.back }),
    });
    server.on("connection", (socket) => {
      this.inside.push(socket);
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => socket.write(bytes));
    });
  }

  static async open(): Promise<Scene> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const [port] = await freePorts(1);
    const scene = new Scene(server, port as number);
    await scene.door.open();
    return scene;
  }

  knock(): Socket {
    const socket = connect({ host: "127.0.0.1", port: this.port });
    socket.on("error", () => undefined);
    this.sockets.push(socket);
    return socket;
  }

  close(): void {
    this.door.close();
    for (const socket of [...this.sockets, ...this.inside]) socket.destroy();
    this.server.close();
  }
}

let scene: Scene;
afterEach(() => scene.close());

async function closed(socket: Socket): Promise<void> {
  await expect.poll(() => socket.closed).toBe(true);
}

async function echo(socket: Socket, text: string): Promise<number> {
  const beganMs = performance.now();
  socket.write(text);
  let answer = "";
  while (answer.length < text.length) answer += String((await once(socket, "data"))[0]);
  expect(answer).toBe(text);
  return performance.now() - beganMs;
}

test("bytes pass both ways, in order, whatever their number", async () => {
  scene = await Scene.open();
  const socket = scene.knock();
  await echo(socket, "hello");
  await echo(socket, "x".repeat(3_000_000));
});

test("an orderly end passes, and the other direction lives on", async () => {
  scene = await Scene.open();
  const socket = scene.knock();
  await echo(socket, "hello");
  socket.end("last");
  expect(String((await once(socket, "data"))[0])).toBe("last");
  await once(socket, "end");
});

test.each<"there" | "back">(["there", "back"])(
  "a cut %s holds bytes until it ends",
  async (way) => {
    scene = await Scene.open();
    const socket = scene.knock();
    await echo(socket, "hello");
    scene[way].set({ isCut: true });
    const answered = echo(socket, "late");
    await expect.poll(() => scene[way].traffic.heldBytes).toBe(4);
    scene[way].set({});
    await answered;
  },
);

test("who is cut off does not learn that the other side has died, until the cut ends", async () => {
  scene = await Scene.open();
  const socket = scene.knock();
  await echo(socket, "hello");
  scene.back.set({ isCut: true });
  let isClosed = false;
  socket.once("close", () => {
    isClosed = true;
  });
  const [inside] = scene.inside;
  inside?.resetAndDestroy();
  socket.write("to nobody");
  await expect.poll(() => inside?.closed).toBe(true);
  expect(isClosed).toBe(false);
  scene.back.set({});
  await expect.poll(() => isClosed).toBe(true);
});

test("a connection that is opened during a cut waits for its end", async () => {
  scene = await Scene.open();
  scene.back.set({ isCut: true });
  const socket = scene.knock();
  const answered = echo(socket, "hello");
  await expect.poll(() => scene.back.traffic.heldConnections).toBe(1);
  expect(scene.inside).toEqual([]);
  scene.back.set({});
  await answered;
});

test.each<[string, Partial<LinkWeather>, number]>([
  ["a delay", { delayMs: 60 }, 60],
  ["a narrow link", { bytesPerSecond: 100_000 }, 100],
])("%s is added to the way of every byte", async (_name, weather, minMs) => {
  scene = await Scene.open();
  const socket = scene.knock();
  await echo(socket, "hello");
  scene.there.set(weather);
  expect(await echo(socket, "x".repeat(10_000))).toBeGreaterThanOrEqual(minMs - 1);
  expect(scene.there.traffic.delayedBytes).toBe(10_000);
  scene.there.set({});
});

test("a reset loses the connection on both sides, and new ones are taken", async () => {
  scene = await Scene.open();
  const socket = scene.knock();
  await echo(socket, "hello");
  scene.there.reset();
  await closed(socket);
  await closed(scene.inside[0] as Socket);
  expect(scene.there.traffic.resets).toBe(1);
  await echo(scene.knock(), "again");
});

test("a reset ends a connection whose one half has ended before", async () => {
  scene = await Scene.open();
  const socket = connect({ host: "127.0.0.1", port: scene.port, allowHalfOpen: true });
  socket.on("error", () => undefined);
  scene.sockets.push(socket);
  await echo(socket, "hello");
  socket.resume();
  scene.inside[0]?.end(); // the door has passed the end on, and still carries the other way
  await expect.poll(() => socket.readableEnded).toBe(true);
  scene.there.reset();
  await expect.poll(() => scene.inside[0]?.closed).toBe(true);
  // After an end that was read, only writing tells that nobody is there.
  await expect
    .poll(() => {
      socket.write("to nobody");
      return socket.closed;
    })
    .toBe(true);
});

test("behind a closed door, and where nobody listens, connections fail", async () => {
  scene = await Scene.open();
  scene.server.close();
  await closed(scene.knock());
  scene.door.close();
  const [error] = (await once(scene.knock(), "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNREFUSED");
  await scene.door.open();
});
