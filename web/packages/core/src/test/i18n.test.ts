import { describe, expect, it } from 'vitest'
import { I18n } from '../i18n.ts'
import { chooseLocale } from '../locale.ts'
import { firstName, renderVariables } from '../variables.ts'

describe('words', () => {
  it('fills placeholders and plurals', () => {
    const i = new I18n('pt-BR')
    i.add({ hi: 'Oi, {name}', n: '{n, plural, =0 {nenhuma} one {# conversa} other {# conversas}}' })
    expect(i.t('hi', { name: 'Marina' })).toBe('Oi, Marina')
    expect(i.t('n', { n: 0 })).toBe('nenhuma')
    expect(i.t('n', { n: 1 })).toBe('1 conversa')
    expect(i.t('n', { n: 1200 })).toBe('1.200 conversas')
  })

  it('puts a namespace before the keys of a feature', () => {
    const i = new I18n()
    i.add({ title: 'Marcadores' }, 'labels')
    expect(i.t('labels.title')).toBe('Marcadores')
  })

  it('chooses the nearest language', () => {
    expect(chooseLocale('fr', 'es-MX')).toBe('es')
    expect(chooseLocale('pt_BR')).toBe('pt-BR')
    expect(chooseLocale(null)).toBe('pt-BR')
  })
})

describe('variables', () => {
  it('fills what it knows and leaves the rest to be seen', () => {
    const values = { 'contact.first_name': 'Marina', 'contact.email': null }
    expect(renderVariables('Oi, {{ contact.first_name }}! {{contact.email}}{{x.y}}', values)).toBe(
      'Oi, Marina! {{x.y}}',
    )
    expect(firstName(' Ana Beatriz ')).toBe('Ana')
  })
  it('leaves no comma before a name that is not known', () => {
    const nobody = { 'contact.first_name': '' }
    expect(renderVariables('Oi, {{contact.first_name}}! Tudo bem?', nobody)).toBe('Oi! Tudo bem?')
    expect(renderVariables('Só um momento, {{ contact.first_name }}.', nobody)).toBe('Só um momento.')
    expect(renderVariables('Oi {{contact.first_name}}, tudo bem?', nobody)).toBe('Oi, tudo bem?')
    expect(renderVariables('Oi {{contact.first_name}} tudo bem?\n{{toString}}', nobody)).toBe(
      'Oi  tudo bem?\n{{toString}}',
    )
  })
})
