//! Values as people read and type them, in each language.
import { expect, test } from 'vitest'
import {
  maskedAttribute as masked,
  maskedDay,
  readAttribute as read,
  safeLink,
  shownAttribute as shown,
  typedAttribute as typed,
} from '../attributes.ts'

test('values are shown in the language of the desk', () => {
  expect(shown('currency', 1189.9, 'pt-BR').replace(/\s/g, ' ')).toBe('R$ 1.189,90')
  expect(shown('percent', 7.5, 'pt-BR')).toBe('7,5%')
  expect(shown('number', 1234.5, 'en')).toBe('1,234.5')
  expect(shown('date', '2026-11-22', 'pt-BR')).toBe('22/11/2026')
  expect(shown('date', '2026-11-22', 'en')).toBe('11/22/2026')
  expect(shown('cpf', '52998224725', 'es')).toBe('529.982.247-25')
  expect(shown('cnpj', '12ABC34501DE35', 'pt-BR')).toBe('12.ABC.345/01DE-35')
  expect(shown('cep', '50070000', 'pt-BR')).toBe('50070-000')
  expect(shown('phone', '+5511987654321', 'pt-BR')).toBe('(11) 98765-4321')
  expect(shown('text', null, 'pt-BR')).toBe('')
})

test('what is typed is read back', () => {
  expect(read('currency', 'R$ 1.189,90', 'pt-BR')).toBe(1189.9)
  expect(read('number', '1,234.5', 'en')).toBe(1234.5)
  expect(read('number', 'dez', 'pt-BR')).toBe('dez')
  expect(read('date', '22/11/2026', 'pt-BR')).toBe('2026-11-22')
  expect(read('date', '11/22/2026', 'en')).toBe('2026-11-22')
  expect(read('text', '  ', 'pt-BR')).toBeNull()
  for (const value of [1189.9, -2, 0.5]) expect(read('number', typed('number', value, 'pt-BR'), 'pt-BR')).toBe(value)
})

test('marks are put in while typing', () => {
  expect(masked('cpf', '5299822')).toBe('529.982.2')
  expect(masked('cnpj', '12abc3450')).toBe('12.ABC.345/0')
  expect(maskedDay('221120')).toBe('22/11/20')
})

test('only addresses of the web are links', () => {
  expect(safeLink('https://x.com')).toBe('https://x.com')
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', ' https://x', 1, null]) expect(safeLink(bad)).toBeUndefined()
})
