import { SordiniError } from "../errors.ts";

/** Where a broker listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The form that gRPC and people read. */
export function addressText({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Reads `host:port` items. Throws SordiniError INVALID_CONFIG that quotes the item that is wrong.
 */
export function parseBootstrap(bootstrap: string | readonly string[]): readonly Address[] {
  const items = typeof bootstrap === "string" ? bootstrap.split(",") : bootstrap;
  const addresses = items.map((item) => item.trim()).filter((item) => item !== "");
  if (addresses.length === 0) {
    throw new SordiniError("INVALID_CONFIG", "bootstrap names no broker; give host:port");
  }
  return addresses.map(parseAddress);
}

function parseAddress(text: string): Address {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]/\s]+)):(\d+)$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new SordiniError(
      "INVALID_CONFIG",
      `bootstrap "${text}" is not host:port with a port from 1 to 65535`,
    );
  }
  return { host, port };
}
