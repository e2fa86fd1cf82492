import type { FunctionComponent } from 'preact';
import { Message } from '../i18n/Message.tsx';
import type { TabPlatform } from '../protocol.ts';

/** Offers to check the platform whose page a tab shows. The click is the consent for this one check, also in quiet mode. */
export const createCheckOffer =
  ({ name: platform, isPrivate }: TabPlatform, onPress: () => void): FunctionComponent =>
  () => (
    <footer class="actions">
      {isPrivate && __TARGET__ === 'firefox' && (
        <p class="aside">
          <Message id="private_traces" />
        </p>
      )}
      <p class="aside">
        <Message id="offer_line" platform={platform} />
      </p>
      <button type="button" class="primary" data-action="check" onClick={onPress}>
        <Message id="act_check_platform" platform={platform} />
      </button>
    </footer>
  );
