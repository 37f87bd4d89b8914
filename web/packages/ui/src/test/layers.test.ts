//! The parts that open over the page: names, focus, Esc, and what axe says while they are open.
import { createRawSnippet, flushSync, type Component } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import * as ui from '../index'
import Stage from './Stage.svelte'
import { findings, press, settle, show } from './axe'

const text = (words: string) => createRawSnippet(() => ({ render: () => `<p>${words}</p>` }))
type Any = Component<Record<string, unknown>>

describe('Dialog', () => {
  it('is named, holds the focus and closes with Esc', async () => {
    const onclose = vi.fn()
    show(ui.Dialog as unknown as Any, { open: true, title: 'Novo marcador', description: 'Aparece nos atendimentos', children: text('corpo'), onclose })
    await settle()
    const dialog = document.querySelector('[role=dialog]')!
    expect(document.getElementById(dialog.getAttribute('aria-labelledby')!)!.textContent).toBe('Novo marcador')
    expect(dialog.contains(document.activeElement)).toBe(true)
    expect(await findings()).toEqual([])
    press('Escape')
    await settle()
    expect(onclose).toHaveBeenCalled()
  })
})

describe('ConfirmDialog', () => {
  it('stays open when what it does fails', async () => {
    const onconfirm = vi.fn(async () => Promise.reject(new Error('no')))
    show(ui.ConfirmDialog as unknown as Any, { open: true, title: 'Excluir o marcador?', body: 'Está em 12 atendimentos.', action: 'Excluir marcador', onconfirm })
    await settle()
    expect(await findings()).toEqual([])
    const verb = [...document.querySelectorAll('button')].find((button) => button.textContent!.includes('Excluir marcador'))!
    verb.click()
    await settle()
    expect(onconfirm).toHaveBeenCalledOnce()
    expect(document.querySelector('[role=alertdialog]')).not.toBeNull()
  })
})

describe('Sheet', () => {
  it('is a named dialog', async () => {
    show(ui.Sheet as unknown as Any, { open: true, title: 'Detalhes', children: text('corpo') })
    await settle()
    expect(document.querySelector('[role=dialog]')).not.toBeNull()
    expect(await findings()).toEqual([])
  })
})

describe('Menu, SplitButton, Popover and Select', () => {
  it('open by keyboard and pass axe', async () => {
    const chosen = vi.fn()
    const box = show(Stage as unknown as Any, { chosen })
    expect(await findings()).toEqual([])
    const menu = box.querySelector<HTMLElement>('[data-test=menu]')!
    menu.focus()
    press('ArrowDown')
    await settle(60)
    expect(document.querySelector('[role=menu]')).not.toBeNull()
    expect(await findings()).toEqual([])
    expect(document.activeElement!.getAttribute('role')).toBe('menuitem')
    press('Enter')
    await settle(60)
    expect(chosen).toHaveBeenCalledWith('abrir')
  })

  it('the popover is a named dialog', async () => {
    const box = show(Stage as unknown as Any, { chosen: () => undefined })
    box.querySelector<HTMLElement>('[data-test=popover]')!.click()
    await settle(60)
    expect(document.querySelector('[role=dialog]')!.getAttribute('aria-label')).toBe('Filtro')
    expect(await findings()).toEqual([])
  })

  it('the select opens its list and takes a choice', async () => {
    const box = show(Stage as unknown as Any, { chosen: () => undefined })
    const trigger = box.querySelector<HTMLElement>('[role=combobox]')!
    trigger.focus()
    press('ArrowDown')
    await settle(60)
    expect(document.querySelectorAll('[role=option]')).toHaveLength(2)
    expect(await findings()).toEqual([])
  })
})

describe('toasts', () => {
  it('are announced, offer to undo, and go away', async () => {
    vi.useFakeTimers()
    const undo = vi.fn()
    show(ui.Toaster as unknown as Any, {})
    ui.toast('Atendimento resolvido', { undo })
    flushSync()
    expect(document.querySelector('[aria-live=polite]')!.textContent).toContain('Atendimento resolvido')
    vi.advanceTimersByTime(7900)
    expect(ui.toasts()).toHaveLength(1)
    ;[...document.querySelectorAll('button')].find((button) => button.textContent === 'Desfazer')!.click()
    flushSync()
    expect(undo).toHaveBeenCalled()
    expect(ui.toasts()).toHaveLength(0)
    vi.useRealTimers()
  })
})

describe('tooltip', () => {
  it('appears on hover after a moment and leaves with Esc', async () => {
    const box = show(ui.Tooltip as unknown as Any, { text: 'Adiar', keys: 'S', children: createRawSnippet(() => ({ render: () => '<button>Adiar</button>' })) })
    box.querySelector('span')!.dispatchEvent(new PointerEvent('pointerenter'))
    await settle(400)
    const bubble = [...document.body.children].at(-1) as HTMLElement
    expect(bubble.textContent).toBe('AdiarS')
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    expect(bubble.hidden).toBe(true)
  })
})
