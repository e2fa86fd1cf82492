import {
  BBC,
  DE,
  INSTAGRAM,
  IR,
  PK,
  REFUSED_NEARBY,
  RW,
  type ScenarioDraft,
  SITE_DOWN,
  sameFaultFor,
  TR,
  UNDECIDED,
  WIKIPEDIA,
  X,
  X_RESET,
} from './parts.ts';

const NXDOMAIN = { verdict: 'blocked', mechanism: 'dns-nxdomain' } as const;
const OVERLOADED = { https: { status: 503 } };

/** Blocks, where those that could be asked are blocked, overloaded or lied about themselves. */
export const SECOND_OPINIONS_BLOCKS: ScenarioDraft[] = [
  {
    name: 'one-resolver-swallowed',
    about: 'The own resolver denies the name, and one of the resolvers elsewhere is swallowed by its name',
    ...TR,
    url: 'https://www.wikipedia.org/',
    faults: { ...sameFaultFor(WIKIPEDIA, { dns: 'nxdomain' }), 'cloudflare-dns.com': { tls: 'drop' } },
    expect: NXDOMAIN,
  },
  {
    name: 'resolvers-dead-by-address',
    about:
      'The own resolver denies the name; resolvers elsewhere are dead by address, OONI’s helper knows it',
    ...TR,
    url: 'https://www.wikipedia.org/',
    faults: { ...sameFaultFor(WIKIPEDIA, { dns: 'nxdomain' }), '@resolvers': { tcp: 'drop' } },
    expect: NXDOMAIN,
  },
  {
    name: 'nothing-to-compare-a-name-with',
    about: 'The own resolver denies one name, and everything that could know it is dead',
    ...TR,
    url: 'https://bandcamp.com/',
    faults: {
      'bandcamp.com': { dns: 'nxdomain' },
      ...sameFaultFor(['@resolvers', '@helper', '@collector', '@globalping'], { tcp: 'drop' }),
    },
    expect: { ...UNDECIDED, alsoRight: [NXDOMAIN] },
  },
  {
    name: 'helper-overloaded-silent',
    about: 'X is swallowed by name; the test helper is overloaded (503), and volunteers are out of reach',
    ...IR,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { tls: 'drop' }),
      '@helper': OVERLOADED,
      '@globalping': { tls: 'drop' },
    },
    expect: { verdict: 'blocked', mechanism: 'tls-timeout', alsoRight: [UNDECIDED] },
  },
  {
    name: 'one-control-hijacked',
    about: 'X is cut, and one of the sites that it is compared with is led to a block page',
    ...PK,
    url: 'https://x.com/',
    faults: { ...X_RESET, 'cp.cloudflare.com': { dns: 'sinkhole' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'one-control-imitated',
    about: 'Instagram is cut, and one of the sites that it is compared with is imitated',
    ...TR,
    url: 'https://www.instagram.com/',
    faults: { ...sameFaultFor(INSTAGRAM, { tls: 'reset' }), 'www.apple.com': { tls: 'untrusted' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'quota-used-up',
    about: 'Connections are refused, OONI is out of reach, and Globalping’s free tests are used up (429)',
    ...RW,
    url: 'https://www.bbc.com/',
    faults: {
      ...sameFaultFor(BBC, { tcp: 'refuse' }),
      ...sameFaultFor(['@helper', '@collector'], { tls: 'reset' }),
      '@globalping': { https: { status: 429 } },
    },
    expect: { verdict: 'blocked', mechanism: 'tcp-refused' },
    lessSpecific: REFUSED_NEARBY,
  },
];

/** The same without a block. */
export const SECOND_OPINIONS_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'helper-overloaded-site-503',
    about: 'The test helper is overloaded (503), and the site says over valid TLS that it is as well',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { https: { status: 503 }, everywhere: true }),
      '@helper': OVERLOADED,
    },
    expect: SITE_DOWN,
  },
  {
    name: 'helper-overloaded-site-refuses',
    about: 'The test helper is overloaded (503), and volunteers elsewhere cannot connect to the site either',
    ...DE,
    url: 'https://www.reddit.com/',
    faults: {
      ...sameFaultFor(['*.reddit.com', '*.redd.it', '*.redditstatic.com'], {
        tcp: 'refuse',
        everywhere: true,
      }),
      '@helper': OVERLOADED,
    },
    expect: SITE_DOWN,
  },
  {
    name: 'helper-late-site-resets',
    about: 'The test helper answers late, and the site cuts the connections of all the world',
    ...TR,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { tls: 'reset', everywhere: true }),
      '@helper': { https: { delay: 2_000 } },
    },
    expect: SITE_DOWN,
  },
  {
    name: 'control-hijacked-site-503',
    about:
      'One of the sites that are compared with is led to a block page, and the site itself is overloaded',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { https: { status: 503 }, everywhere: true }),
      'cp.cloudflare.com': { dns: 'sinkhole' },
    },
    expect: SITE_DOWN,
  },
  {
    name: 'helpers-unreachable-failed-once',
    about: 'The site fails once, and no service outside can be asked',
    ...IR,
    url: 'https://x.com/',
    faults: {
      '*.x.com': { https: { status: 503 }, times: 1 },
      ...sameFaultFor(['@resolvers', '@helper', '@collector', '@globalping'], { tls: 'drop' }),
    },
    expect: { verdict: 'reachable', mechanism: '' },
  },
];
