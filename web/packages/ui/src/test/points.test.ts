//! The parts that open from outside, at a point: names, keys, focus, and what axe says while they are open.
import { createRawSnippet, type Component } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import Calendar from '../Calendar.svelte'
import * as ui from '../index'
import { findings, press, settle, show } from './axe'

type Any = Component<Record<string, unknown>>
// axe takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 })
const anchor = { getBoundingClientRect: () => new DOMRect(10, 10, 0, 0) }

describe('PointMenu', () => {
  it('takes the focus, goes through its entries, and hands the focus on when it closes', async () => {
    const [react, open, closed] = [vi.fn(), vi.fn(), vi.fn()]
    const items = [{ row: [{ text: '👍', label: 'Reagir com 👍', onselect: react }, { text: '❤️', label: 'Reagir com ❤️', onselect: react }] }, 'separator' as const, { label: 'Abrir', onselect: open }]
    show(ui.PointMenu as unknown as Any, { open: true, anchor, label: 'Ações da mensagem', items, onclose: closed })
    await settle(80)
    const menu = document.querySelector('[role=menu]')!
    expect(menu.getAttribute('aria-label')).toBe('Ações da mensagem')
    expect(menu.contains(document.activeElement)).toBe(true)
    expect(await findings()).toEqual([])
    expect([...document.querySelectorAll('[role=menuitem]')].map((one) => one.getAttribute('aria-label') ?? one.textContent?.trim())).toEqual(['Reagir com 👍', 'Reagir com ❤️', 'Abrir'])
    press('End')
    await settle()
    press('Enter')
    await settle(80)
    expect(open).toHaveBeenCalled()
    expect(react).not.toHaveBeenCalled()
    expect(closed).toHaveBeenCalled()
  })
})

describe('PointPopover', () => {
  it('is a named dialog that Esc closes', async () => {
    const closed = vi.fn()
    show(ui.PointPopover as unknown as Any, { open: true, anchor, label: 'Versões anteriores', onclose: closed, children: createRawSnippet(() => ({ render: () => '<p>Antes</p>' })) })
    await settle(80)
    expect(document.querySelector('[role=dialog]')!.getAttribute('aria-label')).toBe('Versões anteriores')
    expect(await findings()).toEqual([])
    press('Escape')
    await settle(80)
    expect(closed).toHaveBeenCalled()
  })
})

describe('Calendar', () => {
  it('moves by arrow keys and gives the day’s first second', async () => {
    const onpick = vi.fn()
    const noon = new Date(2026, 9, 14, 12).getTime() / 1000
    show(Calendar as unknown as Any, { locale: 'pt-BR', value: noon, max: noon + 30 * 86_400, label: 'Ir para uma data', previous: 'Mês anterior', next: 'Próximo mês', onpick })
    await settle(80)
    expect(await findings()).toEqual([])
    expect(document.body.textContent?.toLowerCase()).toContain('outubro')
    const day = [...document.querySelectorAll<HTMLElement>('[data-value="2026-10-14"]')].at(-1)!
    day.focus()
    press('ArrowRight')
    await settle()
    ;(document.activeElement as HTMLElement).click()
    await settle()
    expect(onpick).toHaveBeenCalledWith(new Date(2026, 9, 15).getTime() / 1000)
  })
})
