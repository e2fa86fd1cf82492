import { signal } from '@preact/signals-core';
import { Message } from '../i18n/Message.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { client } from './state.ts';

const step = signal<'asked' | 'running' | 'done'>('asked');

async function eraseEverything(): Promise<void> {
  client.errorMessage.value = null;
  step.value = 'running';
  step.value = (await client.request('deleteEverything', {})) === undefined ? 'asked' : 'done';
}

/** Deletes everything with one press, for somebody who is in a hurry. */
export function ErasePanel() {
  const eraseButton = (
    <button
      type="button"
      class="primary"
      data-forget="now"
      disabled={step.value === 'running'}
      onClick={() => void eraseEverything()}
    >
      <Message id="options_delete_now" />
    </button>
  );
  return (
    <PanelFrame title="act_erase" foot={step.value !== 'done' && eraseButton}>
      <p aria-live="polite">
        <Message id={step.value === 'done' ? 'options_deleted' : 'erase_line'} />
      </p>
    </PanelFrame>
  );
}
