import { once } from "node:events";
import { connect } from "node:http2";
import { connect as connectTcp } from "node:net";
import { Client, credentials } from "@grpc/grpc-js";
import { adminService } from "@sordini/rpc";
import { expect, test } from "vitest";
import { receiveWindowBytes } from "../src/limits.ts";
import { GrpcServer } from "../src/server.ts";

// Guards the reach into grpc-js's internals: without it produce streams run at a third of the
// speed.
test("a listener announces the wide receive window", async () => {
  const server = new GrpcServer();
  const port = await server.listen({ host: "127.0.0.1", port: 0 });
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    const [settings] = (await once(session, "remoteSettings")) as [{ initialWindowSize: number }];
    expect(settings.initialWindowSize).toBe(receiveWindowBytes);
  } finally {
    session.destroy();
    server.close();
  }
});

test("a port in use is an error that names it", async () => {
  const first = new GrpcServer();
  const second = new GrpcServer();
  const port = await first.listen({ host: "127.0.0.1", port: 0 });
  try {
    await expect(second.listen({ host: "127.0.0.1", port })).rejects.toThrow(String(port));
  } finally {
    first.close();
    second.close();
  }
});

test("random bytes on the port leave it serving", async () => {
  const server = new GrpcServer();
  server.add({ describeCluster: adminService.describeCluster }, { describeCluster: () => ({}) });
  const port = await server.listen({ host: "127.0.0.1", port: 0 });
  try {
    const socket = connectTcp(port, "127.0.0.1");
    socket.on("error", () => undefined); // the server may reset the connection while we write
    const closed = once(socket, "close");
    socket.resume(); // a socket that is not read is not seen to close
    socket.write(new Uint8Array(1 << 20).map((_, index) => (index * 131) % 251));
    await closed;
    const session = connect(`http://127.0.0.1:${port}`);
    await once(session, "remoteSettings");
    session.destroy();
  } finally {
    server.close();
  }
});

test("reflection lists the services", async () => {
  const server = new GrpcServer();
  await server.addReflection();
  const port = await server.listen({ host: "127.0.0.1", port: 0 });
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    const stream = client.makeBidiStreamRequest<Buffer, Buffer>(
      "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
      (message) => message,
      (bytes) => bytes,
    );
    const listServices = Buffer.from([0x3a, 0]); // field 7, list_services: ""
    stream.write(listServices);
    const [answer] = (await once(stream, "data")) as [Buffer];
    expect(answer.toString("latin1")).toContain("sordini.client.v1.ClientService");
    stream.end();
    await once(stream, "end");
  } finally {
    client.close();
    server.close();
  }
});
