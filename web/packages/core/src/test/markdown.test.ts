import { describe, expect, it } from 'vitest'
import { parseMarkdown, plainText, safeHref } from '../markdown.ts'

const line = (text: string) => {
  const [first] = parseMarkdown(text)
  return first?.type === 'paragraph' ? first.children : []
}

describe('markdown', () => {
  it('reads marks inside a line', () => {
    expect(line('**a** e _b_ `c` ~~d~~')).toEqual([
      { type: 'strong', children: [{ type: 'text', text: 'a' }] },
      { type: 'text', text: ' e ' },
      { type: 'em', children: [{ type: 'text', text: 'b' }] },
      { type: 'text', text: ' ' },
      { type: 'code', text: 'c' },
      { type: 'text', text: ' ' },
      { type: 'strike', children: [{ type: 'text', text: 'd' }] },
    ])
  })

  it('leaves snake_case, 2*3*4 spacing and lone marks alone', () => {
    for (const text of ['um_nome_longo', '2 * 3 * 4', '** só isso', 'preço: R$ 10,00 *']) {
      expect(line(text)).toEqual([{ type: 'text', text }])
    }
  })

  it('links addresses without the full stop after them', () => {
    expect(line('Veja www.aurora.com.br.')).toEqual([
      { type: 'text', text: 'Veja ' },
      { type: 'link', href: 'https://www.aurora.com.br', children: [{ type: 'text', text: 'www.aurora.com.br' }] },
      { type: 'text', text: '.' },
    ])
    expect(line('a@b.com.br')[0]).toMatchObject({ type: 'link', href: 'mailto:a@b.com.br' })
  })

  it('never links a script', () => {
    expect(line('[x](javascript:alert(1))').some((n) => n.type === 'link')).toBe(false)
    expect(safeHref('data:text/html,x')).toBeUndefined()
  })

  it('reads lists, quotes and code blocks', () => {
    const [list, quote, code] = parseMarkdown('- um\n- dois\n  - três\n\n> citado\n\n```\na < b\n```')
    expect(list).toMatchObject({ type: 'list', ordered: false })
    expect(list?.type === 'list' && list.items).toHaveLength(2)
    expect(quote).toMatchObject({ type: 'quote' })
    expect(code).toEqual({ type: 'code', text: 'a < b' })
  })

  it('keeps the text of an adversary short to read', () => {
    const started = performance.now()
    parseMarkdown('**a '.repeat(5000))
    parseMarkdown('`'.repeat(20_000))
    parseMarkdown('> '.repeat(5000))
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('writes previews on one line', () => {
    expect(plainText('**Oi**\n\n- a\n- b')).toBe('Oi a b')
  })
})
