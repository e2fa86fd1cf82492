const withoutWww = (host: string): string => host.replace(/^www\./, '');

/** Whether two hosts are of one site: equal but for `www.`, or one a part of the other. OONI's lists know no platforms. */
export function isSameSite(a: string, b: string): boolean {
  const [first, second] = [withoutWww(a), withoutWww(b)];
  return first === second || first.endsWith(`.${second}`) || second.endsWith(`.${first}`);
}
