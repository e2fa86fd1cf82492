import { domesticHosts } from '../../../src/checks/domestic.ts';
import { BLOCKED_HERE } from '../block-page.ts';
import { type Draft, each, FACEBOOK, ID, INSTAGRAM, IR, PK, TR, WIKIPEDIA, X, xReset } from './parts.ts';

const WHATSAPP = ['*.whatsapp.com', '*.whatsapp.net', '*.wa.me'];
const VK = ['*.vk.com', '*.vk.ru', '*.userapi.com'];
/** Everybody outside who could be asked. */
const OUTSIDERS = ['@resolvers', '@helper', '@collector', '@globalping'];

/** Blocks of which one sign is missing, or beside which something else is wrong as well. */
export const BLOCKS_HALF_SEEN: Draft[] = [
  {
    name: 'one-domain-only',
    about: 'x.com is cut, twitter.com still works',
    ...PK,
    url: 'https://x.com/',
    faults: { '*.x.com': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'dns-mute',
    about: 'The provider’s resolver swallows every question about the platform’s names',
    ...PK,
    url: 'https://x.com/',
    faults: each(X, { dns: 'mute' }),
    only: 'firefox',
    expect: { verdict: 'blocked', mechanism: 'dns-timeout' },
  },
  {
    name: 'dns-mute-helpers-blocked',
    about: 'The resolver swallows the platform’s names, and nobody outside can be asked but resolvers',
    ...TR,
    url: 'https://www.wikipedia.org/',
    faults: { ...each(WIKIPEDIA, { dns: 'mute' }), ...each(['@helper', '@collector'], { tls: 'reset' }) },
    only: 'firefox',
    expect: { verdict: 'blocked', mechanism: 'dns-timeout' },
  },
  {
    name: 'www-only',
    about: 'Only the name with www is on the list of the censor',
    ...TR,
    url: 'https://www.tiktok.com/',
    faults: { 'www.tiktok.com': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'portals-forged',
    about: 'X is cut, and plain http is answered by somebody for everybody, but TLS to others holds',
    ...PK,
    url: 'https://x.com/',
    faults: { ...xReset, '@portals': { plain: BLOCKED_HERE } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'one-control-down',
    about: 'X is cut, and one of the sites that it is compared with happens to be down',
    ...PK,
    url: 'https://x.com/',
    faults: { ...xReset, 'cp.cloudflare.com': { tcp: 'refuse' } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
  },
  {
    name: 'tls-drop-helpers-blocked',
    about: 'Whoever says the name hears nothing, and nobody outside can be asked but resolvers',
    ...TR,
    url: 'https://www.instagram.com/',
    faults: {
      ...each(INSTAGRAM, { tls: 'drop' }),
      ...each(['@helper', '@collector', '@globalping'], { tls: 'reset' }),
    },
    expect: { verdict: 'blocked', mechanism: 'tls-timeout' },
  },
  {
    name: 'ip-drop-helpers-blocked',
    about: 'The addresses are dropped, and OONI’s hosts are cut too',
    country: 'CN',
    timezone: 'Asia/Shanghai',
    url: 'https://www.whatsapp.com/',
    faults: { ...each(WHATSAPP, { tcp: 'drop' }), ...each(['@helper', '@collector'], { tls: 'reset' }) },
    expect: { verdict: 'blocked', mechanism: 'ip-timeout' },
  },
  {
    name: 'tcp-refused-helpers-blocked',
    about: 'Connections are refused, and nobody outside can be asked',
    country: 'UA',
    timezone: 'Europe/Kyiv',
    url: 'https://vk.com/',
    faults: { ...each(VK, { tcp: 'refuse' }), ...each(OUTSIDERS, { tls: 'reset' }) },
    expect: { verdict: 'blocked', mechanism: 'tcp-refused' },
  },
  {
    name: 'dns-nxdomain-doh-blocked',
    about: 'The resolver denies the name; resolvers elsewhere are cut, but OONI’s helper loads the site',
    ...TR,
    url: 'https://www.wikipedia.org/',
    faults: { ...each(WIKIPEDIA, { dns: 'nxdomain' }), '@resolvers': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'dns-nxdomain' },
  },
  {
    name: 'dns-nxdomain-helpers-blocked',
    about: 'The resolver denies two domains of one platform, and nobody elsewhere can be asked',
    ...TR,
    url: 'https://www.wikipedia.org/',
    faults: { ...each(WIKIPEDIA, { dns: 'nxdomain' }), ...each(OUTSIDERS, { tls: 'reset' }) },
    expect: { verdict: 'blocked', mechanism: 'dns-nxdomain', confidence: 'possible' },
  },
  {
    name: 'dns-sinkhole-without-tls',
    about: 'The resolver sends people to a filter that closes TLS and shows its page over plain http only',
    ...ID,
    url: 'https://www.netflix.com/',
    faults: {
      ...each(['*.netflix.com', '*.fast.com'], { dns: { to: 'filter.example' } }),
      'filter.example': { tls: 'close', plain: BLOCKED_HERE },
    },
    expect: { verdict: 'blocked', mechanism: 'dns-sinkhole' },
  },
  {
    name: 'dns-poisoned',
    about: 'The resolver gives the address of somebody else’s site, whose certificate is for another name',
    country: 'CN',
    timezone: 'Asia/Shanghai',
    url: 'https://www.netflix.com/',
    faults: {
      ...each(['*.netflix.com', '*.fast.com'], { dns: { to: 'elsewhere.example' } }),
      'elsewhere.example': { tls: 'wrong-name' },
    },
    expect: { verdict: 'blocked', mechanism: 'dns-sinkhole' },
  },
  {
    name: 'tls-interception-wrong-name',
    about: 'For everything of one company somebody shows a certificate that is valid, for another name',
    ...IR,
    url: 'https://www.facebook.com/',
    faults: each(FACEBOOK, { tls: 'wrong-name' }),
    expect: { verdict: 'blocked', mechanism: 'tls-interception' },
  },
  {
    name: 'http-blockpage-403',
    about: 'https is cut, and the block page over plain http comes with status 403',
    ...PK,
    url: 'http://www.dw.com/',
    faults: each(['*.dw.com'], { tls: 'reset', plain: { ...BLOCKED_HERE, status: 403 } }),
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
  {
    name: 'http-451-plain',
    about: 'https is cut, and plain http is answered by the provider with 451, as RFC 7725 foresees',
    ...TR,
    url: 'http://www.dw.com/',
    faults: {
      '*.dw.com': {
        tls: 'reset',
        plain: {
          status: 451,
          headers: { link: '<https://provider.example/>; rel="blocked-by"' },
          body: '<!doctype html><title>Unavailable For Legal Reasons</title>',
        },
      },
    },
    expect: { verdict: 'blocked', mechanism: 'http-451' },
  },
  {
    name: 'throttled',
    about: 'Russia, March 2021: Twitter comes at a trickle, all else as ever',
    country: 'RU',
    timezone: 'Europe/Moscow',
    url: 'https://x.com/',
    faults: each(X, { http: { rate: 4_000 } }),
    expect: { verdict: 'throttled', mechanism: 'throttling' },
  },
  {
    name: 'throttled-control-down',
    about: 'Instagram is slowed down, and one of the sites that it is compared with is down',
    ...TR,
    url: 'https://www.instagram.com/',
    faults: { ...each(INSTAGRAM, { http: { rate: 8_000 } }), 'cp.cloudflare.com': { tcp: 'refuse' } },
    expect: { verdict: 'throttled', mechanism: 'throttling' },
  },
  {
    name: 'cut-off-refused',
    about: 'Everything abroad is refused at the border; sites inside the country answer',
    country: 'IQ',
    timezone: 'Asia/Baghdad',
    url: 'https://web.telegram.org/',
    faults: { '*': { tcp: 'refuse' }, ...each(domesticHosts('IQ'), {}) },
    expect: { verdict: 'cut-off', mechanism: '' },
  },
];
