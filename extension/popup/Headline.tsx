import type { Case } from '../../src/model/case.ts';
import { affectedHost, type Confidence, looksBlocked } from '../../src/model/verdict.ts';
import { pageUrl } from '../browser/pages.ts';
import { formatCountryName } from '../i18n/dates.ts';
import { explanationKey, headlineKeys } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, firstTranslated, translate } from '../i18n/messages.ts';
import { Icon } from '../ui/Icon.tsx';
import { networkPath } from '../ui/network-path.ts';
import { NetworkPath } from '../ui/Path.tsx';
import { CountryChoice, CountryQuestion } from './CountryChoice.tsx';
import { openErasePanel } from './panels.ts';
import { client, country, currentCase } from './state.ts';

/** The first band: what happened, in one sentence, and where the way to the platform breaks. */
export function Headline() {
  const shown = currentCase.value;
  return (
    <header class="headline">
      <div class="location-bar">
        {shown && <bdi class="host">{shown.host}</bdi>}
        <CountryChoice />
        <button
          type="button"
          class="header-button erase"
          aria-label={translate('act_erase')}
          title={translate('act_erase')}
          onClick={() => void openErasePanel()}
        >
          <Icon shape="erase" />
        </button>
        <a
          class="header-button"
          href={pageUrl('extension/pages/options/index.html')}
          target="_blank"
          rel="noreferrer"
          aria-label={translate('act_settings')}
        >
          <Icon shape="gear" />
        </a>
      </div>
      <CountryQuestion />
      {shown && <CountryMismatch currentCase={shown} />}
      <div aria-live="polite">{shown ? <VerdictText currentCase={shown} /> : <NoCase />}</div>
      {shown && (
        <NetworkPath
          steps={networkPath(shown.verdict, { isChecking: shown.phase === 'checking' })}
          platform={shown.platformName}
          country={country.value && formatCountryName(country.value, currentLanguage())}
        />
      )}
    </header>
  );
}

function VerdictText({
  currentCase: { symptom, phase, verdict, mode, isHeldBack, platformName: platform, host: pageHost },
}: {
  currentCase: Case;
}) {
  const { kind, confidence } = verdict;
  const host = affectedHost(verdict, pageHost);
  const title = symptom.kind === 'requested' ? 'checking_requested_title' : 'checking_title';
  if (phase === 'checking')
    return (
      <>
        <h1>
          <Message id={looksBlocked(verdict) ? 'checking_blocked_title' : title} platform={platform} />
        </h1>
        <p class="explanation">
          <Message id={looksBlocked(verdict) ? 'checking_blocked_line' : 'checking_line'} />
        </p>
      </>
    );
  const headline = firstTranslated(headlineKeys(verdict));
  const quietReason = isHeldBack ? 'why_held_back' : 'why_quiet';
  const quiet = kind === 'inconclusive' && mode === 'quiet';
  return (
    <>
      <h1>{headline && <Message id={headline} platform={platform} host={host} />}</h1>
      <p class="explanation">
        {kind !== 'inconclusive' && <ConfidenceLabel of={confidence} />}
        <Message id={quiet ? quietReason : explanationKey(verdict)} host={host} />
      </p>
    </>
  );
}

/** With a VPN or abroad the network is in another country, for which the records shown say nothing. */
function CountryMismatch({ currentCase: { country: own, probeCc: network = own } }: { currentCase: Case }) {
  if (own === '' || network === own) return null;
  return (
    <p class="country-question">
      <Message
        id={client.settings.value.country === '' ? 'network_not_clock' : 'network_not_chosen'}
        network={formatCountryName(network, currentLanguage())}
        country={formatCountryName(own, currentLanguage())}
      />
    </p>
  );
}

function NoCase() {
  return (
    <>
      <h1>
        <Message id="none_title" />
      </h1>
      <p class="explanation">
        <Message id="none_line" />
      </p>
    </>
  );
}

/** The confidence in words, and as one to three bars. */
function ConfidenceLabel({ of }: { of: Confidence }) {
  return (
    <>
      <b class={`confidence ${of}`}>
        <i />
        <i />
        <i />
        <Message id={`confidence_${of}`} />
      </b>{' '}
    </>
  );
}
