import { BLOCK_PAGE_RESPONSE } from '../block-page.ts';
import type { HttpFault } from '../scenario.ts';
import {
  DISCORD,
  ES,
  FACEBOOK,
  GB,
  GOOGLE,
  ID,
  IN,
  IR,
  PK,
  REFUSED_NEARBY,
  RU,
  type ScenarioDraft,
  sameFaultFor,
  TELEGRAM,
  TR,
  UNDECIDED,
  X,
} from './parts.ts';

const DW = ['*.dw.com'];
const BANDCAMP = ['*.bandcamp.com', '*.bcbits.com'];
const SILENT = { verdict: 'blocked', mechanism: 'tls-timeout' } as const;
const BLOCK_PAGE = { verdict: 'blocked', mechanism: 'http-blockpage' } as const;

/** Page of a known operator: a family filter that customers can turn off, or an order of a court. */
const pageOf = (title: string, words: string): HttpFault => ({
  headers: { server: 'filter' },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${words}`,
});
const FAMILY_FILTER = pageOf(
  'Parental controls',
  '<p>This page is not available.</p><!-- http://blockpage.bt.com/pcstaticpage/internet-matters.png -->',
);
const COURT_ORDER = pageOf(
  'Notice',
  '<p>TekSavvy has been forced to block the site you are trying to reach by an order of the court.</p>',
);
/** The operator sits between a content network and its origin, so TLS with the person is the site's own. */
const FRAME_IN_HTTPS = pageOf(
  '',
  '<iframe src="http://www.airtel.in/dot/" width="100%" height="100%"></iframe>',
);

/** Filters by name, by port and by page. */
export const FILTERS: ScenarioDraft[] = [
  {
    name: 'silent-preloaded',
    about:
      'A client that says the name gets no answer, and browsers ask the site over https alone (HSTS list)',
    ...IR,
    url: 'https://www.facebook.com/',
    faults: sameFaultFor(FACEBOOK, { tls: 'drop' }),
    expect: SILENT,
  },
  {
    name: 'silent-preloaded-one-domain',
    about: 'One domain of which browsers know that it has https (HSTS list), and its name is swallowed',
    ...PK,
    url: 'https://www.paypal.com/',
    faults: { '*.paypal.com': { tls: 'drop' } },
    expect: SILENT,
  },
  {
    name: 'silent-preloaded-helpers-blocked',
    about: 'A preloaded name is swallowed, and no service outside can say that the site works',
    ...RU,
    url: 'https://discord.com/',
    faults: {
      ...sameFaultFor(DISCORD, { tls: 'drop' }),
      ...sameFaultFor(['@helper', '@collector', '@globalping'], { tls: 'drop' }),
    },
    expect: SILENT,
  },
  {
    name: 'portals-dead',
    about: 'Google is swallowed by name, and the pages by which browsers look for the internet are dead',
    country: 'TM',
    timezone: 'Asia/Ashgabat',
    url: 'https://www.youtube.com/',
    faults: { ...sameFaultFor(GOOGLE, { tls: 'drop' }), '@portals': { tcp: 'drop' } },
    expect: SILENT,
  },
  {
    name: 'one-portal-hijacked',
    about: 'X is swallowed by name, and one page that looks for the internet is led to the operator’s own',
    country: 'TM',
    timezone: 'Asia/Ashgabat',
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { tls: 'drop' }),
      'connectivitycheck.gstatic.com': { plainHttp: { redirect: 'http://portal.example/' } },
      'portal.example': { plainHttp: { body: '<!doctype html><title>Welcome to your operator</title>' } },
    },
    expect: SILENT,
  },
  {
    name: 'warning-over-plain-http',
    about: 'An operator redirects plain http to its warning, and https stays silent',
    ...ID,
    url: 'http://www.dw.com/',
    faults: {
      ...sameFaultFor(DW, {
        tls: 'drop',
        plainHttp: { redirect: 'http://safebrowse.example/warn.html?url=www.dw.com' },
      }),
      'safebrowse.example': { plainHttp: BLOCK_PAGE_RESPONSE },
    },
    expect: BLOCK_PAGE,
  },
  {
    name: 'unknown-warning-over-plain-http',
    about: 'An operator’s warning that no list knows comes over plain http, and https stays silent',
    ...ID,
    url: 'https://www.dw.com/',
    faults: {
      ...sameFaultFor(DW, { tls: 'drop', plainHttp: { redirect: 'http://safebrowse.example/warn.html' } }),
      'safebrowse.example': {
        plainHttp: { body: '<!doctype html><title>Caution</title><p>Go on at your own risk.</p>' },
      },
    },
    expect: { ...BLOCK_PAGE, alsoRight: [SILENT] },
  },
  {
    name: 'plain-text-on-443',
    about: 'An operator answers the hello in plain text with a redirect, and plain http with its page',
    ...ID,
    url: 'https://bandcamp.com/',
    faults: sameFaultFor(BANDCAMP, { tls: 'not-tls-redirect', plainHttp: BLOCK_PAGE_RESPONSE }),
    expect: BLOCK_PAGE,
  },
  {
    name: 'family-filter',
    about: 'A family filter of the operator, which the customer can turn off, shows its page',
    ...GB,
    url: 'http://bandcamp.com/',
    faults: sameFaultFor(BANDCAMP, { tls: 'close', plainHttp: FAMILY_FILTER }),
    expect: BLOCK_PAGE,
  },
  {
    name: 'court-order',
    about: 'An operator says over plain http that a court has ordered the block',
    country: 'CA',
    timezone: 'America/Toronto',
    url: 'http://bandcamp.com/',
    faults: sameFaultFor(BANDCAMP, { tls: 'drop', plainHttp: COURT_ORDER }),
    expect: BLOCK_PAGE,
  },
  {
    name: 'frame-in-https',
    about: 'The lock is right and the certificate too, but the page is a frame of the operator’s order',
    ...IN,
    url: 'https://www.dw.com/',
    faults: sameFaultFor(DW, { https: FRAME_IN_HTTPS }),
    // A page that arrives over valid TLS is not read. *Check* in the popup reads it.
    expect: null,
  },
  {
    name: 'residual-silence',
    about: 'After the name is said, its address answers no one for a minute, whatever name comes next',
    ...TR,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { tls: 'drop', residualMs: 60_000 }),
    // By the time that the address is asked without the name, it is silent, too: from here an address block looks the same.
    expect: {
      ...SILENT,
      alsoRight: [
        { verdict: 'blocked', mechanism: '' },
        { verdict: 'blocked', mechanism: 'ip-timeout' },
      ],
    },
  },
  {
    name: 'residual-after-reset',
    about: 'The first connection is cut by name, and after it the address stays silent for half a minute',
    ...IR,
    url: 'https://telegram.org/',
    faults: sameFaultFor(TELEGRAM, { tls: 'reset', residualMs: 30_000 }),
    expect: {
      verdict: 'blocked',
      mechanism: 'tls-reset',
      alsoRight: [
        SILENT,
        { verdict: 'blocked', mechanism: '' },
        { verdict: 'blocked', mechanism: 'ip-timeout' },
      ],
    },
  },
  {
    name: 'port-443-refused',
    about: 'A filter refuses port 443 of the platform’s addresses; port 80 redirects as ever',
    country: 'TM',
    timezone: 'Asia/Ashgabat',
    url: 'https://x.com/',
    faults: sameFaultFor(X, { tls: 'refuse' }),
    expect: { verdict: 'blocked', mechanism: 'tcp-refused' },
    lessSpecific: REFUSED_NEARBY,
  },
  {
    name: 'shared-addresses-silent',
    about: 'Spain, on a match day: addresses of a content network are dropped, and Medium is on them',
    ...ES,
    url: 'https://medium.com/',
    faults: {
      '*.medium.com': { tcp: 'drop', asn: 13_335 },
      'speed.cloudflare.com': { tcp: 'drop' },
    },
    expect: { verdict: 'blocked', mechanism: 'ip-timeout' },
  },
  {
    name: 'second-hop-blocked',
    about: 'A short link works, and the site that it leads to is cut: that site is named',
    ...PK,
    url: 'https://t.co/abc',
    faults: {
      't.co': { https: { redirect: 'https://www.reddit.com/r/news' } },
      ...sameFaultFor(['*.reddit.com', '*.redd.it', '*.redditstatic.com'], { tls: 'reset' }),
    },
    expect: { verdict: 'blocked', mechanism: 'tls-reset', platform: 'reddit' },
  },
];

/** Counts connections and loads, and has no filter by name. */
export const FILTERS_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'connection-limit',
    about: 'An address answers twelve connections a minute; the page that failed once opens six itself',
    ...RU,
    url: 'https://x.com/',
    faults: {
      '*.x.com': {
        maxConnections: 12,
        times: 1,
        https: {
          status: 503,
          body: `<!doctype html><title>Over capacity</title><script>
            for (let n = 0; n < 6; n++) fetch('/assets/app.js?' + n).catch(() => {});</script>`,
        },
      },
    },
    expect: { verdict: 'reachable', mechanism: '' },
  },
  {
    name: 'connection-limit-site-503',
    about: 'An address answers twelve connections a minute, and the site says itself that it is overloaded',
    ...RU,
    url: 'https://discord.com/',
    faults: sameFaultFor(DISCORD, { maxConnections: 12, https: { status: 503 }, everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'portals-hijacked',
    about:
      'The operator leads the pages that look for the internet to its own; the site fails once by itself',
    ...PK,
    url: 'https://x.com/',
    faults: {
      '*.x.com': { https: { status: 503 }, times: 1 },
      '@portals': { plainHttp: { redirect: 'http://portal.example/' } },
      'portal.example': { plainHttp: { body: '<!doctype html><title>Welcome to your operator</title>' } },
    },
    expect: { verdict: 'reachable', mechanism: '', alsoRight: [UNDECIDED] },
  },
  {
    name: 'portal-lets-checks-pass',
    about: 'A hotel’s log-in page stands before every site, except for the pages that look for the internet',
    ...PK,
    url: 'https://x.com/',
    faults: {
      '*': { tls: 'untrusted', plainHttp: { redirect: 'http://login.hotel.example/' } },
      '@portals': {},
      'login.hotel.example': { plainHttp: { body: '<!doctype html><title>Welcome, please log in</title>' } },
    },
    expect: {
      verdict: 'captive-portal',
      mechanism: '',
      alsoRight: [{ verdict: 'bad-certificate', mechanism: '' }, UNDECIDED],
    },
  },
];
