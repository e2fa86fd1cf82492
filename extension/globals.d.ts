/** Set by vite.config.ts when it builds. */
declare const __TARGET__: 'chromium' | 'firefox';
declare const __KNOWLEDGE_VERSION__: string;
/** Folders of _locales: `en`, `pt_BR`. */
declare const __LANGUAGES__: readonly string[];
