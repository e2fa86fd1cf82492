/**
 * `Retry-After` (RFC 9110 §10.2.3) in ms; undefined if it is absent or invalid. A date counts from the server's `Date`,
 * because this device's clock may be wrong.
 */
export function parseRetryAfter(
  retryAfter: string | null | undefined,
  date: string | null | undefined,
): number | undefined {
  const value = retryAfter?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.parse(date ?? '');
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
