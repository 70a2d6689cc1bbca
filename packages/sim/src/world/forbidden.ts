// Whoever uses real time or real chance in a simulated world makes a run that cannot be repeated.
// While a world runs these throw, so that it is found the first time and not in a failing seed.

/** Each with the object that holds it. */
const forbidden: readonly { readonly owner: object; readonly name: string }[] = [
  { owner: globalThis, name: "Date" },
  { owner: globalThis, name: "setTimeout" },
  { owner: globalThis, name: "setInterval" },
  { owner: globalThis, name: "setImmediate" },
  { owner: globalThis, name: "queueMicrotask" },
  { owner: Math, name: "random" },
  { owner: performance, name: "now" },
  { owner: process, name: "hrtime" },
  { owner: AbortSignal, name: "timeout" },
  { owner: crypto, name: "randomUUID" },
  { owner: crypto, name: "getRandomValues" },
];

/** Runs `action` in a world where real time and real chance throw. Not to be nested. */
export async function withoutRealWorld<T>(action: () => Promise<T>): Promise<T> {
  const before = forbidden.map(({ owner, name }) => Object.getOwnPropertyDescriptor(owner, name));
  for (const { owner, name } of forbidden) {
    function refuse(): never {
      throw new Error(`${name} is of the real world: take the port (Clock, Timers or Rng)`);
    }
    // Whatever is done with it: `Date()`, `new Date()`, `Date.now()`.
    const value = new Proxy(refuse, { apply: refuse, construct: refuse, get: refuse });
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  }
  try {
    return await action();
  } finally {
    for (const [i, { owner, name }] of forbidden.entries()) {
      const descriptor = before[i];
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    }
  }
}
