import type { MessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';

/** One setting that is on or off, with its label. `name` is what tests find it by. */
export function Checkbox(props: {
  label: MessageKey;
  name?: string;
  isChecked: boolean;
  onChange(isChecked: boolean): void;
}) {
  return (
    <label class="choice">
      <span>
        <Message id={props.label} />
      </span>
      <input
        type="checkbox"
        data-choose={props.name}
        checked={props.isChecked}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
    </label>
  );
}
