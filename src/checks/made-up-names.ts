/** First labels of names that no site has, in the forms in which operators name their servers. */
export const SERVICES = ['img', 'cdn', 'static', 'media', 'edge', 'cache', 'api', 'assets', 'lb', 'origin'];
const AIRPORTS =
  'ams arn bom cdg dxb fra gru hkg iad icn jnb lax lhr mad mxp nrt ord sin syd waw'.split(' ');

const FORMS: ((service: string, airport: string, n: number) => string)[] = [
  (service, airport, n) => `${service}-${airport}${1 + (n % 9)}`,
  (service, airport, n) => `${airport}${1 + (n % 9)}-${service}`,
  (service, airport, n) => `${service}${10 + n}-${airport}`,
];

/**
 * Two labels that differ in their service, so that nobody who sees the lookups of one device finds the same label, or the
 * same kind of label, under two domains. `random` gives numbers from 0 up to 1.
 */
export function madeUpLabels(random: () => number): [string, string] {
  const below = (n: number): number => Math.floor(random() * n);
  const first = below(SERVICES.length);
  const second = (first + 1 + below(SERVICES.length - 1)) % SERVICES.length;
  const [a = '', b = ''] = [first, second].map((service) => {
    const form = FORMS[below(FORMS.length)];
    return form?.(SERVICES[service] ?? '', AIRPORTS[below(AIRPORTS.length)] ?? '', below(90));
  });
  return [a, b];
}
