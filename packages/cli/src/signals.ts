import type { Context } from "./context.ts";
import { Exit } from "./errors.ts";

/** 128 + the signal's number: what a shell reports for a command that a signal ended. */
const exitCodeOf = { SIGINT: 130, SIGTERM: 143 } as const;

type StopSignal = keyof typeof exitCodeOf;

/**
 * Runs `action` with a signal that aborts at the first SIGINT or SIGTERM, its reason the `Exit` to
 * end with. At the second one the command gives up what it was finishing and ends.
 */
export async function interruptible(
  { signals }: Pick<Context, "signals">,
  action: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  let giveUp: (reason: Exit) => void;
  const secondSignal = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const onSignal = (name: StopSignal): void => {
    const exit = new Exit(exitCodeOf[name]);
    if (stop.signal.aborted) giveUp(exit);
    else stop.abort(exit);
  };
  signals.on("SIGINT", onSignal);
  signals.on("SIGTERM", onSignal);
  try {
    await Promise.race([action(stop.signal), secondSignal]);
  } finally {
    signals.off("SIGINT", onSignal);
    signals.off("SIGTERM", onSignal);
  }
}

export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
