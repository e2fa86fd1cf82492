/**
 * Every kind of request that the extension makes by itself. `npm run docs` writes this list as the table in PRIVACY.md,
 * and `e2e/support/request-audit.ts` compares what a real browser sends with that table.
 */
import { ENDPOINTS } from '../../src/config/endpoints.ts';

interface RequestKind {
  /** The recipient, in Markdown; host names as code. */
  to: string;
  when: string;
  /** The question that the answer settles. */
  why: string;
  /** What the answerer learns, besides the address that the request comes from. */
  reveals: string;
  /** What everyone sees who can read the traffic on the way: names, ports, and what is in the clear. */
  seen: string;
}

/** `e2e/support/wire-audit.ts` reads these words, and compares what was on the line with them. */
const NAMES = 'its name, in the DNS question and in TLS; port 443';
const CLEAR = 'everything, in the clear; port 80';
const NO_NAME = 'TLS to the address without a name, which no page does; port 443';
const AS_VISIT = `the same as of your visit: ${NAMES}`;
const TOOL = `${NAMES}. Hardly anyone asks for this name but to look for blocks`;

/** Operators of the endpoints, by the names in `ENDPOINTS`. */
const OPERATORS: Record<string, string> = {
  google: 'Google',
  cloudflare: 'Cloudflare',
  apple: 'Apple',
  microsoft: 'Microsoft',
  firefox: 'Mozilla',
  fastly: 'Fastly',
  akamai: 'Akamai',
  amazon: 'Amazon',
  ovh: 'OVH',
  quad9: 'Quad9',
};

const formatHost = (url: string): string => `\`${new URL(url).hostname}\``;
const formatHosts = (endpoints: readonly { name: string; url: string }[]): string =>
  endpoints.map(({ name, url }) => `${formatHost(url)} (${OPERATORS[name] ?? name})`).join(', ');

