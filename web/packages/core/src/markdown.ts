//! Message Markdown as a tree. Nothing here makes HTML: the interface draws the tree with its own elements, so a
//! customer's text can never become markup. Known: paragraphs, line breaks, lists, quotes, fenced and inline code,
//! bold, italic, underline (`++`), strike, links (http, https, mailto, tel) and bare addresses.

/** A piece of a line. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'mention'; text: string }
  | { type: 'break' }
  | { type: 'strong' | 'em' | 'strike' | 'underline'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }

/** A block of a message. */
export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }

const DEEPEST = 8
const ITEM = /^(\s{0,3})([-*+]|\d{1,9}[.)])\s+(.*)$/

/** Reads a message's text. */
export function parseMarkdown(text: string): Block[] {
  return blocks(text.replace(/\r\n?/g, '\n').split('\n'), 0)
}

function blocks(lines: string[], depth: number): Block[] {
  const out: Block[] = []
  let paragraph: string[] = []
  const flush = (): void => {
    if (paragraph.length) out.push({ type: 'paragraph', children: inline(paragraph.join('\n'), 0) })
    paragraph = []
  }
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!
    const fence = /^\s{0,3}(`{3,}|~{3,})/.exec(line)
    if (!line.trim()) {
      flush()
      i++
    } else if (fence) {
      flush()
      const end = lines.findIndex((l, at) => at > i && l.trim().startsWith(fence[1]!))
      const stop = end < 0 ? lines.length : end
      out.push({ type: 'code', text: lines.slice(i + 1, stop).join('\n') })
      i = stop + 1
    } else if (depth < DEEPEST && /^\s{0,3}>/.test(line)) {
      flush()
      const start = i
      while (i < lines.length && /^\s{0,3}>/.test(lines[i]!)) i++
      const inner = lines.slice(start, i).map((l) => l.replace(/^\s{0,3}> ?/, ''))
      out.push({ type: 'quote', children: blocks(inner, depth + 1) })
    } else if (depth < DEEPEST && startsList(line, paragraph.length > 0)) {
      flush()
      i = list(lines, i, depth, out)
    } else {
      paragraph.push(line)
      i++
    }
  }
  flush()
  return out
}

function startsList(line: string, inParagraph: boolean): boolean {
  const item = ITEM.exec(line)
  return item !== null && (!inParagraph || /^[-*+]$|^1[.)]$/.test(item[2]!))
}

function list(lines: string[], from: number, depth: number, out: Block[]): number {
  const first = ITEM.exec(lines[from]!)!
  const ordered = /\d/.test(first[2]!)
  const items: Block[][] = []
  let i = from
  while (i < lines.length) {
    const item = ITEM.exec(lines[i]!)
    if (!item || /\d/.test(item[2]!) !== ordered) break
    const body = [item[3]!]
    i++
    while (i < lines.length) {
      const next = lines[i]!
      const indented = /^(\s{2,}|\t)\S/.test(next)
      const blankInside = !next.trim() && /^(\s{2,}|\t)\S/.test(lines[i + 1] ?? '')
      if (!indented && !blankInside) break
      body.push(next.replace(/^(\t| {1,4})/, ''))
      i++
    }
    items.push(blocks(body, depth + 1))
    while (i < lines.length && !lines[i]!.trim() && ITEM.test(lines[i + 1] ?? '')) i++
  }
  out.push({ type: 'list', ordered, start: ordered ? Number.parseInt(first[2]!, 10) : 1, items })
  return i
}

const PATTERNS: { at: RegExp; make: (m: RegExpExecArray, depth: number) => Inline | undefined }[] = [
  { at: /\\([\\`*_{}[\]()#+\-.!~>|])/y, make: (m) => ({ type: 'text', text: m[1]! }) },
  { at: /\\?\n/y, make: () => ({ type: 'break' }) },
  { at: /(`+)([^`]|[^`][\s\S]{0,2000}?[^`])\1(?!`)/y, make: (m) => ({ type: 'code', text: m[2]! }) },
  { at: /\*\*(?=\S)([\s\S]{0,2000}?\S)\*\*(?!\*)/y, make: (m, d) => ({ type: 'strong', children: inline(m[1]!, d) }) },
  { at: /__(?=\S)([\s\S]{0,2000}?\S)__(?!\w)/y, make: (m, d) => ({ type: 'strong', children: inline(m[1]!, d) }) },
  { at: /~~(?=\S)([\s\S]{0,2000}?\S)~~/y, make: (m, d) => ({ type: 'strike', children: inline(m[1]!, d) }) },
  { at: /\+\+(?=\S)([^\n]{0,2000}?\S)\+\+/y, make: (m, d) => ({ type: 'underline', children: inline(m[1]!, d) }) },
  { at: /\*(?=[^\s*])([^*\n]*[^\s*])\*(?!\*)/y, make: (m, d) => ({ type: 'em', children: inline(m[1]!, d) }) },
  { at: /_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)/y, make: (m, d) => ({ type: 'em', children: inline(m[1]!, d) }) },
  { at: /\[([^\]\n]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/y, make: named },
  { at: /<((?:https?:\/\/|mailto:)[^\s<>]+)>/y, make: (m) => bare(m[1]!) },
  { at: /(?:https?:\/\/|www\.)[^\s<>"']+/y, make: (m) => bare(m[0]) },
  { at: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/y, make: (m) => link(`mailto:${m[0]}`, m[0]) },
]

/** Beyond this a paragraph is shown as it was written, so that no text can keep the browser busy. */
const LONGEST_PARAGRAPH = 20_000

function inline(text: string, depth: number): Inline[] {
  if (text.length > LONGEST_PARAGRAPH) return [{ type: 'text', text }]
  const out: Inline[] = []
  let plain = ''
  const flush = (): void => {
    if (plain) out.push({ type: 'text', text: plain })
    plain = ''
  }
  for (let i = 0; i < text.length;) {
    const found = depth < DEEPEST ? match(text, i, depth + 1) : undefined
    if (!found) {
      plain += text[i]
      i++
    } else if (found.node.type === 'text') {
      plain += found.node.text
      i += found.length
    } else {
      flush()
      out.push(found.node)
      i += found.length
    }
  }
  flush()
  return out
}

const SPECIAL = /[\\\n`*_~+[<hw@]/

function match(text: string, i: number, depth: number): { node: Inline; length: number } | undefined {
  const char = text[i]!
  const wordBefore = i > 0 && /[\p{L}\p{N}_]/u.test(text[i - 1]!)
  if (!SPECIAL.test(char) && !(/\w/.test(char) && !wordBefore)) return undefined
  if (wordBefore && /[_hw\w]/.test(char)) return undefined
  for (const pattern of PATTERNS) {
    pattern.at.lastIndex = i
    const m = pattern.at.exec(text)
    const node = m && pattern.make(m, depth)
    if (m && node) return { node, length: consumed(m[0], node) }
  }
  return undefined
}

/** A bare address gives back the punctuation after it. */
function consumed(whole: string, node: Inline): number {
  if (whole.startsWith('[') || whole.startsWith('<') || node.type !== 'link') return whole.length
  return whole.length - (/[.,;:!?)\]}'"*_~]+$/.exec(whole)?.[0].length ?? 0)
}

function named(m: RegExpExecArray, depth: number): Inline | undefined {
  if (m[2]!.startsWith('mention://')) return { type: 'mention', text: m[1]! }
  const href = safeHref(m[2]!)
  return href ? { type: 'link', href, children: inline(m[1] || m[2]!, depth) } : undefined
}

function bare(found: string): Inline | undefined {
  const text = found.replace(/[.,;:!?)\]}'"*_~]+$/, '')
  return link(text.startsWith('www.') ? `https://${text}` : text, text)
}

function link(href: string, text: string): Inline | undefined {
  const safe = safeHref(href)
  return safe ? { type: 'link', href: safe, children: [{ type: 'text', text }] } : undefined
}

/** The address if it may be followed, else undefined. */
export function safeHref(href: string): string | undefined {
  return /^(https?:\/\/|mailto:|tel:)/i.test(href) ? href : undefined
}

/** The words without the marks, on one line: for previews and notices. */
export function plainText(text: string): string {
  return blocksText(parseMarkdown(text)).replace(/\s+/g, ' ').trim()
}

function blocksText(list: Block[]): string {
  return list
    .map((b) => {
      if (b.type === 'paragraph') return inlineText(b.children)
      if (b.type === 'code') return b.text
      if (b.type === 'quote') return blocksText(b.children)
      return b.items.map(blocksText).join(' ')
    })
    .join(' ')
}

function inlineText(list: Inline[]): string {
  return list
    .map((n) =>
      n.type === 'break'
        ? ' '
        : n.type === 'text' || n.type === 'code' || n.type === 'mention'
          ? n.text
          : inlineText(n.children),
    )
    .join('')
}
