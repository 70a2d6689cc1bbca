/**
 * A fingerprint of everything that happened, in order: two runs with the same fingerprint did the
 * same. Two 32-bit FNV-1a lanes with different starts; fast rather than strong.
 */
export class RollingHash {
  #a = 0x811c9dc5;
  #b = 0x5bd1e995;

  add(text: string): void {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
    }
    this.#a = a;
    this.#b = b;
  }

  addNumber(value: number): void {
    const low = value | 0;
    const rest = Math.trunc((value - low) / 256) ^ (value * 4096);
    this.#a = Math.imul(Math.imul(this.#a ^ low, 0x01000193) ^ rest, 0x01000193);
    this.#b = Math.imul(this.#b ^ low ^ (rest << 7), 0x85ebca6b) ^ (this.#b >>> 13);
  }

  /** 16 hexadecimal digits. */
  get digest(): string {
    return hex(this.#a) + hex(this.#b);
  }
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, "0");
}