const REQUESTS: readonly RequestKind[] = [
  {
    to: `three of these, drawn anew for each case: ${formatHosts(ENDPOINTS.controls)}`,
    when: 'a platform failed, standard; or you pressed *Check* on its page',
    why: 'Do other sites work?',
    reveals: 'nothing',
    seen: NAMES,
  },
  {
    to: `${formatHosts(ENDPOINTS.portals)}, plain http: each browser its own one`,
    when: 'the same',
    why: 'Does the network show a log-in page instead?',
    reveals: 'nothing; the browser itself asks the same page',
    seen: CLEAR,
  },
  {
    to: "the platform itself: its front page, or where that is short a file that it names on the platform's own hosts, up to 128 KB, at most twice",
    when: 'a page started to load and did not finish, standard; or you pressed *Check* on its page',
    why: 'Is the platform slowed down, or does it stop?',
    reveals: 'the same as your visit',
    seen: AS_VISIT,
  },
  {
    to: `${formatHosts(ENDPOINTS.speeds)}, up to 128 KB of each`,
    when: 'the platform, or its videos and pictures, are slow or stop; the last ones only if the first ones are slow as well',
    why: 'Do other sites come faster on this line?',
    reveals: 'nothing of the platform',
    seen: NAMES,
  },
  {
    to: `up to four of these: ${formatHosts(ENDPOINTS.speeds)}`,
    when: 'none of the sites above answered',
    why: 'Is the country cut off, or are a few companies blocked?',
    reveals: 'nothing of the platform',
    seen: NAMES,
  },
  {
    to: "the platform itself (or the host of its pages' parts that failed): its front page, over https and over plain http",
    when: 'the same',
    why: 'Does it still fail? Does something else answer in its place?',
    reveals: 'to your network: that you try to reach it, as your own visit just did',
    seen: `${AS_VISIT}. Where the browser may ask over plain http: ${CLEAR}`,
  },
  {
    to: "the host of a page's parts, from inside the platform's page, once, without cookies (Chromium)",
    when: 'parts of that page failed, and failed again',
    why: 'Do they fail for the page as well?',
    reveals: "the same; to that host: nothing that the page's own requests do not tell",
    seen: AS_VISIT,
  },
  {
    to: `${ENDPOINTS.addresses.map(({ name, address }) => `\`${address}\` (${OPERATORS[name] ?? name})`).join(', ')}, by address`,
    when: 'no name is found, not even those of the sites above',
    why: 'Is it the resolver, or the line?',
    reveals: 'nothing',
    seen: NO_NAME,
  },
  {
    to: "hosts of the platform's videos and pictures: three that the catalogue names, and three that the open page uses; once, and once more if none answers",
    when: 'you pressed *Check* on its page, and the page answers',
    why: 'Does the page come without its videos and pictures?',
    reveals:
      "to your network: that you use the platform; to those hosts: nothing that the page's own requests do not tell",
    seen: AS_VISIT,
  },
  {
    to: 'such a host, from inside the page: up to 128 KB of a part that the page already has, without cookies; two hosts at most, a slow one twice',
    when: 'the same',
    why: 'Are its videos and pictures slowed down, or do they stop?',
    reveals: 'the same',
    seen: AS_VISIT,
  },
  {
    to: 'two to five sites inside your country: shops, papers and banks, none of the state (`src/config/domestic-hosts.json`)',
    when: 'none of the sites abroad answered',
    why: 'Is the whole country cut off?',
    reveals: 'nothing of the platform',
    seen: NAMES,
  },
  {
    to: 'another host of the platform, such as `twitter.com` for X',
    when: 'it failed again',
    why: 'Is it one host or all?',
    reveals: 'the same',
    seen: NAMES,
  },
  {
    to: 'the platform itself: its small icon file',
    when: 'it is silent',
    why: 'Is there a server, and is it only busy?',
    reveals: 'the same',
    seen: AS_VISIT,
  },
  {
    to: "the platform's address, without its name",
    when: 'it is silent or refused',
    why: 'Is the address dropped, or the name?',
    reveals: 'the same',
    seen: NO_NAME,
  },
  {
    to: `${formatHosts(ENDPOINTS.resolvers)}, encrypted`,
    when: 'it failed again; or, after *Check*, no host of its videos and pictures answers',
    why: 'Does the name exist elsewhere, and at which address?',
    reveals: 'to them: the host name',
    seen: NAMES,
  },
  {
    to: "your own resolver, once more: the platform's name (Firefox)",
    when: 'it failed again',
    why: 'Which address does your network give it?',
    reveals: 'to it: the same as your visit',
    seen: 'the question, as of your visit',
  },
  {
    to: "your own resolver, and the two resolvers below: a made-up name under the platform's, such as `img-fra3`, and another under a control's",
    when: 'it is silent',
    why: 'Does the resolver answer at all? No site has these names. Where a network or a site answers to every name, it gets the start of a connection',
    reveals: 'the platform’s domain, as your visit does',
    seen: 'the questions, two names that look like servers’ and differ each time',
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}, then one of OONI's test helpers (under \`ooni.org\` or \`ooni.io\`, or ${formatHost(ENDPOINTS.helper)})`,
    when: 'it failed again, or it is slow or stops; or, after *Check*, no host of its videos and pictures answers',
    why: 'Is it down for everyone? Is it at the address that your network gives? The helper loads the front page from outside. Asked once more if no answer comes.',
    reveals: 'to OONI: the host name, and public addresses that your network gives for it',
    seen: TOOL,
  },
  {
    to: 'a host that the platform itself names for reports of errors (Network Error Logging); Chromium sends them by itself, not the extension',
    when: 'a minute or so after a check, where the platform asks browsers for that',
    why: 'no question of ours: an extension cannot switch it off',
    reveals: "to that host: the front page's address, how a request failed, and when, as of your own visit",
    seen: NAMES,
  },
  {
    to: 'mirrors of the facts: **none yet**, only where `mirrors` in `src/config/endpoints.ts` or a policy names one',
    when: 'about once a day, at a random hour, standard; *Look for new records*',
    why: 'Are there newer facts?',
    reveals:
      'nothing about you or any site: everyone asks for the same files. It shows which edition you already have',
    seen: NAMES,
  },
  {
    to: `${formatHost(ENDPOINTS.globalping)} (Globalping, by jsDelivr)`,
    when: "it failed again, and OONI's helper does not say that it works",
    why: "Does it load in two other countries, and on another network of yours? Volunteers' computers ask for its front page. Asked once more if the answer is lost.",
    reveals:
      'to Globalping: the host name and your country; anyone who knows the number of the measurement can read these, but not who asked',
    seen: TOOL,
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: "it failed again, and OONI's helper says nothing",
    why: 'Did it fail for others in your country in the last week?',
    reveals: 'to OONI: the host name and your country',
    seen: TOOL,
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: "a block was found, and OONI's helper was not asked",
    why: 'Which network and country is this? A report names the network that failed, not the one on which you make it. Its preview asks nobody',
    reveals: 'no host name',
    seen: TOOL,
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: 'you press *Look now* on the page of facts, standard',
    why: 'What did others in that country measure of the platform in the last 30 days?',
    reveals: "to OONI: the platform's host name and the country that you look at",
    seen: TOOL,
  },
  {
    to: `${formatHost(ENDPOINTS.outages)} (IODA, Georgia Tech)`,
    when: 'the same',
    why: 'Is the internet of the whole country disturbed right now?',
    reveals: 'to IODA: the country that you look at',
    seen: NAMES,
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: 'you press *Send* on a report',
    why: 'see below',
    reveals: 'the report, and so the host name',
    seen: TOOL,
  },
];

/** The list as a table, in Markdown. */
export function renderRequestTable(): string {
  const rows = REQUESTS.map(({ to, when, why, reveals, seen }) => [to, when, why, reveals, seen]);
  const head = ['to', 'when', 'why', 'what it reveals besides', 'what your network sees'];
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`.replaceAll(' --- ', '---'))
    .join('\n');
}
