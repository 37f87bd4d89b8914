// The words of the interface as the catalogues have them, so that stories are told by them and not by a copy.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url).pathname;
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
export const LOCALES = ['pt-BR', 'en', 'es'];

/** Every key of the desk with its text in a language; those of features and channels under their name. */
export function catalogue(locale) {
  const desk = `${root}web/apps/desk/locales/`;
  const own = readdirSync(desk).filter((name) => name === `${locale}.json` || name.endsWith(`.${locale}.json`));
  const all = Object.assign({}, ...own.map((name) => json(desk + name)));
  for (const kind of ['features', 'channels']) {
    for (const name of readdirSync(root + kind)) {
      for (const part of ['web', 'page']) {
        const path = `${root}${kind}/${name}/locales/${part}.${locale}.json`;
        if (!existsSync(path)) continue;
        for (const [key, text] of Object.entries(json(path))) all[`${name}.${key}`] = text;
      }
    }
  }
  return all;
}

/** `w(key, args)` in a language. */
export function wordsOf(locale) {
  const all = catalogue(locale);
  return (key, args = {}) => {
    if (!(key in all)) throw new Error(`no words for ${key}`);
    return all[key].replace(/\{(\w+)\}/g, (_, name) => args[name] ?? `{${name}}`);
  };
}
