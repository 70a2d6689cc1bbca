/** What a link does to the bytes that pass it, as long as it is not changed. */
export interface LinkWeather {
  /** Nothing passes; what is on its way waits, as TCP's retransmissions do, until the cut ends. */
  readonly isCut: boolean;
  /** Added to the way of every byte. */
  readonly delayMs: number;
  /** Infinity: as fast as the machine. */
  readonly bytesPerSecond: number;
}

export const fairWeather: LinkWeather = {
  isCut: false,
  delayMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
};

/** What a link has done since it was made: the proof that a fault really happened. */
export interface LinkTraffic {
  /** Bytes that had to wait because of a cut. */
  readonly heldBytes: number;
  /** Connections that were opened while the link was cut, and had to wait. */
  readonly heldConnections: number;
  /** Bytes that a delay or a narrow link made wait. */
  readonly delayedBytes: number;
  /** Connections that were reset on purpose. */
  readonly resets: number;
}

/** The way from one node to another: one direction of every connection between the two. */
export class Link {
  readonly #changed = new Set<() => void>();
  readonly #resets = new Set<() => void>();
  readonly #traffic = { heldBytes: 0, heldConnections: 0, delayedBytes: 0, resets: 0 };
  #weather = fairWeather;

  get weather(): LinkWeather {
    return this.#weather;
  }

  get traffic(): LinkTraffic {
    return { ...this.#traffic };
  }

  /** What is not named becomes fair again. */
  set(weather: Partial<LinkWeather>): void {
    this.#weather = { ...fairWeather, ...weather };
    for (const listener of [...this.#changed]) listener();
  }

  /** Resets every connection that has a direction here; what was on its way is lost. */
  reset(): void {
    this.#traffic.resets += this.#resets.size;
    for (const listener of [...this.#resets]) listener();
  }

  /** Calls `listener` after each change of weather, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  onReset(listener: () => void): () => void {
    this.#resets.add(listener);
    return () => this.#resets.delete(listener);
  }

  /** To be called by what carries the bytes. */
  count(kind: keyof LinkTraffic, amount: number): void {
    this.#traffic[kind] += amount;
  }
}
