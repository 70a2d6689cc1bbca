export interface Closeable {
  close(): Promise<void>;
}

/**
 * Ends the processes of a cluster when this one is asked to end, so that none is left behind.
 * Disposal gives the signals back.
 */
export function closeOnInterrupt(cluster: Closeable): Disposable {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const end = (): void => {
    void cluster.close().finally(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, end);
  return {
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, end);
    },
  };
}
