import { fillerPage } from '../drip.ts';
import {
  DE,
  DISCORD,
  INSTAGRAM,
  IR,
  PK,
  REACHABLE,
  RU,
  type ScenarioDraft,
  sameFaultFor,
  TR,
  UNDECIDED,
  X,
  X_RESET,
  YOUTUBE,
} from './parts.ts';

const CLOUDFLARE_ASN = 13_335;
const THROTTLED = { verdict: 'throttled', mechanism: 'throttling' } as const;
/** 40 kbit/s, with the round trips of 2G. */
const TWO_G = { pace: 5_000, roundTrip: 900 };

/** A platform is slowed down from its TLS handshake on. */
export const SLOWED_DOWN: ScenarioDraft[] = [
  {
    name: 'slow-name-2-kb',
    about: 'Everything that names X comes at 2 KB a second, the TLS handshake as well',
    ...RU,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { pace: 2_000, page: 'long' }),
    expect: THROTTLED,
  },
  {
    name: 'slow-name-slow-line',
    about: 'X comes at 2 KB a second on a line that is slow itself: 400 kbit/s, 300 ms a round trip',
    ...RU,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { pace: 2_000, page: 'long' }),
      '@line': { pace: 50_000, roundTrip: 300 },
    },
    // Where nothing of the page comes in ten seconds, it may also have been stopped.
    expect: { ...THROTTLED, alsoRight: [{ verdict: 'inconclusive', mechanism: '' }] },
  },
  {
    name: 'slow-name-128-kbit',
    about: 'Instagram comes at 128 kbit/s, so that its page of 400 KB takes half a minute',
    ...TR,
    url: 'https://www.instagram.com/',
    faults: sameFaultFor(INSTAGRAM, { pace: 16_000, https: { body: fillerPage(400_000) } }),
    expect: THROTTLED,
  },
  {
    name: 'slow-whole-hoster',
    about: 'A whole hosting network is slowed down: Discord, and a control at the same network',
    ...RU,
    url: 'https://discord.com/',
    faults: {
      ...sameFaultFor(DISCORD, { pace: 3_000, page: 'long', asn: CLOUDFLARE_ASN }),
      ...sameFaultFor(['speed.cloudflare.com', 'cp.cloudflare.com'], { pace: 3_000, asn: CLOUDFLARE_ASN }),
    },
    expect: THROTTLED,
  },
  {
    name: 'slow-name-one-fast-control',
    about: 'YouTube is slowed down, and of all controls only one has its full speed',
    ...RU,
    url: 'https://www.youtube.com/',
    faults: {
      ...sameFaultFor(YOUTUBE, { pace: 3_000, page: 'long' }),
      '@speeds': { pace: 3_000 },
      'proof.ovh.net': {},
    },
    expect: { ...THROTTLED, alsoRight: [UNDECIDED] },
  },
  {
    name: 'reset-long-round-trips',
    about: 'X is cut by its name, seen over a line with round trips of 400 ms',
    ...PK,
    url: 'https://x.com/',
    faults: { ...X_RESET, '@line': { roundTrip: 400 } },
    expect: { verdict: 'blocked', mechanism: 'tls-reset' },
    // Firefox repeats a connection that was reset up to ten times, which takes eight seconds on this line.
    lessSpecific: {
      browser: 'firefox',
      verdict: 'blocked',
      mechanism: 'tls-reset',
      alsoRight: [
        { verdict: 'blocked', mechanism: 'tls-timeout' },
        { verdict: 'blocked', mechanism: '' },
      ],
    },
  },
  {
    name: 'silent-slow-line',
    about:
      'A client that says the name gets no answer, seen over a line of 200 kbit/s with round trips of 400 ms',
    ...IR,
    url: 'https://www.instagram.com/',
    faults: { ...sameFaultFor(INSTAGRAM, { tls: 'drop' }), '@line': { pace: 25_000, roundTrip: 400 } },
    expect: { verdict: 'blocked', mechanism: 'tls-timeout' },
  },
];

/** Slow for another reason. */
export const SLOW_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'slow-everywhere',
    about: 'The site’s own servers send 2 KB a second to the whole world',
    ...RU,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { pace: 2_000, page: 'long', everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '', alsoRight: [UNDECIDED] },
  },
  {
    name: 'slow-everywhere-body',
    about: 'The site answers at once, but its pages drip to the whole world at 2 KB a second',
    ...TR,
    url: 'https://www.instagram.com/',
    faults: sameFaultFor(INSTAGRAM, { https: { rate: 2_000 }, page: 'long', everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '', alsoRight: [UNDECIDED] },
  },
  {
    name: 'slow-handshake-everywhere',
    about: 'The site is so busy that its TLS handshake takes ten seconds for the whole world',
    ...DE,
    url: 'https://www.roblox.com/',
    faults: sameFaultFor(['*.roblox.com', '*.rbxcdn.com'], { pace: 150, everywhere: true }),
    expect: { verdict: 'site-down', mechanism: '', alsoRight: [UNDECIDED] },
  },
  {
    name: 'line-2g',
    about: 'The whole line carries 40 kbit/s with round trips of 900 ms, and a long page takes minutes',
    ...PK,
    url: 'https://x.com/',
    faults: { '@line': TWO_G, '*.x.com': { page: 'long' } },
    expect: { ...REACHABLE, alsoRight: [UNDECIDED] },
  },
  {
    name: 'line-2g-controls-silent',
    about: 'A line of 40 kbit/s on which two controls do not answer at all, and the page takes minutes',
    ...PK,
    url: 'https://www.instagram.com/',
    faults: {
      '@line': TWO_G,
      '*.instagram.com': { page: 'long' },
      'www.gstatic.com': { tls: 'drop' },
      'ajax.googleapis.com': { tls: 'drop' },
    },
    expect: { ...REACHABLE, alsoRight: [UNDECIDED] },
  },
  {
    name: 'line-long-round-trips',
    about: 'A satellite line: round trips of 600 ms, and everything loads',
    ...PK,
    url: 'https://x.com/',
    faults: { '@line': { roundTrip: 600 } },
    expect: null,
  },
  {
    name: 'site-503-slow-line',
    about: 'The site is overloaded for all the world, seen over a line with round trips of 400 ms',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { https: { status: 503 }, everywhere: true }),
      '@line': { pace: 25_000, roundTrip: 400 },
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'slow-videos-only',
    about: 'YouTube opens; only the hosts of its videos are slowed down, which a page load does not show',
    ...RU,
    url: 'https://www.youtube.com/',
    faults: { '*.googlevideo.com': { pace: 16_000 } },
    expect: null,
  },
];
