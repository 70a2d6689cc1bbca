/** `count` bootstrap strings over the same addresses, each with another one first. */
export function rotations(bootstrap: string, count: number): string[] {
  const addresses = bootstrap.split(",");
  return Array.from({ length: count }, (_, index) => {
    const first = index % addresses.length;
    return [...addresses.slice(first), ...addresses.slice(0, first)].join(",");
  });
}
