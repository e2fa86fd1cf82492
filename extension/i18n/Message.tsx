import type { MessageParams } from './format.ts';
import type { MessageKey } from './keys.ts';
import { partsOfKey } from './messages.ts';

/** A sentence in the language of the page: names isolated from its direction, the emphasised part marked. */
export function Say({ k, ...params }: { k: MessageKey } & MessageParams) {
  return (
    <>
      {partsOfKey(k, params as MessageParams).map(({ text, strong, isolate }) => {
        const inner = isolate ? <bdi>{text}</bdi> : text;
        return strong ? <em>{inner}</em> : inner;
      })}
    </>
  );
}
