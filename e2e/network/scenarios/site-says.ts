import {
  DE,
  GB,
  ID,
  IR,
  PK,
  REACHABLE,
  type ScenarioDraft,
  SITE_DOWN,
  sameFaultFor,
  TR,
  UNDECIDED,
  X,
} from './parts.ts';

const REFUSED = { verdict: 'refused-by-site', mechanism: '' } as const;

const BY_LAW = {
  status: 451,
  headers: { link: '<https://www.rt.com/legal>; rel="blocked-by"' },
  body: '<!doctype html><title>Unavailable For Legal Reasons</title><p>Not available in your country.</p>',
};
/** An answer of the operator that names itself as the one that blocks (RFC 7725). */
const BY_OPERATOR = {
  status: 451,
  headers: { link: '<https://operator.example/>; rel="blocked-by"' },
  body: '<!doctype html><title>Unavailable For Legal Reasons</title><p>Blocked by order.</p>',
};

/** The provider answers in the site's place. */
export const PROVIDER_SAYS: ScenarioDraft[] = [
  {
    name: 'operator-451',
    about: 'https stays silent, and the provider answers plain http with 451 and names itself',
    ...TR,
    url: 'http://www.dw.com/',
    faults: { '*.dw.com': { tls: 'drop', plainHttp: BY_OPERATOR } },
    expect: { verdict: 'blocked', mechanism: 'http-451' },
  },
  {
    name: 'operator-403',
    about: 'https is closed, and the provider answers plain http with 403 and a page of a known filter',
    ...ID,
    url: 'http://bandcamp.com/',
    faults: sameFaultFor(['*.bandcamp.com', '*.bcbits.com'], {
      tls: 'close',
      plainHttp: { status: 403, body: '<title>Sukma Media Internet Positif</title>' },
    }),
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
];

/** What comes over valid TLS is the site's own doing. */
export const SITE_SAYS: ScenarioDraft[] = [
  {
    name: 'http-451',
    about: 'The site itself says that the law forbids it here (RFC 7725)',
    ...DE,
    url: 'https://www.rt.com/',
    faults: { '*.rt.com': { https: BY_LAW } },
    expect: REFUSED,
  },
  {
    name: 'http-451-everywhere',
    about: 'The site says to the whole world that the law forbids a page',
    ...DE,
    url: 'https://www.rt.com/',
    faults: { '*.rt.com': { https: BY_LAW, everywhere: true } },
    expect: REFUSED,
  },
  {
    name: 'http-451-helpers-blocked',
    about: 'The site itself says that the law forbids it here, and no service outside can be asked',
    ...IR,
    url: 'https://www.twitch.tv/',
    faults: {
      '*.twitch.tv': { https: BY_LAW },
      ...sameFaultFor(['@resolvers', '@helper', '@collector', '@globalping'], { tls: 'drop' }),
    },
    expect: REFUSED,
  },
  {
    name: 'too-many-requests',
    about: 'The site limits requests of this address (429) and says when to come back',
    ...DE,
    url: 'https://www.reddit.com/',
    faults: {
      '*.reddit.com': {
        https: {
          status: 429,
          headers: { 'retry-after': '600' },
          body: '<!doctype html><title>Too Many Requests</title>',
        },
      },
    },
    expect: null,
  },
  {
    name: 'network-security-403',
    about: 'The site’s own guard turns this network away (403)',
    ...PK,
    url: 'https://www.reddit.com/',
    faults: {
      '*.reddit.com': {
        https: {
          status: 403,
          headers: { server: 'snooserv' },
          body: '<!doctype html><title>Blocked</title><p>You have been blocked by network security.</p>',
        },
      },
    },
    expect: REFUSED,
  },
  {
    name: 'region-notice',
    about: 'The site shows a notice for this region, with status 200',
    ...GB,
    url: 'https://imgur.com/',
    faults: {
      '*.imgur.com': {
        https: { body: '<!doctype html><title>Imgur</title><p>Content not available in your region.</p>' },
      },
    },
    expect: null,
  },
  {
    name: 'site-500-everywhere',
    about: 'The site’s program is broken for all visitors (500)',
    ...TR,
    url: 'https://soundcloud.com/',
    faults: sameFaultFor(['*.soundcloud.com', '*.sndcdn.com'], { https: { status: 500 }, everywhere: true }),
    expect: SITE_DOWN,
  },
  {
    name: 'site-502-here-only',
    about: 'The site’s server for this region is broken (502, over valid TLS); others in the world are well',
    ...PK,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { https: { status: 502 } }),
    expect: { ...SITE_DOWN, alsoRight: [UNDECIDED, REFUSED] },
  },
  {
    name: 'redirects-for-ever',
    about: 'The site redirects every visitor to itself without an end',
    ...DE,
    url: 'https://soundcloud.com/',
    faults: { '*.soundcloud.com': { https: { redirect: 'https://soundcloud.com/' }, everywhere: true } },
    // The connection works, and the browser's own page says what is wrong.
    expect: null,
  },
  {
    name: 'wrong-certificate-unconfirmed',
    about: 'One server shows the certificate of another name, and no service outside can confirm it',
    ...IR,
    url: 'https://soundcloud.com/',
    faults: {
      'soundcloud.com': { tls: 'wrong-name', everywhere: true },
      ...sameFaultFor(['@resolvers', '@helper', '@collector', '@globalping'], { tls: 'drop' }),
    },
    expect: { ...UNDECIDED, alsoRight: [{ verdict: 'bad-certificate', mechanism: '' }] },
  },
  {
    name: 'flaky-twice',
    about: 'The site fails twice (503) and answers the third time',
    ...PK,
    url: 'https://x.com/',
    faults: { '*.x.com': { https: { status: 503 }, times: 2, everywhere: true } },
    expect: { ...REACHABLE, alsoRight: [SITE_DOWN] },
  },
];
