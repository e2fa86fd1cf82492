import { PK, type ScenarioDraft, sameFaultFor } from './parts.ts';

const pageWithTags = (...tags: string[]) => ({
  https: { body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Home</title>${tags.join('')}` },
});
const scriptTag = (host: string, n: number) => `<script async src="https://${host}/part-${n}.js"></script>`;
const imageTag = (host: string, n: number) => `<img alt="" src="https://${host}/part-${n}.png">`;
const partTags = (host: string) => [
  scriptTag(host, 1),
  scriptTag(host, 2),
  imageTag(host, 3),
  imageTag(host, 4),
];

const apiCallScript = (host: string) =>
  `<script>for (let n = 0; n < 4; n++) fetch('https://${host}/' + n, { mode: 'no-cors' }).catch(() => {});</script>`;

/** Connects again when it is cut off, as live pages do. */
const webSocketScript = (host: string) =>
  `<script>let left = 5;
     const call = () => { new WebSocket('wss://${host}/').onclose = () => left-- > 0 && setTimeout(call, 300); };
     call();</script>`;

const PAGE_HOSTS = ['x.com', 'www.x.com'];

/** The page loads, but its parts are blocked. */
export const PARTIAL_LOAD_BLOCKS: ScenarioDraft[] = [
  {
    name: 'half-loaded',
    about: 'The page loads; its scripts and images, from another host, are cut',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(PAGE_HOSTS, pageWithTags(...partTags('abs.twimg.com'))),
      '*.twimg.com': { tls: 'reset' },
    },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'half-loaded-api',
    about: 'The page loads completely; its requests to its API are cut',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(PAGE_HOSTS, pageWithTags(apiCallScript('api.x.com'))),
      'api.x.com': { tls: 'reset' },
    },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'half-loaded-socket',
    about: 'The page loads; its WebSocket, at another host, is cut each time',
    ...PK,
    url: 'https://discord.com/',
    faults: {
      ...sameFaultFor(
        ['discord.com', 'www.discord.com'],
        pageWithTags(webSocketScript('gateway.discord.gg')),
      ),
      'gateway.discord.gg': { tls: 'reset' },
    },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
];

/** The page loads without some parts, for another reason than a block. */
export const PARTIAL_LOAD_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'one-image-fails',
    about: 'A single image of a page is cut',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(PAGE_HOSTS, pageWithTags(imageTag('abs.twimg.com', 1))),
      '*.twimg.com': { tls: 'reset' },
    },
    expect: null,
  },
  {
    name: 'page-aborts-parts',
    about: 'The page aborts its own requests, as scripts and ad blockers do',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(
        PAGE_HOSTS,
        pageWithTags(
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
      ...sameFaultFor(PAGE_HOSTS, pageWithTags(...partTags('analytics.twitter.com'))),
      'analytics.twitter.com': { dns: 'nxdomain' },
    },
    expect: null,
  },
  {
    name: 'parts-down-everywhere',
    about: 'The server of a page’s parts is broken for all visitors',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(PAGE_HOSTS, pageWithTags(...partTags('abs.twimg.com'))),
      '*.twimg.com': { tls: 'reset', everywhere: true },
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
];
