import { BBC, IR, PK, REFUSED_NEARBY, RW, type ScenarioDraft, sameFaultFor, TELEGRAM, X } from './parts.ts';

const OONI_BLOCKED = sameFaultFor(['@helper', '@collector'], { tls: 'reset' });
const BBC_REFUSED = sameFaultFor(BBC, { tcp: 'refuse' });

/** The verdict depends on which vantage points outside can be reached. */
export const VANTAGE_POINT_BLOCKS: ScenarioDraft[] = [
  {
    name: 'refused-globalping-works',
    about: 'Connections are refused, OONI is out of reach, and volunteers in other countries get the site',
    ...RW,
    url: 'https://www.bbc.com/',
    faults: { ...BBC_REFUSED, ...OONI_BLOCKED },
    expect: { verdict: 'blocked', mechanism: 'tcp-refused', confidence: 'likely' },
    lessSpecific: REFUSED_NEARBY,
  },
  {
    name: 'nobody-outside',
    about: 'Connections are refused, and no service outside can tell whether the site is down',
    ...RW,
    url: 'https://www.bbc.com/',
    faults: { ...BBC_REFUSED, ...OONI_BLOCKED, '@globalping': { tls: 'reset' } },
    expect: { verdict: 'blocked', mechanism: 'tcp-refused', confidence: 'possible' },
    lessSpecific: REFUSED_NEARBY,
  },
  {
    name: 'vpn-elsewhere',
    about: 'The clock says Iran, where Telegram is blocked on record; the network is in Germany',
    ...IR,
    networkCountry: 'DE',
    url: 'https://telegram.org/',
    faults: {
      ...sameFaultFor(TELEGRAM, { tcp: 'refuse' }),
      ...sameFaultFor(['@helper', '@globalping'], { tls: 'reset' }),
    },
    expect: { verdict: 'blocked', mechanism: 'tcp-refused', confidence: 'possible' },
    lessSpecific: REFUSED_NEARBY,
  },
];

export const VANTAGE_POINT_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'site-down-globalping',
    about: 'The site’s servers are off, OONI is out of reach, and volunteers elsewhere cannot connect either',
    ...PK,
    url: 'https://x.com/',
    faults: { ...sameFaultFor(X, { tcp: 'refuse', everywhere: true }), ...OONI_BLOCKED },
    expect: { verdict: 'site-down', mechanism: '' },
  },
];
