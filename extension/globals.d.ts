/** Set by vite.config.ts when it builds. */
declare const __TARGET__: 'chromium' | 'firefox';
declare const __KNOWLEDGE_VERSION__: string;
