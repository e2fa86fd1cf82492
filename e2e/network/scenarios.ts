import { domesticHosts } from '../../src/checks/domestic.ts';
import { BLOCKED_HERE } from './block-page.ts';
import type { Fault, Faults, Scenario } from './scenario.ts';

/** The same fault for several keys. */
const each = (keys: string[], fault: Fault): Faults => Object.fromEntries(keys.map((key) => [key, fault]));

const X = ['*.x.com', '*.twitter.com', '*.twimg.com', '*.t.co'];
const FACEBOOK = ['*.facebook.com', '*.fb.com', '*.fb.me', '*.fbcdn.net'];
const INSTAGRAM = ['*.instagram.com', '*.cdninstagram.com'];
const TELEGRAM = ['*.telegram.org', '*.t.me', '*.telegram.me', '*.telesco.pe', '*.telegra.ph'];
const WIKIPEDIA = ['*.wikipedia.org', '*.wikimedia.org', '*.wikidata.org'];
const GOOGLE = ['*.google.com', '*.gstatic.com', '*.youtube.com', '*.youtu.be', '*.ytimg.com', 'dns.google'];

const PK = { country: 'PK', timezone: 'Asia/Karachi' };
const IR = { country: 'IR', timezone: 'Asia/Tehran' };
const TR = { country: 'TR', timezone: 'Europe/Istanbul' };
const ID = { country: 'ID', timezone: 'Asia/Jakarta' };
const DE = { country: 'DE', timezone: 'Europe/Berlin' };

const xReset = each(X, { tls: 'reset' });

