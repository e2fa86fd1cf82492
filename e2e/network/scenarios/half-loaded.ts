import { type Draft, each, PK } from './parts.ts';

const page = (...tags: string[]) => ({
  https: { body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Home</title>${tags.join('')}` },
});
const script = (host: string, n: number) => `<script async src="https://${host}/part-${n}.js"></script>`;
const image = (host: string, n: number) => `<img alt="" src="https://${host}/part-${n}.png">`;
const parts = (host: string) => [script(host, 1), script(host, 2), image(host, 3), image(host, 4)];

const calls = (host: string) =>
  `<script>for (let n = 0; n < 4; n++) fetch('https://${host}/' + n, { mode: 'no-cors' }).catch(() => {});</script>`;

/** Calls again when it is cut off, as live pages do. */
const socket = (host: string) =>
  `<script>let left = 5;
     const call = () => { new WebSocket('wss://${host}/').onclose = () => left-- > 0 && setTimeout(call, 300); };
     call();</script>`;

const OWN = ['x.com', 'www.x.com'];

/** The page comes, what it is made of does not: somebody stands between. */
export const HALF_BLOCKS: Draft[] = [
  {
    name: 'half-loaded',
    about: 'The page comes; its scripts and images, from a host of their own, are cut',
    ...PK,
    url: 'https://x.com/',
    faults: { ...each(OWN, page(...parts('abs.twimg.com'))), '*.twimg.com': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'half-loaded-api',
    about: 'The page comes whole; whatever it asks its API for is cut',
    ...PK,
    url: 'https://x.com/',
    faults: { ...each(OWN, page(calls('api.x.com'))), 'api.x.com': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'half-loaded-socket',
    about: 'The page comes; its WebSocket, at a host of its own, is cut whenever it calls',
    ...PK,
    url: 'https://discord.com/',
    faults: {
      ...each(['discord.com', 'www.discord.com'], page(socket('gateway.discord.gg'))),
      'gateway.discord.gg': { tls: 'reset' },
    },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
];

/** The page comes, some of it does not, and nobody on the way is to blame. */
export const HALF_INNOCENTS: Draft[] = [
  {
    name: 'one-image-fails',
    about: 'A single image of a page is cut',
    ...PK,
    url: 'https://x.com/',
    faults: { ...each(OWN, page(image('abs.twimg.com', 1))), '*.twimg.com': { tls: 'reset' } },
    expect: null,
  },
  {
    name: 'page-aborts-parts',
    about: 'The page calls its own requests back, as scripts and ad blockers do',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...each(
        OWN,
        page(
          `<script>for (let n = 0; n < 9; n++) { const stop = new AbortController();
             fetch('https://abs.twimg.com/' + n, { mode: 'no-cors', signal: stop.signal }).catch(() => {});
             setTimeout(() => stop.abort(), 200); }</script>`,
        ),
      ),
      '*.twimg.com': { tls: 'drop' },
    },
    expect: null,
  },
  {
    name: 'trackers-denied-at-home',
    about: 'A filter at home denies the names of a platform’s counters',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...each(OWN, page(...parts('analytics.twitter.com'))),
      'analytics.twitter.com': { dns: 'nxdomain' },
    },
    expect: null,
  },
  {
    name: 'parts-down-everywhere',
    about: 'The server of a page’s parts is broken for everybody',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...each(OWN, page(...parts('abs.twimg.com'))),
      '*.twimg.com': { tls: 'reset', everywhere: true },
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
];
