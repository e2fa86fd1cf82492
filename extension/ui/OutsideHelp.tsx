import type { Settings } from '../../src/config/settings.ts';
import { Message } from '../i18n/Message.tsx';

/** Some names tell the network what is done, and that cannot be hidden: so a person may do without those who bear them. */
export function OutsideHelp(props: {
  settings: Settings;
  onChange(change: Pick<Settings, 'asksOutside'>): void;
}) {
  return (
    <>
      <label class="choice">
        <span>
          <Message id="settings_without_help" />
        </span>
        <input
          type="checkbox"
          data-choose="without-help"
          checked={!props.settings.asksOutside}
          onChange={({ currentTarget }) => props.onChange({ asksOutside: !currentTarget.checked })}
        />
      </label>
      <p class="aside">
        <Message id="settings_without_help_line" />
      </p>
    </>
  );
}
