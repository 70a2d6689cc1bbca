import { isFailure } from "@sordini/base";
import type { Command, CommandReply, Redirect, ReplyTo } from "@sordini/metadata";

/** The reply of a command that was done to the end. */
export type WholeReply<C extends Command> = ReplyTo<C>;

/**
 * Submits a command again until nothing remains: one batch of records has a limit, so a broker with
 * very many partitions is fenced, say, in several steps (B23). Stops at the first failure.
 */
export async function submitWhole<C extends Command>(
  submit: (command: Command) => Promise<CommandReply | Redirect>,
  command: C,
): Promise<WholeReply<C> | Redirect> {
  for (;;) {
    const reply = await submit(command);
    if (isFailure(reply)) return reply;
    const remaining = "remaining" in reply ? reply.remaining : 0;
    if (remaining === 0) return reply as WholeReply<C>;
  }
}