/** Somebody stands in the way. */
const BLOCKS: Omit<Scenario, 'innocent'>[] = [
  {
    name: 'x-tls-reset',
    about: 'Pakistan, February 2024: every connection to X is cut as soon as its name is said',
    ...PK,
    url: 'https://x.com/',
    faults: xReset,
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'tls-close',
    about: 'Connections are closed, not reset, when the name is said',
    country: 'AE',
    timezone: 'Asia/Dubai',
    url: 'https://signal.org/',
    faults: each(['*.signal.org', '*.signal.art', '*.signal.me'], { tls: 'close' }),
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'redirect-into-block',
    about: 'An old address still works and leads to one that is cut',
    ...PK,
    url: 'https://twitter.com/',
    faults: { ...xReset, '*.twitter.com': { http: { redirect: 'https://x.com/' } } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'tls-drop',
    about: 'The connection stands, but whoever says the name hears nothing any more',
    ...TR,
    url: 'https://www.instagram.com/',
    faults: each(INSTAGRAM, { tls: 'drop' }),
    expect: { verdict: 'blocked', mechanism: 'tls-timeout' },
  },
  {
    name: 'ip-drop',
    about: 'Every packet to the platform’s addresses vanishes',
    ...IR,
    url: 'https://telegram.org/',
    faults: each(TELEGRAM, { tcp: 'drop' }),
    expect: { verdict: 'blocked', mechanism: 'ip-timeout' },
  },
  {
    name: 'tcp-refused',
    about: 'Somebody refuses connections in the platform’s name',
    country: 'RW',
    timezone: 'Africa/Kigali',
    url: 'https://www.bbc.com/',
    faults: each(['*.bbc.com', '*.bbc.co.uk', '*.bbci.co.uk'], { tcp: 'refuse' }),
    expect: { verdict: 'blocked', mechanism: 'tcp-refused' },
  },
  {
    name: 'dns-nxdomain',
    about: 'The provider’s resolver says that the site does not exist; others know it',
    ...TR,
    url: 'https://www.wikipedia.org/',
    faults: each(WIKIPEDIA, { dns: 'nxdomain' }),
    expect: { verdict: 'blocked', mechanism: 'dns-nxdomain' },
  },
  {
    name: 'dns-sinkhole',
    about: 'The provider’s resolver sends people to a block page that has no certificate of the site’s',
    ...ID,
    url: 'https://www.netflix.com/',
    faults: each(['*.netflix.com', '*.fast.com'], { dns: 'sinkhole' }),
    expect: { verdict: 'blocked', mechanism: 'dns-sinkhole' },
  },
  {
    name: 'http-451',
    about: 'The site itself says that the law forbids it here (RFC 7725)',
    ...DE,
    url: 'https://www.rt.com/',
    faults: {
      '*.rt.com': {
        http: {
          status: 451,
          headers: { link: '<https://www.rt.com/legal>; rel="blocked-by"' },
          body: '<!doctype html><title>Unavailable For Legal Reasons</title><p>Not available in your country.</p>',
        },
      },
    },
    expect: { verdict: 'blocked', mechanism: 'http-451' },
  },
  {
    name: 'http-blockpage',
    about: 'https is cut, plain http is answered by a block page',
    ...PK,
    url: 'http://www.dw.com/',
    faults: each(['*.dw.com'], { tls: 'reset', plain: BLOCKED_HERE }),
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
  {
    name: 'http-blockpage-redirect',
    about: 'https is refused, plain http is sent to the censor’s own site',
    ...ID,
    url: 'http://bandcamp.com/',
    faults: {
      '*.bandcamp.com': {
        tls: 'close',
        plain: { redirect: 'http://internetpositif.uzone.id/index.html' },
      },
      '*.bcbits.com': { tls: 'close' },
      'internetpositif.uzone.id': { plain: BLOCKED_HERE },
    },
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
  {
    name: 'tls-interception',
    about: 'Somebody shows certificates of their own for everything of one company',
    country: 'KZ',
    timezone: 'Asia/Almaty',
    url: 'https://www.facebook.com/',
    faults: each(FACEBOOK, { tls: 'untrusted' }),
    expect: { verdict: 'blocked', mechanism: 'tls-interception' },
  },
  {
    name: 'doh-blocked',
    about: 'X is cut, and so is one of the resolvers that could be asked about it',
    ...PK,
    url: 'https://x.com/',
    faults: { ...xReset, 'cloudflare-dns.com': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'helpers-blocked',
    about: 'X is cut, and so are all who could say from outside that it works',
    ...PK,
    url: 'https://x.com/',
    faults: { ...xReset, ...each(['@resolvers', '@helper', '@collector'], { tls: 'reset' }) },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'google-blocked',
    about: 'A whole company is cut: YouTube, but one of the controls and one resolver as well',
    country: 'CN',
    timezone: 'Asia/Shanghai',
    url: 'https://www.youtube.com/',
    faults: each(GOOGLE, { tls: 'reset' }),
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'cut-off',
    about: 'Nothing abroad answers any more; sites inside the country do',
    ...IR,
    url: 'https://x.com/',
    faults: { '*': { tcp: 'drop' }, ...each(domesticHosts('IR'), {}) },
    expect: { verdict: 'cut-off', mechanism: '' },
  },
];

/** Nobody blocks anything; whoever says so accuses somebody falsely. */
const INNOCENTS: Omit<Scenario, 'innocent'>[] = [
  {
    name: 'healthy',
    about: 'Everything works',
    ...PK,
    url: 'https://x.com/',
    faults: {},
    expect: null,
  },
  {
    name: 'slow-site',
    about: 'The site takes three seconds to answer',
    ...PK,
    url: 'https://x.com/',
    faults: each(X, { http: { delay: 3_000, body: '<!doctype html><title>At last</title>' } }),
    expect: null,
  },
  {
    name: 'download',
    about: 'The address is a file, so no page appears',
    ...DE,
    url: 'https://codeload.github.com/example/archive.zip',
    faults: {
      'codeload.github.com': {
        http: {
          headers: {
            'content-type': 'application/zip',
            'content-disposition': 'attachment; filename=archive.zip',
          },
          body: 'PK',
        },
      },
    },
    expect: null,
  },
  {
    name: 'no-content',
    about: 'The site answers that there is nothing to show (204), and the browser stays where it is',
    ...DE,
    url: 'https://www.linkedin.com/',
    faults: { '*.linkedin.com': { http: { status: 204 } } },
    expect: null,
  },
  {
    name: 'bot-challenge',
    about: 'The site asks whether one is human, with status 403',
    ...DE,
    url: 'https://medium.com/',
    faults: {
      '*.medium.com': {
        http: {
          status: 403,
          headers: { server: 'cloudflare', 'cf-mitigated': 'challenge' },
          body: '<!doctype html><title>Just a moment...</title>',
        },
      },
    },
    expect: null,
  },
  {
    name: 'not-found',
    about: 'The page does not exist (404), the site does',
    ...DE,
    url: 'https://www.reddit.com/r/nothing',
    faults: {
      '*.reddit.com': { http: { status: 404, body: '<!doctype html><title>Page not found</title>' } },
    },
    expect: null,
  },
  {
    name: 'other-site',
    about: 'A site that is no platform fails',
    ...PK,
    url: 'https://example.org/',
    faults: { '*.example.org': { tls: 'reset' } },
    expect: null,
  },
  {
    name: 'flaky-once',
    about: 'The site fails once (503) and answers when asked again',
    ...PK,
    url: 'https://x.com/',
    faults: { '*.x.com': { http: { status: 503 }, times: 1, everywhere: true } },
    expect: { verdict: 'reachable', mechanism: '' },
  },
  {
    name: 'flaky-certificate',
    about: 'A wrong certificate is shown for a moment, as when a log-in page goes away',
    ...PK,
    url: 'https://x.com/',
    faults: { '*.x.com': { tls: 'untrusted', times: 2 } },
    expect: { verdict: 'reachable', mechanism: '' },
  },
  {
    name: 'offline',
    about: 'No packet comes back from anywhere',
    ...PK,
    url: 'https://x.com/',
    faults: { '*': { tcp: 'drop' } },
    expect: { verdict: 'offline', mechanism: '' },
  },
  {
    name: 'offline-refused',
    about: 'The router refuses everything: the line behind it is down',
    ...PK,
    url: 'https://x.com/',
    faults: { '*': { tcp: 'refuse' } },
    expect: { verdict: 'offline', mechanism: '' },
  },
  {
    name: 'captive-portal',
    about: 'A hotel’s log-in page stands before everything',
    ...PK,
    url: 'https://x.com/',
    faults: {
      '*': { tls: 'untrusted', plain: { redirect: 'http://login.hotel.example/' } },
      'login.hotel.example': { plain: { body: '<!doctype html><title>Welcome, please log in</title>' } },
    },
    expect: { verdict: 'captive-portal', mechanism: '' },
  },
  {
    name: 'inspecting-antivirus',
    about: 'Something shows a certificate of its own for every site',
    ...PK,
    url: 'https://x.com/',
    faults: { '*': { tls: 'untrusted' } },
    expect: { verdict: 'bad-certificate', mechanism: '' },
  },
  {
    name: 'no-such-site',
    about: 'A name that nobody knows, mistyped under a platform’s domain',
    ...PK,
    url: 'https://wwww.x.com/',
    faults: { 'wwww.x.com': { dns: 'nxdomain', truth: 'nxdomain' } },
    expect: { verdict: 'no-such-site', mechanism: '' },
  },
  {
    name: 'site-503',
    about: 'The site says itself that it is overloaded',
    ...PK,
    url: 'https://x.com/',
    faults: each(X, {
      http: { status: 503, body: '<!doctype html><title>Over capacity</title>' },
      everywhere: true,
    }),
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'site-resets',
    about: 'The site’s own servers cut every connection, for everybody in the world',
    ...TR,
    url: 'https://discord.com/',
    faults: each(['*.discord.com', '*.discordapp.com'], { tls: 'reset', everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'site-refuses-connections',
    about: 'The site’s servers are off: nobody in the world can connect',
    ...PK,
    url: 'https://x.com/',
    faults: each(X, { tcp: 'refuse', everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'site-silent',
    about: 'The site’s network is gone: nobody in the world hears from it',
    ...PK,
    url: 'https://x.com/',
    faults: each(X, { tcp: 'drop', everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'refused-by-site',
    about: 'The site refuses this visitor, over TLS that holds (403)',
    ...IR,
    url: 'https://chatgpt.com/',
    faults: {
      '*.chatgpt.com': {
        http: {
          status: 403,
          headers: { server: 'cloudflare' },
          body: '<!doctype html><title>Unable to load site</title>',
        },
      },
    },
    expect: { verdict: 'refused-by-site', mechanism: '' },
  },
  {
    name: 'expired-certificate',
    about: 'The site forgot to renew its certificate',
    ...DE,
    url: 'https://soundcloud.com/',
    faults: { 'soundcloud.com': { tls: 'expired' } },
    expect: { verdict: 'bad-certificate', mechanism: '' },
  },
  {
    name: 'wrong-certificate',
    about: 'One server of the site shows the certificate of another name',
    ...DE,
    url: 'https://www.twitch.tv/',
    faults: { 'www.twitch.tv': { tls: 'wrong-name' } },
    expect: { verdict: 'bad-certificate', mechanism: '' },
  },
  {
    name: 'controls-blocked',
    about: 'X is cut, and so is everything that it could be compared with: nothing can be said for sure',
    ...PK,
    url: 'https://x.com/',
    faults: { ...xReset, '@controls': { tls: 'reset' } },
    expect: { verdict: 'inconclusive', mechanism: '' },
  },
];

export const SCENARIOS: Scenario[] = [
  ...BLOCKS.map((scenario) => ({ ...scenario, innocent: false })),
  ...INNOCENTS.map((scenario) => ({ ...scenario, innocent: true })),
];
