/** The server cannot start or go on for a reason that a person can mend; the message says which. */
export class ServerError extends Error {
  override readonly name = "ServerError";
}
