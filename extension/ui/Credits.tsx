import type { MessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';

interface Credit {
  what: MessageKey;
  name: string;
  url: string;
  licence: string;
  licenceUrl: string;
}

/** The sources of the data, as DATA-LICENSES.md lists them. */
const CREDITS: readonly Credit[] = [
  {
    what: 'credit_records',
    name: 'Access Now, #KeepItOn STOP',
    url: 'https://www.accessnow.org/keepiton-data-spreadsheet',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  },
  {
    what: 'credit_pages',
    name: 'OONI',
    url: 'https://github.com/ooni/backend',
    licence: 'BSD-3-Clause',
    licenceUrl: 'https://github.com/ooni/backend/blob/master/LICENSE',
  },
  {
    what: 'credit_pages',
    name: 'The Citizen Lab',
    url: 'https://github.com/citizenlab/filtering-annotations',
    licence: 'BSD-3-Clause',
    licenceUrl: 'https://github.com/citizenlab/filtering-annotations/blob/master/LICENSE',
  },
  {
    what: 'credit_platforms',
    name: 'v2fly/domain-list-community',
    url: 'https://github.com/v2fly/domain-list-community',
    licence: 'MIT',
    licenceUrl: 'https://github.com/v2fly/domain-list-community/blob/master/LICENSE',
  },
  {
    what: 'credit_zones',
    name: 'countries-and-timezones',
    url: 'https://www.npmjs.com/package/countries-and-timezones',
    licence: 'MIT',
    licenceUrl: 'https://github.com/manuelmhtr/countries-and-timezones/blob/master/LICENSE',
  },
];

export function Credits() {
  return (
    <ul class="credits">
      {CREDITS.map((credit) => (
        <li key={credit.url}>
          <Message id={credit.what} />: <CreditLink {...credit} />
        </li>
      ))}
    </ul>
  );
}

/** The credit that the licence of most records requires. */
export function StopCredit() {
  const [stop] = CREDITS;
  if (!stop) return null;
  return (
    <p>
      <Message id="credit_stop" /> <CreditLink {...stop} />
    </p>
  );
}

function CreditLink({ name, url, licence, licenceUrl }: Credit) {
  return (
    <>
      <ExternalLink to={url}>{name}</ExternalLink>{' '}
      <span class="licence">
        (<ExternalLink to={licenceUrl}>{licence}</ExternalLink>)
      </span>
    </>
  );
}

function ExternalLink({ to, children }: { to: string; children: string }) {
  return (
    <a href={to} target="_blank" rel="noreferrer">
      <bdi>{children}</bdi>
    </a>
  );
}
