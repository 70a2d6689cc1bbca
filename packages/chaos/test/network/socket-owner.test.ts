import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { socketInode, socketOwner } from "../../src/network/socket-owner.ts";

const rest = "00000000:00000000 00:00000000 00000000 0 0";
const table = [
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode",
  `   0: 0100007F:1F90 00000000:0000 0A ${rest} 100 1`,
  `   1: 0100007F:C001 0100007F:1F90 01 ${rest} 200 1`,
  `   2: 0100007F:1F90 0100007F:C001 01 ${rest} 300 1`,
  `   3: 0100007F:C002 0100007F:1F90 06 ${rest} 0 1`,
].join("\n");

test("a connection is found by both of its ports", () => {
  expect(socketInode(table, { localPort: 0xc001, remotePort: 8080 })).toBe("200");
  expect(socketInode(table, { localPort: 8080, remotePort: 0xc001 })).toBe("300");
  expect(socketInode(table, { localPort: 0xc001, remotePort: 8081 })).toBeUndefined();
});

test("a socket that has closed has no owner", () => {
  expect(socketInode(table, { localPort: 0xc002, remotePort: 8080 })).toBeUndefined();
});

test.skipIf(process.platform !== "linux")("the owner of a real connection", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: "127.0.0.1", port });
  await once(socket, "connect");
  const ports = { localPort: socket.localPort as number, remotePort: port };
  expect(await socketOwner(ports, [1 << 29, process.pid])).toBe(process.pid);
  expect(await socketOwner(ports, [1 << 29])).toBeUndefined();
  socket.destroy();
  server.close();
});
