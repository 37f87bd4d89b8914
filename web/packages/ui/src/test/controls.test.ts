//! Each control: its name, its state, its keys, and what axe says.
import { createRawSnippet, flushSync, type Component } from 'svelte'
import Globe from '@lucide/svelte/icons/globe'
import { describe, expect, it, vi } from 'vitest'
import * as ui from '../index'
import { findings, press, settle, show } from './axe'

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }))
const options = [
  { value: 'a', label: 'Vendas', count: 3 },
  { value: 'b', label: 'Entregas', icon: Globe },
  { value: 'c', label: 'Financeiro', hue: 40 },
]
type Any = Component<Record<string, unknown>>

const cases: [string, unknown, Record<string, unknown>][] = [
  ['Avatar', ui.Avatar, { name: 'Ana Beatriz Souza', id: 7, alt: 'Ana', presence: 'online' }],
  ['Avatar with a channel', ui.Avatar, { name: 'Ana', id: 7, channel: 'whatsapp' }],
  ['Button', ui.Button, { children: text('Salvar'), keys: 'Ctrl S', icon: Globe }],
  ['Button busy', ui.Button, { children: text('Salvar'), busy: true, variant: 'primary' }],
  ['Button disabled', ui.Button, { children: text('Salvar'), disabled: true, hint: 'Escreva o nome' }],
  ['Button link', ui.Button, { children: text('Abrir'), href: '/x' }],
  ['ChannelGlyph', ui.ChannelGlyph, { icon: 'instagram', label: 'Instagram' }],
  ['Checkbox', ui.Checkbox, { label: 'Concordo', hint: 'Pode mudar depois' }],
  ['Chips', ui.Chips, { label: 'Equipes', options, value: ['a'] }],
  ['ColorField', ui.ColorField, { label: 'Cor' }],
  ['Combobox', ui.Combobox, { label: 'Agentes', options, multiple: true, value: ['a', 'b'] }],
  ['EmptyState', ui.EmptyState, { title: 'Nada aqui', drawing: true }],
  ['Field', ui.Field, { label: 'Nome', hint: 'Como aparece', counter: true, maxlength: 24, value: 'Aurora' }],
  ['Field with an error', ui.Field, { label: 'Nome', error: 'Escreva o nome' }],
  ['Field password', ui.Field, { label: 'Senha', type: 'password' }],
  ['Field text that grows', ui.Field, { label: 'Mensagem', type: 'textarea' }],
  ['Field number', ui.Field, { label: 'Dias', type: 'number', value: 3, suffix: 'dias' }],
  ['IconButton', ui.IconButton, { icon: Globe, label: 'Abrir o site', pressed: true, keys: 'O' }],
  ['Kbd', ui.Kbd, { keys: 'Ctrl K' }],
  ['LabelChip', ui.LabelChip, { title: 'vip', color: '#AA33CC', onremove: () => undefined }],
  ['PageHeader', ui.PageHeader, { title: 'Chat do site', crumbs: [{ label: 'Caixas', href: '/a' }], actions: text('x') }],
  ['Presence', ui.Presence, { state: 'busy' }],
  ['RadioCard', ui.RadioCard, { name: 'c', value: 'a', group: 'a', label: 'Chat do site', hint: 'Um código', icon: Globe }],
  ['Segmented', ui.Segmented, { label: 'Tema', options, value: 'a' }],
  ['Segmented with icons', ui.Segmented, { label: 'Tela', options: options.slice(1, 2), value: 'b', iconsOnly: true }],
  ['Select', ui.Select, { label: 'Equipe', options, value: 'b' }],
  ['Skeleton', ui.Skeleton, { kind: 'rows' }],
  ['Switch', ui.Switch, { label: 'Ligado', hint: 'Vale já', checked: true }],
  ['Table', ui.Table, { label: 'Pessoas', columns: [{ key: 'n', label: 'Nome' }], rows: ['x'], id: (r: string) => r, cell: text('Ana') }],
  ['Tabs', ui.Tabs, { label: 'Partes', items: options, value: 'a' }],
  ['Tabs as links', ui.Tabs, { label: 'Partes', items: options.map((o) => ({ ...o, href: '/' + o.value })), value: 'a' }],
  ['Tag', ui.Tag, { tone: 'ok', icon: Globe, children: text('No ar') }],
  ['Toaster', ui.Toaster, {}],
  ['Tooltip', ui.Tooltip, { text: 'Mais', children: createRawSnippet(() => ({ render: () => '<button>Mais</button>' })) }],
]

