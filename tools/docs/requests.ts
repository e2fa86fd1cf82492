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
}

/** Operators of the endpoints, by the names in `ENDPOINTS`. */
const OPERATORS: Record<string, string> = {
  google: 'Google',
  cloudflare: 'Cloudflare',
  apple: 'Apple',
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
    to: `${formatHosts(ENDPOINTS.controls)}`,
    when: 'a platform failed, standard; or you pressed *Check* on its page',
    why: 'Do other sites work?',
    reveals: 'nothing',
  },
  {
    to: `${formatHosts(ENDPOINTS.portals)}, plain http`,
    when: 'the same',
    why: 'Does the network show a log-in page instead?',
    reveals: 'nothing; browsers ask the same',
  },
  {
    to: "the platform itself: its front page, or where that is short a file that it names on the platform's own hosts, up to 128 KB, at most twice",
    when: 'a page started to load and did not finish, standard; or you pressed *Check* on its page',
    why: 'Is the platform slowed down, or does it stop?',
    reveals: 'the same as your visit',
  },
  {
    to: `${formatHosts(ENDPOINTS.speeds)}, up to 128 KB of each`,
    when: 'the platform, or its videos and pictures, are slow or stop; the last ones only if the first ones are slow as well',
    why: 'Do other sites come faster on this line?',
    reveals: 'nothing of the platform',
  },
  {
    to: `${formatHosts(ENDPOINTS.speeds.filter(({ name }) => ENDPOINTS.controls.every((one) => one.name !== name)))}`,
    when: 'none of the sites above answered',
    why: 'Is the country cut off, or are a few companies blocked?',
    reveals: 'nothing of the platform',
  },
  {
    to: "the platform itself (or the host of its pages' parts that failed): its front page, over https and over plain http",
    when: 'the same',
    why: 'Does it still fail? Does something else answer in its place?',
    reveals: 'to your network: that you try to reach it, as your own visit just did',
  },
  {
    to: "the host of a page's parts, from inside the platform's page, once, without cookies",
    when: 'parts of that page failed, and failed again',
    why: 'Do they fail for the page as well?',
    reveals: "the same; to that host: nothing that the page's own requests do not tell",
  },
  {
    to: `${ENDPOINTS.addresses.map(({ name, address }) => `\`${address}\` (${OPERATORS[name] ?? name})`).join(', ')}, by address`,
    when: 'no name is found, not even those of the sites above',
    why: 'Is it the resolver, or the line?',
    reveals: 'nothing',
  },
  {
    to: "hosts of the platform's videos and pictures: three that the catalogue names, and three that the open page uses; once, and once more if none answers",
    when: 'you pressed *Check* on its page, and the page answers',
    why: 'Does the page come without its videos and pictures?',
    reveals:
      "to your network: that you use the platform; to those hosts: nothing that the page's own requests do not tell",
  },
  {
    to: 'such a host, from inside the page: up to 128 KB of a part that the page already has, without cookies; two hosts at most, a slow one twice',
    when: 'the same',
    why: 'Are its videos and pictures slowed down, or do they stop?',
    reveals: 'the same',
  },
  {
    to: 'two to five sites inside your country, well-known and ordinary ones (`src/config/domestic-hosts.json`)',
    when: 'none of the sites abroad answered',
    why: 'Is the whole country cut off?',
    reveals: 'nothing of the platform',
  },
  {
    to: 'another host of the platform, such as `twitter.com` for X',
    when: 'it failed again',
    why: 'Is it one host or all?',
    reveals: 'the same',
  },
  {
    to: 'the platform itself: its small icon file, its unused port 81, and TLS on port 80',
    when: 'it is silent',
    why: 'Is there a server, and is it only busy?',
    reveals: 'the same',
  },
  {
    to: "the platform's address, without its name",
    when: 'it is silent or refused',
    why: 'Is the address dropped, or the name?',
    reveals: 'the same',
  },
  {
    to: `${formatHosts(ENDPOINTS.resolvers)}, encrypted`,
    when: 'it failed again; or, after *Check*, no host of its videos and pictures answers',
    why: 'Does the name exist elsewhere, and at which address?',
    reveals: 'to them: the host name',
  },
  {
    to: "your own resolver, once more: the platform's name (Firefox)",
    when: 'it failed again',
    why: 'Which address does your network give it?',
    reveals: 'to it: the same as your visit',
  },
  {
    to: "your own resolver: a made-up name under the platform's (`www1` and five digits), and one under a control's",
    when: 'it is silent',
    why: 'Does the resolver answer at all? No site has that name, so none is asked',
    reveals: 'to it: the same as your visit',
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}, then one of OONI's test helpers (under \`ooni.org\` or \`ooni.io\`, or ${formatHost(ENDPOINTS.helper)})`,
    when: 'it failed again, or it is slow or stops; or, after *Check*, no host of its videos and pictures answers',
    why: 'Is it down for everyone? Is it at the address that your network gives? The helper loads the front page from outside. Asked once more if no answer comes.',
    reveals: 'to OONI: the host name, and public addresses that your network gives for it',
  },
  {
    to: 'mirrors of the facts: **none yet**, only where `mirrors` in `src/config/endpoints.ts` or a policy names one',
    when: 'about once a day, at a random hour, standard; *Look for new records*',
    why: 'Are there newer facts?',
    reveals:
      'nothing about you or any site: everyone asks for the same files. It shows which edition you already have',
  },
  {
    to: `${formatHost(ENDPOINTS.globalping)} (Globalping, by jsDelivr)`,
    when: "it failed again, and OONI's helper does not say that it works",
    why: "Does it load in two other countries, and on another network of yours? Volunteers' computers ask for its front page. Asked once more if the answer is lost.",
    reveals:
      'to Globalping: the host name and your country; anyone who knows the number of the measurement can read these, but not who asked',
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: "it failed again, and OONI's helper says nothing",
    why: 'Did it fail for others in your country in the last week?',
    reveals: 'to OONI: the host name and your country',
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: "a block was found, and OONI's helper was not asked",
    why: 'Which network and country is this? A report names the network that failed, not the one on which you make it. Its preview asks nobody',
    reveals: 'no host name',
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: 'you press *Look now* on the page of facts, standard',
    why: 'What did others in that country measure of the platform in the last 30 days?',
    reveals: "to OONI: the platform's host name and the country that you look at",
  },
  {
    to: `${formatHost(ENDPOINTS.outages)} (IODA, Georgia Tech)`,
    when: 'the same',
    why: 'Is the internet of the whole country disturbed right now?',
    reveals: 'to IODA: the country that you look at',
  },
  {
    to: `${formatHost(ENDPOINTS.collector)}`,
    when: 'you press *Send* on a report',
    why: 'see below',
    reveals: 'the report, and so the host name',
  },
];

/** The list as a table, in Markdown. */
export function renderRequestTable(): string {
  const rows = REQUESTS.map(({ to, when, why, reveals }) => [to, when, why, reveals]);
  const head = ['to', 'when', 'why', 'what it reveals besides'];
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`.replaceAll(' --- ', '---'))
    .join('\n');
}
