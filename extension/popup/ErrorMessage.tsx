import { Say } from '../i18n/Message.tsx';
import { trouble } from './state.ts';

/** What went wrong and nobody else would say. */
export function Trouble() {
  return (
    <div role="status">
      {trouble.value && (
        <p class="trouble">
          <Say k="trouble" problem={trouble.value} />
        </p>
      )}
    </div>
  );
}