describe('axe finds nothing', () => {
  it.each(cases)('%s', async (_name, part, props) => {
    show(part as Any, props)
    expect(await findings()).toEqual([])
  })
})

describe('Button', () => {
  it('does nothing while busy or disabled, but keeps the focus', () => {
    const onclick = vi.fn()
    const box = show(ui.Button as unknown as Any, { children: text('Salvar'), busy: true, onclick })
    const button = box.querySelector('button')!
    button.focus()
    button.click()
    expect(onclick).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(button)
  })
})

describe('Field', () => {
  it('shows and hides a password, and says so', () => {
    const box = show(ui.Field as unknown as Any, { label: 'Senha', type: 'password', value: 'segredo' })
    const eye = box.querySelector('button')!
    expect(eye.getAttribute('aria-label')).toBe('Mostrar a senha')
    eye.click()
    flushSync()
    expect(box.querySelector('input')!.type).toBe('text')
    expect(eye.getAttribute('aria-label')).toBe('Ocultar a senha')
  })

  it('joins label, error and hint to the input', () => {
    const box = show(ui.Field as unknown as Any, { label: 'Nome', error: 'Escreva o nome', hint: 'Até 24' })
    const input = box.querySelector('input')!
    expect(box.querySelector('label')!.htmlFor).toBe(input.id)
    const described = input.getAttribute('aria-describedby')!.split(' ').map((id) => document.getElementById(id)!.textContent!.trim())
    expect(described).toEqual(['Escreva o nome', 'Até 24'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })
})

describe('Tabs', () => {
  it('moves with the arrows and wraps', () => {
    const onchange = vi.fn()
    const box = show(ui.Tabs as unknown as Any, { label: 'Partes', items: options, value: 'a', onchange })
    ;(box.querySelector('[aria-selected=true]') as HTMLElement).focus()
    press('ArrowLeft')
    expect(onchange).toHaveBeenLastCalledWith('c')
    expect(document.activeElement!.textContent).toContain('Financeiro')
    press('Home')
    expect(onchange).toHaveBeenLastCalledWith('a')
  })
})

describe('Chips', () => {
  it('keeps one chosen, or toggles several', () => {
    const onchange = vi.fn()
    const box = show(ui.Chips as unknown as Any, { label: 'Equipes', options, value: ['a'], multiple: true, onchange })
    const [first, second] = box.querySelectorAll('button')
    second!.click()
    expect(onchange).toHaveBeenLastCalledWith(['a', 'b'])
    flushSync()
    first!.click()
    expect(onchange).toHaveBeenLastCalledWith(['b'])
  })
})

describe('Switch', () => {
  it('toggles and stays when disabled', () => {
    const box = show(ui.Switch as unknown as Any, { label: 'Ligado' })
    const knob = box.querySelector('button')!
    knob.click()
    flushSync()
    expect(knob.getAttribute('aria-checked')).toBe('true')
    const fixed = show(ui.Switch as unknown as Any, { label: 'Fixo', disabled: true }).querySelector('button')!
    fixed.click()
    flushSync()
    expect(fixed.getAttribute('aria-checked')).toBe('false')
  })
})

describe('Combobox', () => {
  it('takes the last one away with Backspace', () => {
    const onchange = vi.fn()
    const box = show(ui.Combobox as unknown as Any, { label: 'Agentes', options, multiple: true, value: ['a', 'b'], onchange })
    box.querySelector('input')!.focus()
    press('Backspace')
    expect(onchange).toHaveBeenCalledWith(['a'])
  })

  it('asks the server while typing', async () => {
    const load = vi.fn(async (query: string) => [{ value: query, label: `Achado ${query}` }])
    const box = show(ui.Combobox as unknown as Any, { label: 'Agentes', load, multiple: true })
    const input = box.querySelector('input')!
    input.focus()
    input.value = 'hel'
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await vi.waitFor(() => expect(load).toHaveBeenCalledWith('hel'), 3000)
    await settle()
    expect(document.querySelector('[role=option]')!.textContent).toContain('Achado hel')
  })
})

describe('words of the parts', () => {
  it('change with the language', () => {
    ui.setUiLocale('es')
    const box = show(ui.Field as unknown as Any, { label: 'Contraseña', type: 'password' })
    expect(box.querySelector('button')!.getAttribute('aria-label')).toBe('Mostrar la contraseña')
    ui.setUiLocale('pt-BR')
  })
})
