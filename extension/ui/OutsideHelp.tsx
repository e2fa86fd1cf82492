import type { Settings } from '../../src/config/settings.ts';
import { Message } from '../i18n/Message.tsx';
import { Checkbox } from './Checkbox.tsx';

/** Some names tell the network what is done, and that cannot be hidden: so a person may do without those who bear them. */
export function OutsideHelp(props: {
  settings: Settings;
  onChange(change: Pick<Settings, 'asksOutside'>): void;
}) {
  return (
    <>
      <Checkbox
        label="settings_without_help"
        name="without-help"
        isChecked={!props.settings.asksOutside}
        onChange={(isChecked) => props.onChange({ asksOutside: !isChecked })}
      />
      <p class="aside">
        <Message id="settings_without_help_line" />
      </p>
    </>
  );
}
