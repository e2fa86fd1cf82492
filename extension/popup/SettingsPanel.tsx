import type { Key } from '../../src/words/keys.ts';
import { selfNameOf } from '../../src/words/language.ts';
import { openPage } from '../browser/pages.ts';
import { Say } from '../ui/Say.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { change, settings } from './state.ts';

/** Everything that a person can choose. */
export function SettingsPanel() {
  const { language, autoOpen, choice } = settings.value;
  return (
    <PanelFrame title="act_settings">
      <label class="choice">
        <span>
          <Say k="settings_language" />
        </span>
        <select
          value={language}
          onChange={({ currentTarget }) => void change({ language: currentTarget.value })}
        >
          <option value="">
            <Say k="settings_language_auto" />
          </option>
          {__LANGUAGES__.map((one) => (
            <option key={one} value={one} lang={one}>
              {selfNameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <Switch name="settings_open" on={autoOpen} set={(on) => change({ autoOpen: on })} />
      <Switch
        name="settings_checks"
        on={choice === 'standard'}
        set={(on) => change({ choice: on ? 'standard' : 'quiet' })}
      />
      <p class="aside">
        <Say k="settings_checks_note" />
      </p>
      <p>
        <button type="button" class="link" onClick={() => void openPage('extension/pages/welcome.html')}>
          <Say k="settings_what" />
        </button>
      </p>
    </PanelFrame>
  );
}

function Switch({ name, on, set }: { name: Key; on: boolean; set(on: boolean): Promise<void> }) {
  return (
    <label class="choice">
      <span>
        <Say k={name} />
      </span>
      <input type="checkbox" checked={on} onChange={({ currentTarget }) => void set(currentTarget.checked)} />
    </label>
  );
}
