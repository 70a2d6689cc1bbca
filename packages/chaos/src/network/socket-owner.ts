import { readdir, readFile, readlink } from "node:fs/promises";

// Who is at the other end of a connection on this machine? Linux tells: /proc/net/tcp names the
// inode of the socket, and /proc/PID/fd the sockets of a process. A proxy needs it because brokers
// are told one address for each other, whoever asks, and a cut between two nodes must not touch a
// third. Giving each source addresses of its own would do for controllers only.

const stateEstablished = "01";

export interface ConnectionPorts {
  /** Of the side whose owner is wanted. */
  readonly localPort: number;
  readonly remotePort: number;
}

/**
 * The one of `processIds` that holds the socket of an IPv4 loopback connection; undefined when none
 * does, also when the connection has ended meanwhile.
 */
export async function socketOwner(
  ports: ConnectionPorts,
  processIds: Iterable<number>,
): Promise<number | undefined> {
  const inode = socketInode(await readFile("/proc/net/tcp", "latin1"), ports);
  if (inode === undefined) return undefined;
  for (const processId of processIds) {
    if (await holdsSocket(processId, inode)) return processId;
  }
  return undefined;
}

/** Finds a connection in the text of /proc/net/tcp. */
export function socketInode(table: string, ports: ConnectionPorts): string | undefined {
  const local = `:${hexPort(ports.localPort)}`;
  const remote = `:${hexPort(ports.remotePort)}`;
  for (const line of table.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [, from, to, state] = fields;
    if (state !== stateEstablished) continue;
    if (from?.endsWith(local) === true && to?.endsWith(remote) === true) return fields[9];
  }
  return undefined;
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, "0");
}

async function holdsSocket(processId: number, inode: string): Promise<boolean> {
  const folder = `/proc/${processId}/fd`;
  try {
    const names = await readdir(folder);
    const targets = await Promise.all(names.map((name) => linkTarget(`${folder}/${name}`)));
    return targets.includes(`socket:[${inode}]`);
  } catch {
    return false; // the process has ended, and so have its connections
  }
}

/** Empty when the file was closed meanwhile. */
async function linkTarget(path: string): Promise<string> {
  try {
    return await readlink(path);
  } catch {
    return "";
  }
}
