export interface ListenerEndpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface Voter {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `NAME://host:port,...`; an empty host means every interface. Throws what would be right.
 */
export function parseListeners(text: string): ListenerEndpoint[] {
  const listeners = text.split(",").map((item) => {
    const match = /^\s*([A-Za-z0-9_-]+):\/\/(\[[^\]]*\]|[^:]*):(\d+)\s*$/.exec(item);
    const port = Number(match?.[3]);
    if (match === null || port > 65_535)
      throw new Error(`NAME://host:port, found "${item.trim()}"`);
    return { name: (match[1] as string).toUpperCase(), host: hostOf(match[2] as string), port };
  });
  const names = listeners.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`each listener name once, found ${twice} twice`);
  return listeners;
}

/** Reads `id@host:port,...`, in ascending order of id. Throws what would be right. */
export function parseVoters(text: string): Voter[] {
  const voters = text.split(",").map((item) => {
    const match = /^\s*(\d{1,10})@(\[[^\]]*\]|[^:]+):(\d+)\s*$/.exec(item);
    const port = Number(match?.[3]);
    if (match === null || port > 65_535) throw new Error(`id@host:port, found "${item.trim()}"`);
    return { nodeId: Number(match[1]), host: hostOf(match[2] as string), port };
  });
  const ids = voters.map(({ nodeId }) => nodeId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`each voter id once, found ${twice} twice`);
  return voters.sort((a, b) => a.nodeId - b.nodeId);
}

function hostOf(text: string): string {
  const bare = text.replace(/^\[|\]$/g, "");
  return bare === "" ? "0.0.0.0" : bare;
}
