import { signal } from '@preact/signals-core';
import { Message } from '../i18n/Message.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { client } from './state.ts';

const isErased = signal(false);

async function eraseEverything(): Promise<void> {
  client.errorMessage.value = null;
  isErased.value = (await client.request('deleteEverything', {})) !== undefined;
}

/** Deletes everything with one press, for somebody who is in a hurry. */
export function ErasePanel() {
  const eraseButton = (
    <button type="button" class="primary" data-forget="now" onClick={() => void eraseEverything()}>
      <Message id="options_delete_now" />
    </button>
  );
  return (
    <PanelFrame title="act_erase" foot={!isErased.value && eraseButton}>
      <p aria-live="polite">
        <Message id={isErased.value ? 'options_deleted' : 'erase_line'} />
      </p>
    </PanelFrame>
  );
}
