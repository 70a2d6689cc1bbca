// The receiving thread of the loopback calibration: reads all that comes on one connection into one
// buffer, and says how much it was.

import net from "node:net";
import { parentPort, workerData } from "node:worker_threads";

let receivedBytes = 0;
const onread = {
  buffer: new Uint8Array(256 << 10),
  callback: (length: number) => {
    receivedBytes += length;
    return true;
  },
};
const socket = net.connect({ host: "127.0.0.1", port: workerData as number, onread });
socket.on("end", () => parentPort?.postMessage(receivedBytes));
