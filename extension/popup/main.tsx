import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../i18n/messages.ts';
import { App } from './App.tsx';
import { loadFromStorage, subscribeToBackground } from './state.ts';

// A popup is as wide as its content makes it; in a tab (`?tab=`) the window decides.
document.documentElement.classList.toggle('in-tab', new URLSearchParams(location.search).has('tab'));
await loadFromStorage(location.search);
// What was there to see until now.
const frame = document.querySelector('.frame') ?? document.body;
frame.classList.remove('frame');
frame.replaceChildren();
// The page is a function of its signals: whatever one of them changes, it is drawn anew from the top.
effect(() => {
  document.title = translate('app_name');
  render(<App />, frame);
});
subscribeToBackground();
