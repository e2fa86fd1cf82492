import type { MessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';

export function BulletList({ keys }: { keys: readonly MessageKey[] }) {
  return (
    <ul class="points">
      {keys.map((key) => (
        <li key={key}>
          <Message id={key} />
        </li>
      ))}
    </ul>
  );
}

/** What each mode does, for every place where it can be chosen. */
export const MODE_MESSAGES = {
  standard: [
    'welcome_standard_site',
    'welcome_standard_controls',
    'welcome_standard_portal',
    'welcome_standard_resolvers',
    'welcome_standard_outside',
    'welcome_standard_domestic',
  ],
  quiet: ['welcome_quiet_error', 'welcome_quiet_records', 'welcome_quiet_click'],
} as const satisfies Record<string, readonly MessageKey[]>;
