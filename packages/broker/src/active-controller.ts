import { assert, type NodeId } from "@sordini/base";

/**
 * Which controller to ask: the one that was named last, else the configured ones in turn. Session
 * and commands share it, so what one of them learns helps the other.
 */
export class ActiveController {
  readonly #controllers: readonly NodeId[];
  #known: NodeId = -1;
  #turn = 0;

  constructor(controllers: readonly NodeId[]) {
    assert(controllers.length > 0, "a broker needs at least one controller");
    this.#controllers = controllers;
  }

  /** -1 while unknown. */
  get known(): NodeId {
    return this.#known;
  }

  get candidate(): NodeId {
    if (this.#known >= 0) return this.#known;
    return this.#controllers[this.#turn % this.#controllers.length] as NodeId;
  }

  /** `node` answered as the active controller. */
  confirm(node: NodeId): void {
    this.#known = node;
  }

  /**
   * `node` is not the active controller or cannot be reached; `hint` is who it takes for it, or -1.
   * True when the hint names another one worth asking at once.
   */
  refute(node: NodeId, hint: NodeId): boolean {
    if (hint >= 0 && hint !== node && this.#controllers.includes(hint)) {
      this.#known = hint;
      return true;
    }
    if (this.#known === node || this.#known < 0) {
      this.#known = -1;
      this.#turn += 1;
    }
    return false;
  }
}
