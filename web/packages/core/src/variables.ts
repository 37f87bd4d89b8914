//! `{{ variable }}` of canned texts, filled in with what the conversation knows.

/** Values by dotted name, like `contact.first_name`. */
export type Variables = Record<string, string | null | undefined>

/**
 * Fills `{{ name }}` in. A name known without a value leaves nothing, also no comma before it (“Oi!”, never “Oi, !”);
 * an unknown name stays as it is, so that whoever sends it sees it. `{{ name || 'word' }}` gives the word
 * where there is no value.
 */
export function renderVariables(text: string, values: Variables): string {
  return text.replace(
    /(,?[^\S\n]{0,4})\{\{\s*([\w.]+)\s*(?:\|\|\s*['"‘’“”]([^'"‘’“”}]*)['"‘’“”]\s*)?\}\}(?=([!?.,;:]?))/g,
    (whole, before: string, name: string, fallback: string | undefined, after: string) => {
      if (!Object.hasOwn(values, name) && fallback === undefined) return whole
      const value = values[name] || fallback || ''
      return value || !after ? before + value : ''
    },
  )
}

/** First word of a person's name. */
export function firstName(name: string | null | undefined): string {
  return name?.trim().split(/\s+/)[0] ?? ''
}
