import { domesticHosts, isListedDomesticHost } from '../../../src/config/domestic-hosts.ts';
import type { Fault, Faults } from '../scenario.ts';
import { DE, IR, PK, RU, type ScenarioDraft, sameFaultFor, X } from './parts.ts';

/** Sites inside the country: those that its allow-list has, and one that it has not. */
const sitesOf = (country: string) => ({
  listed: domesticHosts(country).filter(isListedDomesticHost),
  unlisted: domesticHosts(country).filter((host) => !isListedDomesticHost(host)),
});
const RUSSIAN = sitesOf('RU');
const IRANIAN = sitesOf('IR');

const ALLOW_LIST = { verdict: 'cut-off', mechanism: 'allow-list' } as const;
const CUT_OFF = { verdict: 'cut-off', mechanism: '' } as const;

/** Only the listed sites are spared from the fault. */
const onlyListed = ({ listed, unlisted }: typeof RUSSIAN, fault: Fault): Faults => ({
  '*': fault,
  ...sameFaultFor(listed, {}),
  ...sameFaultFor(unlisted, fault),
});
/** All sites inside the country are spared. */
const allDomestic = ({ listed, unlisted }: typeof RUSSIAN, fault: Fault): Faults => ({
  '*': fault,
  ...sameFaultFor([...listed, ...unlisted], {}),
});

/** The whole country, or most of it, is cut off. */
export const NATIONWIDE: ScenarioDraft[] = [
  {
    name: 'abroad-reset',
    about: 'Everything abroad is cut on port 443, port 80 is open, and sites inside the country are well',
    ...RU,
    url: 'https://x.com/',
    faults: allDomestic(RUSSIAN, { tls: 'reset' }),
    expect: CUT_OFF,
  },
  {
    name: 'abroad-silent',
    about: 'Everything abroad swallows the hello, and every site inside the country is well, listed or not',
    ...IR,
    url: 'https://telegram.org/',
    faults: allDomestic(IRANIAN, { tls: 'drop' }),
    expect: CUT_OFF,
  },
  {
    name: 'allow-list',
    about: 'Russia, 2025: on mobile data only listed sites inside the country answer; port 80 is open',
    ...RU,
    url: 'https://x.com/',
    faults: onlyListed(RUSSIAN, { tls: 'drop' }),
    expect: ALLOW_LIST,
  },
  {
    name: 'allow-list-port-80-closed',
    about: 'Only listed sites inside the country answer; to all others port 80 is closed as well',
    ...RU,
    url: 'https://www.wikipedia.org/',
    faults: onlyListed(RUSSIAN, { tls: 'drop', plainHttp: 'drop' }),
    expect: ALLOW_LIST,
  },
  {
    name: 'allow-list-iran',
    about: 'Iran, 2026: only listed sites inside the country answer, and names still resolve',
    ...IR,
    url: 'https://www.instagram.com/',
    faults: onlyListed(IRANIAN, { tls: 'drop' }),
    expect: { ...ALLOW_LIST, alsoRight: [CUT_OFF] },
  },
  {
    name: 'allow-list-iran-port-80-closed',
    about: 'Only listed sites inside Iran answer; to all others port 80 is closed as well',
    ...IR,
    url: 'https://telegram.org/',
    faults: onlyListed(IRANIAN, { tls: 'drop', plainHttp: 'drop' }),
    expect: { ...ALLOW_LIST, alsoRight: [CUT_OFF] },
  },
  {
    name: 'allow-list-reset',
    about: 'Only listed sites inside the country answer; all others are cut when their name is said',
    ...RU,
    url: 'https://www.youtube.com/',
    faults: onlyListed(RUSSIAN, { tls: 'reset' }),
    expect: { ...ALLOW_LIST, alsoRight: [CUT_OFF] },
  },
];

/** The whole line or the whole device fails. */
export const NATIONWIDE_NOT_BLOCKED: ScenarioDraft[] = [
  {
    name: 'clock-far-behind',
    about: 'The clock of this device is years off, so the certificates of all sites look invalid',
    ...RU,
    url: 'https://x.com/',
    faults: { '*': { tls: 'expired' } },
    expect: {
      verdict: 'bad-certificate',
      mechanism: '',
      alsoRight: [{ verdict: 'local-block', mechanism: '' }],
    },
  },
  {
    name: 'inspecting-everything-at-home',
    about: 'An antivirus shows its own certificate for every site, also for those inside the country',
    ...RU,
    url: 'https://www.facebook.com/',
    faults: {
      '*': { tls: 'untrusted' },
      ...sameFaultFor([...RUSSIAN.listed, ...RUSSIAN.unlisted], { tls: 'untrusted' }),
    },
    expect: {
      verdict: 'bad-certificate',
      mechanism: '',
      alsoRight: [{ verdict: 'local-block', mechanism: '' }],
    },
  },
  {
    name: 'domestic-down-too',
    about: 'No site answers, neither abroad nor inside the country: the line is down',
    ...IR,
    url: 'https://x.com/',
    faults: {
      '*': { tcp: 'drop' },
      ...sameFaultFor([...IRANIAN.listed, ...IRANIAN.unlisted], { tcp: 'drop' }),
    },
    expect: { verdict: 'offline', mechanism: '' },
  },
  {
    name: 'site-down-domestic-down',
    about: 'The site is off for the whole world, and a site inside the country happens to be off as well',
    ...RU,
    url: 'https://x.com/',
    faults: {
      ...sameFaultFor(X, { tcp: 'refuse', everywhere: true }),
      ...sameFaultFor(RUSSIAN.unlisted, { tcp: 'drop' }),
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'same-hoster-down',
    about: 'A content network is down for the whole world: Discord, and a control at the same network',
    ...DE,
    url: 'https://discord.com/',
    faults: {
      ...sameFaultFor(['*.discord.com', '*.discord.gg', '*.discordapp.com', '*.discordapp.net'], {
        tcp: 'refuse',
        everywhere: true,
        asn: 13_335,
      }),
      ...sameFaultFor(['cp.cloudflare.com', 'speed.cloudflare.com'], { tcp: 'refuse', everywhere: true }),
    },
    expect: { verdict: 'site-down', mechanism: '' },
  },
  {
    name: 'controls-limit-requests',
    about:
      'The sites that are compared with answer that there were too many requests, and the site fails once',
    ...PK,
    url: 'https://x.com/',
    faults: { '*.x.com': { https: { status: 503 }, times: 1 }, '@controls': { https: { status: 429 } } },
    expect: { verdict: 'reachable', mechanism: '' },
  },
];
