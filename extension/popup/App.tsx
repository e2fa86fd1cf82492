import type { Case } from '../../src/model/case.ts';
import { verdictTone } from '../ui/verdict-tone.ts';
import { Actions } from './Actions.tsx';
import { ErrorMessage } from './ErrorMessage.tsx';
import { EvidenceSection } from './EvidencePanel.tsx';
import { Headline } from './Headline.tsx';
import { KnownHistory } from './History.tsx';
import { openedCover, openedPanel } from './panel-state.ts';
import { checkOffer, country, currentCase } from './state.ts';

/** The whole popup. The data attributes of its root tell tests and assistive scripts what it shows. */
export function App() {
  const shown = currentCase.value;
  const verdict = shown?.verdict;
  return (
    <div
      id="app"
      class={`tone-${verdictTone(shown)}`}
      data-phase={shown?.phase ?? 'settled'}
      data-verdict={verdict?.kind ?? ''}
      data-mechanism={verdict?.mechanism ?? ''}
      data-confidence={verdict?.confidence ?? ''}
      data-platform={shown?.platform ?? ''}
      data-country={country.value ?? ''}
    >
      <Content shown={shown} />
    </div>
  );
}

function Content({ shown }: { shown: Case | null }) {
  const Cover = openedCover.value;
  if (Cover) return <Cover />;
  // A case may vanish under an open panel, when its page has loaded in the meantime.
  const Over = openedPanel.value;
  if (shown && Over) return <Over currentCase={shown} />;
  const Offer = checkOffer.value;
  return (
    <>
      <Headline />
      <main>
        {shown && <EvidenceSection currentCase={shown} />}
        {shown && <KnownHistory currentCase={shown} />}
        <ErrorMessage />
      </main>
      {shown ? <Actions currentCase={shown} /> : Offer && <Offer />}
    </>
  );
}
