import fc from 'fast-check';
import ipaddr from 'ipaddr.js';

/** An address of IPv6 as URLs write it: the shortest way. */
export const inShort = (ip: string): string => new URL(`http://[${ip}]/`).hostname.slice(1, -1);

/** The same in eight groups of four digits. */
export const inFull = (ip: string): string =>
  ipaddr.IPv6.parse(inShort(ip))
    .parts.map((part) => part.toString(16).padStart(4, '0'))
    .join(':');

/** Any address of a range. */
export function addressIn(range: string): fc.Arbitrary<string> {
  const [base, bits] = ipaddr.parseCIDR(range);
  const fixed = base.toByteArray();
  return fc.uint8Array({ minLength: fixed.length, maxLength: fixed.length }).map((random) => {
    const bytes = fixed.map((byte, i) => {
      const free = 0xff >> Math.min(8, Math.max(0, bits - 8 * i));
      return (byte & ~free) | ((random[i] ?? 0) & free);
    });
    return ipaddr.fromByteArray(bytes).toString();
  });
}
