import { Message } from '../../i18n/Message.tsx';
import { translate } from '../../i18n/messages.ts';
import { BulletList, MODE_MESSAGES } from '../../ui/BulletList.tsx';
import { CountryOptions } from '../../ui/CountryOptions.tsx';
import { chooseMode } from '../../ui/choose-mode.ts';
import { Mark } from '../../ui/Icon.tsx';
import { LanguageSelect } from '../../ui/LanguageSelect.tsx';
import { OutsideHelp } from '../../ui/OutsideHelp.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PopupExample } from './Example.tsx';
import {
  countryChoices,
  errorMessage,
  isCountryUncertain,
  pickCountry,
  settings,
  shownCountry,
  updateSettings,
} from './state.ts';

type Mode = keyof typeof MODE_MESSAGES;
const BUTTON_MESSAGE = { standard: 'welcome_standard_button', quiet: 'welcome_quiet_button' } as const;
const DONE_MESSAGE = { standard: 'welcome_done_standard', quiet: 'welcome_done_quiet' } as const;

/** Introduces the extension and asks whether checks may use the network. Until that is answered, nothing is sent. */
export function Welcome() {
  const { choice, language } = settings.value;
  return (
    <div id="app" class="tone-busy" data-chosen={choice}>
      <PageHead>
        <LanguageSelect value={language} onChoose={(one) => void updateSettings({ language: one })} />
      </PageHead>
      <main>
        <h1>
          <Message id="welcome_title" />
        </h1>
        <p class="intro">
          <Message id="welcome_intro" />
        </p>
        <h2 id="question">
          <Message id="welcome_question" />
        </h2>
        <div class="cards">
          <ModeCard mode="standard" isChosen={choice === 'standard'} buttonClass="primary" />
          <ModeCard mode="quiet" isChosen={choice === 'quiet'} buttonClass="primary secondary" />
        </div>
        <OutsideHelp settings={settings.value} onChange={(change) => void updateSettings(change)} />
        <CountryQuestion />
        <div role="status">
          {errorMessage.value !== null && <Message id="error_message" problem={errorMessage.value} />}
          {choice !== 'unset' && <ChoiceDone mode={choice} />}
        </div>
        <h2>
          <Message id="welcome_both" />
        </h2>
        <BulletList keys={['welcome_both_sites', 'welcome_both_report', 'welcome_both_country']} />
      </main>
    </div>
  );
}

/** One of the two answers: what it does, and the button that chooses it. */
function ModeCard(props: { mode: Mode; isChosen: boolean; buttonClass: string }) {
  const { mode, isChosen, buttonClass } = props;
  return (
    <section class={isChosen ? 'card chosen' : 'card'} aria-labelledby={mode}>
      <h3 id={mode}>
        <Message id={`welcome_${mode}`} />
      </h3>
      <p>
        <Message id={`welcome_${mode}_line`} />
      </p>
      <BulletList keys={MODE_MESSAGES[mode]} />
      <button
        type="button"
        class={buttonClass}
        data-choice={mode}
        aria-pressed={isChosen}
        onClick={() => void chooseMode(mode, updateSettings)}
      >
        <Message id={BUTTON_MESSAGE[mode]} />
      </button>
    </section>
  );
}

/** Where the time zone leaves the country open, a wrong guess would show another country's records. */
function CountryQuestion() {
  if (!isCountryUncertain.value) return null;
  const shown = shownCountry.value;
  return (
    <>
      <h2 id="country">
        <Message id="welcome_country" />
      </h2>
      <p class="country-picker">
        <select
          aria-labelledby="country"
          value={shown ?? ''}
          onChange={({ currentTarget }) => pickCountry(currentTarget.value)}
        >
          {shown === null && <option value="">{translate('country_unknown')}</option>}
          <CountryOptions of={countryChoices.value} />
        </select>{' '}
        <button
          type="button"
          class="secondary"
          disabled={shown === null}
          onClick={() => shown !== null && void updateSettings({ country: shown })}
        >
          <Message id="welcome_country_button" />
        </button>
      </p>
    </>
  );
}

/** What follows from the choice, with a picture of the popup. */
function ChoiceDone({ mode }: { mode: Mode }) {
  return (
    <div class="choice-made tone-fine">
      <div>
        <h2>
          <Mark tone="fine" /> <Message id={DONE_MESSAGE[mode]} />
        </h2>
        <p>
          <Message id="welcome_next" />
        </p>
        <p>
          <Message id="welcome_change" />
        </p>
      </div>
      <PopupExample />
    </div>
  );
}
