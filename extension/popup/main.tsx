import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../i18n/messages.ts';
import { App } from './App.tsx';
import { ignoreEarlyClicks } from './early-clicks.ts';
import { loadFromStorage, subscribeToBackground } from './state.ts';

// A popup is as wide as its content; in a tab (`?tab=`) it is as wide as the window.
const isInTab = new URLSearchParams(location.search).has('tab');
document.documentElement.classList.toggle('in-tab', isInTab);
await loadFromStorage(location.search);
// Reuse the static frame as the root, so that the first paint does not flicker.
const frame = document.querySelector('.frame') ?? document.body;
frame.classList.remove('frame');
frame.replaceChildren();
// The page is a function of its signals: it is rendered again from the top when one of them changes.
effect(() => {
  document.title = translate('app_name');
  render(<App />, frame);
});
// Whether a person or the extension opened it is not told.
if (!isInTab) ignoreEarlyClicks(window, () => performance.now());
subscribeToBackground();
