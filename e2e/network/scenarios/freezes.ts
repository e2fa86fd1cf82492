import { domesticHosts } from '../../../src/config/domestic-hosts.ts';
import {
  DISCORD,
  IR,
  RU,
  type ScenarioDraft,
  sameFaultFor,
  TR,
  UNDECIDED,
  WIKIPEDIA,
  X,
  YOUTUBE,
} from './parts.ts';

const CLOUDFLARE_ASN = 13_335;
/** Hosts of one hosting network that checks ask. */
const CLOUDFLARE = ['speed.cloudflare.com', 'cp.cloudflare.com', 'cloudflare-dns.com'];

const FROZEN = { verdict: 'blocked', mechanism: 'freeze' } as const;

/** Connections pass some kilobytes, and then nothing more comes, without an error. */
export const FREEZES: ScenarioDraft[] = [
  {
    name: 'freeze-12-kb',
    about: 'Russia, 2025: connections to X stop after 12 KB, and no error says so',
    ...RU,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { freezeAfter: 12_000, page: 'long' }),
    expect: FROZEN,
  },
  {
    name: 'freeze-16-kb',
    about: 'Connections to YouTube stop after 16 KB; its icon and other small files come whole',
    ...RU,
    url: 'https://www.youtube.com/',
    faults: sameFaultFor(YOUTUBE, { freezeAfter: 16_384, page: 'long' }),
    expect: FROZEN,
  },
  {
    name: 'freeze-24-kb',
    about: 'Connections to Discord stop after 24 KB, more than its usual page has',
    ...RU,
    url: 'https://discord.com/',
    faults: sameFaultFor(DISCORD, { freezeAfter: 24_000, page: 'long' }),
    expect: FROZEN,
  },
  {
    name: 'freeze-64-kb',
    about: 'Connections to Wikipedia stop after 64 KB, when a good part of the page is already there',
    ...RU,
    url: 'https://www.wikipedia.org/',
    faults: sameFaultFor(WIKIPEDIA, { freezeAfter: 65_536, page: 'long' }),
    expect: FROZEN,
  },
  {
    name: 'cut-after-40-kb',
    about: 'The page is cut by a reset after 40 KB, again and again, while the head of it always comes',
    ...TR,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { freezeAfter: 40_960, isCut: true, page: 'long' }),
    // Servers cut what they cannot deliver, too.
    expect: UNDECIDED,
  },
  {
    name: 'freeze-4-kb',
    about: 'Connections stop just after the TLS handshake, so that even a usual page never ends',
    ...TR,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { freezeAfter: 4_000 }),
    expect: FROZEN,
  },
  {
    name: 'freeze-short-front-page',
    about: 'A page deep down freezes after 16 KB, but the front page is short and comes whole',
    ...RU,
    url: 'https://bandcamp.com/album/one',
    faults: sameFaultFor(['*.bandcamp.com', '*.bcbits.com'], { freezeAfter: 16_384, page: 'short' }),
    expect: { ...UNDECIDED, alsoRight: [FROZEN] },
  },
  {
    name: 'freeze-behind-redirect',
    about: 'The front page only redirects, and the page that it leads to freezes after 16 KB',
    ...RU,
    url: 'https://soundcloud.com/',
    faults: sameFaultFor(['*.soundcloud.com', '*.sndcdn.com'], { freezeAfter: 16_384, page: 'redirect' }),
    expect: { ...FROZEN, alsoRight: [UNDECIDED] },
  },
  {
    name: 'freeze-whole-hoster',
    about: 'All sites of one hosting network freeze after 16 KB, a control of the same network as well',
    ...RU,
    url: 'https://discord.com/',
    faults: {
      ...sameFaultFor(DISCORD, { freezeAfter: 16_384, page: 'long', asn: CLOUDFLARE_ASN }),
      ...sameFaultFor(CLOUDFLARE, { freezeAfter: 16_384, asn: CLOUDFLARE_ASN }),
    },
    expect: FROZEN,
  },
  {
    name: 'freeze-controls-abroad',
    about:
      'All sites abroad freeze after 16 KB but for one hosting network; sites inside the country are whole',
    ...RU,
    url: 'https://x.com/',
    faults: {
      '*': { freezeAfter: 16_384, page: 'long' },
      '*.x.com': { freezeAfter: 16_384, page: 'long' },
      ...sameFaultFor(['proof.ovh.net', ...domesticHosts('RU')], {}),
    },
    expect: { ...FROZEN, alsoRight: [{ verdict: 'cut-off', mechanism: '' }, UNDECIDED] },
  },
  {
    name: 'freeze-helpers-blocked',
    about: 'X freezes after 16 KB, and no service outside can say that it works elsewhere',
    ...RU,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { freezeAfter: 16_384, page: 'long' }),
      ...sameFaultFor(['@helper', '@collector', '@globalping'], { tls: 'drop' }),
    },
    // A server that keeps its page back looks the same, where nothing of the page comes and no one else can be asked.
    expect: { ...FROZEN, alsoRight: [{ verdict: 'inconclusive', mechanism: '' }] },
  },
];

/** Pages that stop for another reason. */
export const FREEZES_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'stops-everywhere',
    about: 'The site itself stops in the middle of its page, for all visitors in the world',
    ...TR,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { freezeAfter: 16_384, page: 'long', everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '', alsoRight: [UNDECIDED] },
  },
  {
    name: 'line-freezes-everything',
    about: 'A broken line stops every connection after 16 KB, whatever its name, also inside the country',
    ...IR,
    url: 'https://x.com/',
    faults: {
      '*': { freezeAfter: 16_384 },
      '*.x.com': { freezeAfter: 16_384, page: 'long' },
    },
    expect: { ...UNDECIDED, alsoRight: [{ verdict: 'reachable', mechanism: '' }] },
  },
  {
    name: 'stopped-once',
    about: 'One load stops in the middle; asked again, the site is as whole as ever',
    ...RU,
    url: 'https://www.wikipedia.org/',
    faults: { 'www.wikipedia.org': { freezeAfter: 16_384, page: 'long', times: 1 } },
    expect: { verdict: 'reachable', mechanism: '' },
  },
];
