//! The focus is never lost: what opens over the page takes it, keeps it, and hands it back to what opened it.
import { flushSync, type Component } from 'svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as ui from '../index'
import Triggers from './Triggers.svelte'
import { findings, press, settle, show } from './axe'

type Any = Component<Record<string, unknown>>
// axe takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Opens what a button opens, as the keyboard does. */
async function open(name: string, key?: string): Promise<HTMLElement> {
  const opener = show(Triggers as unknown as Any, {}).querySelector<HTMLElement>(`[data-test=${name}]`)!
  opener.focus()
  if (key) press(key)
  else opener.click()
  return opener
}
const named = (role: string): HTMLElement | null => document.querySelector<HTMLElement>(`[role=${role}]`)
const button = (text: string): HTMLElement => [...document.querySelectorAll('button')].find((one) => one.textContent!.includes(text))!

describe.each([
  ['dialog', 'dialog', 'Novo marcador'],
  ['confirm', 'alertdialog', 'Excluir o marcador?'],
  ['sheet', 'dialog', 'Detalhes do contato'],
])('%s', (name, role, title) => {
  it('is modal and named, takes the focus and gives it back with Esc', async () => {
    const opener = await open(name)
    await vi.waitFor(() => expect(named(role)?.contains(document.activeElement)).toBe(true), 20_000)
    const over = named(role)!
    expect(over.getAttribute('aria-modal')).toBe('true')
    expect(document.getElementById(over.getAttribute('aria-labelledby')!)!.textContent).toBe(title)
    expect(await findings()).toEqual([])
    press('Escape')
    await vi.waitFor(() => expect(document.activeElement).toBe(opener), 20_000)
    await vi.waitFor(() => expect(named(role)).toBeNull(), 20_000)
  })
})

describe('dialog', () => {
  it('begins in its first field', async () => {
    await open('dialog')
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'), 20_000)
  })

  it('gives the focus back when its own button closes it', async () => {
    const opener = await open('dialog')
    await vi.waitFor(() => expect(named('dialog')?.contains(document.activeElement)).toBe(true), 20_000)
    const save = button('Salvar')
    save.focus()
    save.click()
    await vi.waitFor(() => expect(document.activeElement).toBe(opener), 20_000)
  })
})

describe('menu', () => {
  it('is told by its button, walked by arrows and letters round and round, and left with Esc', async () => {
    const opener = await open('menu', 'ArrowDown')
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Abrir'), 20_000)
    expect([opener.getAttribute('aria-haspopup'), opener.getAttribute('aria-expanded')]).toEqual(['menu', 'true'])
    expect(await findings()).toEqual([])
    press('ArrowUp')
    expect(document.activeElement?.textContent).toContain('Excluir')
    press('ArrowDown')
    expect(document.activeElement?.textContent).toContain('Abrir')
    press('c')
    expect(document.activeElement?.textContent).toContain('Copiar')
    press('Escape')
    await vi.waitFor(() => expect(document.activeElement).toBe(opener), 20_000)
    expect(opener.getAttribute('aria-expanded')).toBe('false')
  })
})

describe('popover', () => {
  it.each(['Escape', 'its button'])('takes the focus and gives it back: %s', async (way) => {
    const opener = await open('popover')
    await vi.waitFor(() => expect(named('dialog')?.contains(document.activeElement)).toBe(true), 20_000)
    expect(named('dialog')!.getAttribute('aria-label')).toBe('Filtro')
    expect(opener.getAttribute('aria-expanded')).toBe('true')
    expect(await findings()).toEqual([])
    if (way === 'Escape') press('Escape')
    else button('Aplicar').click()
    await vi.waitFor(() => expect(document.activeElement).toBe(opener), 20_000)
  })
})

