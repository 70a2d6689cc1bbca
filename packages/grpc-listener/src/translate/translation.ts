import type { Command, ReplyTo } from "@sordini/metadata";
import type {
  Method,
  ReceivedRequestOf,
  ReceivedResponseOf,
  RequestOf,
  ResponseOf,
} from "@sordini/rpc";

/**
 * One controller command as a gRPC method, in all four directions: a broker that forwards it sends
 * the request and reads the response, whoever serves it reads the request and sends the response.
 * Law: each pair is a round trip (test/translate.test.ts).
 */
export interface Translation<C extends Command, M extends Method> {
  readonly method: M;
  toRequest(command: C): RequestOf<M>;
  toCommand(request: ReceivedRequestOf<M>): C;
  toResponse(reply: ReplyTo<C>): ResponseOf<M>;
  toReply(response: ReceivedResponseOf<M>): ReplyTo<C>;
}
