import { BLOCK_PAGE_RESPONSE } from '../block-page.ts';
import type { HttpFault } from '../scenario.ts';
import { IN, PK, REFUSED_NEARBY, type ScenarioDraft, sameFaultFor, UNDECIDED, X, X_RESET } from './parts.ts';

/** Whoever blocks X hides it by a trick that costs little, with rules for single names. */
const RESET = { verdict: 'blocked', mechanism: 'tls-reset' } as const;
const SILENT = { verdict: 'blocked', mechanism: 'tls-timeout' } as const;
const SILENT_SOMEHOW = { verdict: 'blocked', mechanism: '' } as const;

const THREE_CONTROLS = ['www.gstatic.com', 'cp.cloudflare.com', 'www.apple.com'];
const LOGIN_PAGE: HttpFault = { body: '<!doctype html><title>Welcome, please log in</title>' };
const BODY = String(BLOCK_PAGE_RESPONSE.body);

/** Blocks that look like something else. */
export const FORGERIES: ScenarioDraft[] = [
  {
    name: 'drop-then-reset',
    about: 'The first two hellos that name X are swallowed, and all later ones are cut before any TLS',
    ...PK,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { tls: 'drop', times: 2, after: { tls: 'reset' } }),
    expect: { ...RESET, alsoRight: [SILENT, SILENT_SOMEHOW] },
  },
  {
    name: 'drop-then-reset-helpers-blocked',
    about: 'The first hellos are swallowed, later ones are cut, and nobody outside can be asked',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { tls: 'drop', times: 2, after: { tls: 'reset' } }),
      ...sameFaultFor(['@helper', '@collector', '@globalping'], { tls: 'reset' }),
    },
    expect: { ...RESET, alsoRight: [SILENT, SILENT_SOMEHOW, UNDECIDED] },
  },
  {
    name: 'provider-answers-loopback',
    about: 'The provider’s resolver answers 127.0.0.1, which looks as a list on the device does',
    ...IN,
    url: 'https://x.com/',
    faults: sameFaultFor(X, { dns: 'loopback' }),
    expect: { verdict: 'local-block', mechanism: '', confidence: 'possible' },
    lessSpecific: REFUSED_NEARBY,
  },
  {
    name: 'three-controls-reset-portals-forged',
    about: 'X is cut, and so are three well-known sites, while plain http shows a forged log-in page',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...X_RESET,
      ...sameFaultFor(THREE_CONTROLS, { tls: 'reset' }),
      '@portals': { plainHttp: LOGIN_PAGE },
    },
    expect: { ...RESET, alsoRight: [UNDECIDED] },
  },
  {
    name: 'five-names-reset',
    about: 'X is cut, and so are five names that tell a cut-off; the rest of the world is untouched',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...X_RESET,
      ...sameFaultFor(THREE_CONTROLS, { tls: 'reset' }),
      '@portals': { plainHttp: 'reset' },
    },
    expect: { ...RESET, alsoRight: [UNDECIDED] },
  },
  {
    name: 'comparisons-delayed',
    about: 'X is swallowed by name, and whatever it is compared with is held back for seconds',
    ...PK,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { tls: 'drop' }),
      '@controls': { https: { delay: 1_500 } },
      '@resolvers': { https: { delay: 3_600 } },
    },
    expect: { ...SILENT, alsoRight: [SILENT_SOMEHOW, UNDECIDED] },
  },
  {
    name: 'missing-names-swallowed',
    about: 'X is swallowed by name, and the resolver leaves every name that does not exist unanswered',
    ...PK,
    url: 'https://x.com/',
    faults: { ...sameFaultFor(X, { tls: 'drop' }), '@unknown-names': { dns: 'mute' } },
    expect: { ...SILENT, alsoRight: [SILENT_SOMEHOW] },
    only: 'firefox',
  },
  {
    name: 'blockpage-with-lookalike',
    about: 'A known block page has the words of an innocent one in a comment',
    ...PK,
    url: 'http://www.dw.com/',
    faults: sameFaultFor(['*.dw.com'], {
      tls: 'reset',
      plainHttp: { ...BLOCK_PAGE_RESPONSE, body: `${BODY}<!-- Site not installed -->` },
    }),
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
  {
    name: 'blockpage-in-drops',
    about: 'A block page comes over plain http at 300 bytes a second, and its end takes minutes',
    ...PK,
    url: 'https://www.dw.com/',
    faults: sameFaultFor(['*.dw.com'], {
      tls: 'reset',
      plainHttp: { ...BLOCK_PAGE_RESPONSE, body: BODY.padEnd(60_000, '\n<p>'), rate: 300 },
    }),
    expect: { verdict: 'blocked', mechanism: 'http-blockpage' },
  },
];
