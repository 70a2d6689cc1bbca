// The first import of the bench: the same setting of V8 that a server makes for itself, because a
// client that moves as many bytes pays as much for Node 24's collections without it. An application
// may do the same (README).

import { setFlagsFromString } from "node:v8";

export const clientFlags = "--external-memory-accounted-in-global-limit";

setFlagsFromString(clientFlags);
