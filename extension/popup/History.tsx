import { computed } from '@preact/signals-core';
import type { Case } from '../../src/model/case.ts';
import { mayBeBlock } from '../../src/model/verdict.ts';
import { formatCountryName } from '../i18n/dates.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage } from '../i18n/messages.ts';
import { officeNames } from '../ui/entity-names.ts';
import { country, currentCase, historyView, knownIncidents, platform, region } from './state.ts';

const fromCurrentCase = <T,>(select: (subject: Case) => T) =>
  computed(() => (currentCase.value ? select(currentCase.value) : undefined));
const platformLabel = fromCurrentCase(({ platformName }) => platformName);
const isCutOff = fromCurrentCase(({ verdict }) => verdict.kind === 'cut-off');
const supportsVerdict = fromCurrentCase(({ verdict }) =>
  verdict.evidence.some(({ key }) => key === 'known-incident'),
);

/**
 * Made again when the records, the place or the language change, but not with each of the twenty observations of a case:
 * it is the longest part of the page.
 */
const historyContent = computed(() => {
  const [found, HistoryContent] = [knownIncidents.value, historyView.value];
  // The components inside read these when they are rendered, so this must depend on them itself.
  void [currentLanguage(), officeNames.value];
  if (!found || !HistoryContent || !country.value || !platform.value || !platformLabel.value) return null;
  return (
    <HistoryContent
      incidents={found}
      here={country.value}
      region={region.value}
      platform={platformLabel.value}
      slug={platform.value}
      cutOff={isCutOff.value === true}
      isEvidence={supportsVerdict.value === true}
    />
  );
});

/** The third band: what is on record about this platform in this country. */
export function KnownHistory({ currentCase: { phase, verdict } }: { currentCase: Case }) {
  const body = historyContent.value;
  if (!body || country.value === null) return null;
  const heading = (
    <Message id="history_heading" country={formatCountryName(country.value, currentLanguage())} />
  );
  const open = phase === 'settled' && mayBeBlock(verdict);
  if (open)
    return (
      <section aria-labelledby="known">
        <h2 id="known">{heading}</h2>
        {body}
      </section>
    );
  return (
    <section>
      <details class="disclosure history-band">
        <summary>{heading}</summary>
        {body}
      </details>
    </section>
  );
}
