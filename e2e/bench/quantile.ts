/** The smallest value that at least the share `q` (0–1) of all values does not exceed. @throws when there are none */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (found === undefined) throw new Error('No values to take a quantile of');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
