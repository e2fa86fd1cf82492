import { BLOCK_PAGE_RESPONSE } from '../block-page.ts';
import {
  CN,
  DE,
  FACEBOOK,
  ID,
  IN,
  PK,
  type ScenarioDraft,
  sameFaultFor,
  TR,
  UNDECIDED,
  WIKIPEDIA,
  X,
  X_RESET,
} from './parts.ts';

const DW = ['*.dw.com'];
/** The resolver gives an address near the person, as content networks do. */
const NEARBY = { dns: { to: 'edge.example' } };
const LOCAL = { verdict: 'local-block', mechanism: '', alsoRight: [UNDECIDED] } as const;
/** A page in place of names that do not exist. */
const ADVERTISING = {
  '@unknown-names': { dns: { to: 'ads.example' } },
  'ads.example': {
    tls: 'wrong-name',
    plainHttp: { body: '<!doctype html><title>Did you mean …</title><p>Sponsored results</p>' },
  },
} as const;

/** Names and addresses, with a block. */
export const ADDRESS_BLOCKS: ScenarioDraft[] = [
  {
    name: 'edge-blockpage',
    about: 'A content network answers by place, and there https is cut and a block page put into plain http',
    ...PK,
    url: 'http://www.dw.com/',
    faults: {
      ...sameFaultFor(DW, NEARBY),
      'edge.example': { isEdge: true, tls: 'reset', plainHttp: BLOCK_PAGE_RESPONSE },
    },
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
  {
    name: 'edge-interception',
    about: 'A content network answers by place, and an interceptor shows its own certificates there',
    country: 'KZ',
    timezone: 'Asia/Almaty',
    url: 'https://www.facebook.com/',
    faults: { ...sameFaultFor(FACEBOOK, NEARBY), 'edge.example': { isEdge: true, tls: 'untrusted' } },
    expect: { verdict: 'blocked', mechanism: 'tls-interception' },
  },
  {
    name: 'edge-plain-text',
    about:
      'A content network answers by place, and an operator’s redirect comes in plain text on port 443 too',
    ...ID,
    url: 'https://www.dw.com/',
    faults: {
      ...sameFaultFor(DW, NEARBY),
      'edge.example': {
        isEdge: true,
        tls: 'not-tls-redirect',
        plainHttp: { redirect: 'http://warning.example/' },
      },
      'warning.example': { plainHttp: BLOCK_PAGE_RESPONSE },
    },
    expect: {
      verdict: 'blocked',
      mechanism: 'http-blockpage',
      alsoRight: [{ verdict: 'blocked', mechanism: '' }],
    },
  },
  {
    name: 'edge-silent',
    about: 'A content network answers by place, and the network swallows every hello with the site’s name',
    ...TR,
    url: 'https://x.com/',
    faults: { ...sameFaultFor(X, NEARBY), 'edge.example': { isEdge: true, tls: 'drop' } },
    expect: { verdict: 'blocked', mechanism: 'tls-timeout' },
  },
  {
    name: 'address-of-another-site',
    about:
      'The resolver gives the address of a site that has nothing to do with the platform, as China’s does',
    ...CN,
    url: 'https://www.wikipedia.org/',
    faults: { ...sameFaultFor(WIKIPEDIA, { dns: { to: 'www.example.net' } }), 'www.example.net': {} },
    expect: { verdict: 'blocked', mechanism: 'dns-sinkhole' },
    // Chromium neither says which address it tried nor, in the lab, what is wrong with a certificate.
    lessSpecific: {
      browser: 'chromium',
      verdict: 'blocked',
      mechanism: '',
      alsoRight: [
        { verdict: 'blocked', mechanism: 'dns-sinkhole' },
        { verdict: 'blocked', mechanism: 'tls-interception' },
      ],
    },
  },
  {
    name: 'ads-resolver-reset',
    about: 'The resolver leads unknown names to advertising, and X is cut by its name',
    ...PK,
    url: 'https://x.com/',
    faults: { ...ADVERTISING, ...X_RESET },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'dns-sometimes-poisoned',
    about: 'One of three answers of the resolver is the address of a block page',
    ...IN,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { dns: { alternating: ['sinkhole', 'right', 'right'] } }),
    only: 'firefox',
    expect: { verdict: 'blocked', mechanism: 'dns-sinkhole', alsoRight: [UNDECIDED] },
  },
  {
    name: 'one-resolver-filters',
    about: 'The resolver that the person uses denies one name of a list; all others know it',
    ...DE,
    url: 'https://pastebin.com/',
    faults: { '*.pastebin.com': { dns: 'nxdomain' } },
    expect: {
      verdict: 'blocked',
      mechanism: 'dns-nxdomain',
      alsoRight: [{ verdict: 'local-block', mechanism: '' }],
    },
  },
];

