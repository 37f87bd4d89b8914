/** What every app of the product shares: the API, the socket, words, formats. No framework. */
export * from './cable.ts';
export * from './desk-api.ts';
export * from './format.ts';
export * from './http.ts';
export * from './i18n.ts';
export * from './locale.ts';
export * from './markdown.ts';
export * from './slots.ts';
export * from './types.ts';
export * from './variables.ts';