describe('combobox', () => {
  const options = [
    { value: 'a', label: 'Vendas' },
    { value: 'b', label: 'Entregas' },
  ]
  it('keeps the focus in the field while the list is walked, says where it stands, and takes the choice', async () => {
    const onchange = vi.fn()
    const input = show(ui.Combobox as unknown as Any, { label: 'Equipes', options, multiple: true, onchange }).querySelector('input')!
    input.focus()
    press('ArrowDown')
    await vi.waitFor(() => expect(document.querySelectorAll('[role=option]')).toHaveLength(2), 20_000)
    expect(input.getAttribute('role')).toBe('combobox')
    expect(input.getAttribute('aria-expanded')).toBe('true')
    expect(named('listbox')!.getAttribute('aria-label')).toBe('Equipes')
    expect(await findings()).toEqual([])
    await settle()
    const at = (): string | undefined => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent?.trim()
    const first = at()
    press('ArrowDown')
    await settle()
    expect(at()).not.toBe(first)
    expect(['Vendas', 'Entregas']).toContain(at())
    expect(document.activeElement).toBe(input)
    const wanted = at() === 'Vendas' ? 'a' : 'b'
    press('Enter')
    await vi.waitFor(() => expect(onchange).toHaveBeenCalledWith([wanted]), 20_000)
    expect(document.activeElement).toBe(input)
  })

  it('closes its list with Esc and stays in the field', async () => {
    const input = show(ui.Combobox as unknown as Any, { label: 'Equipes', options, multiple: true }).querySelector('input')!
    input.focus()
    press('ArrowDown')
    await vi.waitFor(() => expect(input.getAttribute('aria-expanded')).toBe('true'), 20_000)
    press('Escape')
    await vi.waitFor(() => expect(input.getAttribute('aria-expanded')).toBe('false'), 20_000)
    expect(document.activeElement).toBe(input)
  })
})

describe('tabs', () => {
  it('are one stop of the tab key; arrows walk them and choose', () => {
    const items = ['a', 'b', 'c'].map((value) => ({ value, label: `Parte ${value}` }))
    const box = show(ui.Tabs as unknown as Any, { label: 'Partes', items, value: 'b' })
    expect(box.querySelector('[role=tablist]')!.getAttribute('aria-label')).toBe('Partes')
    const tabs = [...box.querySelectorAll<HTMLElement>('[role=tab]')]
    const stops = (): string[] => tabs.filter((one) => one.tabIndex === 0).map((one) => one.textContent!.trim())
    const chosen = (): string[] => tabs.filter((one) => one.getAttribute('aria-selected') === 'true').map((one) => one.textContent!.trim())
    expect([stops(), chosen()]).toEqual([['Parte b'], ['Parte b']])
    tabs[1]!.focus()
    press('ArrowRight')
    expect([stops(), chosen()]).toEqual([['Parte c'], ['Parte c']])
    expect(document.activeElement).toBe(tabs[2])
    press('ArrowRight')
    expect(document.activeElement).toBe(tabs[0])
    press('End')
    expect(document.activeElement).toBe(tabs[2])
  })
})

describe('toast', () => {
  beforeEach(() => [...ui.toasts()].forEach((one) => ui.dismissToast(one.id)))

  it('does not take the focus, and hands it back when the one who came to it closes it', async () => {
    const box = show(ui.Toaster as unknown as Any, {})
    const before = document.createElement('button')
    before.textContent = 'Escrever'
    document.body.append(before)
    before.focus()
    ui.toast('Marcador criado')
    ui.toast('Marcador excluído', { undo: () => undefined })
    flushSync()
    expect(document.activeElement).toBe(before)
    expect(await findings()).toEqual([])
    const close = (): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('[aria-label=Fechar]')]
    close()[1]!.focus()
    close()[1]!.click()
    await settle()
    expect(box.textContent).toContain('Marcador criado')
    expect(document.activeElement).toBe(close()[0])
    close()[0]!.click()
    await settle()
    expect(document.activeElement).toBe(before)
  })

  it('stays while somebody is on it', () => {
    vi.useFakeTimers()
    const box = show(ui.Toaster as unknown as Any, {})
    const before = document.createElement('button')
    before.textContent = 'Escrever'
    document.body.append(before)
    ui.toast('Marcador criado', { ms: 4000 })
    flushSync()
    box.querySelector('button')!.focus()
    vi.advanceTimersByTime(60_000)
    expect(ui.toasts()).toHaveLength(1)
    before.focus()
    flushSync()
    expect(ui.toasts()).toHaveLength(0)
    vi.useRealTimers()
  })
})