/** Names and addresses, without a block. */
export const ADDRESSES_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'hosts-file',
    about: 'A hosts file on this device, or a filter, leads the site to the device itself: 127.0.0.1',
    ...PK,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { dns: 'loopback' }),
    expect: LOCAL,
  },
  {
    name: 'filter-at-home',
    about: 'A filter at home answers 0.0.0.0 for a list of names, and Facebook is on it',
    ...DE,
    url: 'https://www.facebook.com/',
    faults: sameFaultFor([...FACEBOOK, '*.doubleclick.net'], { dns: 'unspecified' }),
    expect: LOCAL,
  },
  {
    name: 'filter-at-home-helpers-blocked',
    about: 'A filter at home answers 0.0.0.0 for the site and for the services that could be asked outside',
    ...TR,
    url: 'https://www.tiktok.com/',
    faults: sameFaultFor(['*.tiktok.com', '*.tiktokcdn.com', '@helper', '@collector', '@globalping'], {
      dns: 'unspecified',
    }),
    expect: LOCAL,
  },
  {
    name: 'controls-filtered-at-home',
    about: 'A filter at home denies two of the sites that are compared with, and X itself is overloaded',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { https: { status: 503 }, everywhere: true }),
      ...sameFaultFor(['www.gstatic.com', 'connectivitycheck.gstatic.com'], { dns: 'unspecified' }),
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'ads-resolver',
    about: 'A mistyped name that exists nowhere; the resolver leads all such names to advertising',
    ...PK,
    url: 'https://wwww.x.com/',
    faults: { ...ADVERTISING, 'wwww.x.com': { authoritativeAnswer: 'nxdomain' } },
    expect: { verdict: 'no-such-site', mechanism: '' },
  },
  {
    name: 'edge-down',
    about: 'A content network answers by place, and the site’s servers are off everywhere in the world',
    ...TR,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { ...NEARBY, tcp: 'refuse', everywhere: true }),
      'edge.example': { isEdge: true, tcp: 'refuse', everywhere: true },
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'edge-failed-once',
    about: 'A content network answers by place, and its server near the person fails once (503)',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, NEARBY),
      'edge.example': { isEdge: true, https: { status: 503 }, times: 1 },
    },
    expect: { verdict: 'reachable', mechanism: '' },
  },
  {
    name: 'address-of-same-network',
    about: 'The resolver gives the address of another site of the same content network, which serves both',
    ...DE,
    url: 'https://medium.com/',
    faults: { '*.medium.com': { dns: { to: 'www.example.net' } }, 'www.example.net': { isEdge: true } },
    expect: null,
  },
  {
    name: 'redirect-to-unknown-name',
    about: 'The site redirects all visitors to a name of its own that does not exist',
    ...DE,
    url: 'https://soundcloud.com/',
    faults: {
      'soundcloud.com': { https: { redirect: 'https://maintenance.soundcloud.com/' }, everywhere: true },
      'maintenance.soundcloud.com': { dns: 'nxdomain', authoritativeAnswer: 'nxdomain' },
    },
    expect: {
      verdict: 'no-such-site',
      mechanism: '',
      alsoRight: [{ verdict: 'site-down', mechanism: '' }, UNDECIDED],
    },
  },
];
