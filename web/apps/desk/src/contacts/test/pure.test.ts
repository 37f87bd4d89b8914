//! What is said of two contacts, and what time it is where one is.
import type { Contact } from '@guiche/core'
import { expect, test } from 'vitest'
import { timeThere, zoneOf } from '../local-time.ts'
import { compare, differs, fieldsFrom } from '../merge.ts'

const ana: Contact = { id: 1, name: 'Ana', email: 'a@x.com', phone_number: null, additional_attributes: { city: 'Recife' }, custom_attributes: { cpf: '1', vip: true } }
const twin: Contact = { id: 2, name: 'Ana L.', email: null, phone_number: '+5592987654321', additional_attributes: { city: 'Olinda' }, custom_attributes: { cpf: '1' } }

test('only what differs is to be chosen', () => {
  const lines = compare(ana, twin)
  expect(lines.map((l) => l.key)).toEqual(['name', 'email', 'phone_number', 'additional_attributes.city', 'custom_attributes.cpf', 'custom_attributes.vip'])
  expect(lines.filter(differs).map((l) => l.key)).toEqual(['name', 'additional_attributes.city'])
})

test('what is taken from the one that goes', () => {
  expect(fieldsFrom(twin, ['name', 'additional_attributes.city', 'custom_attributes.cpf'])).toEqual({ name: 'Ana L.', additional_attributes: { city: 'Olinda' }, custom_attributes: { cpf: '1' } })
})

test('the time there shows when it is another', () => {
  const noon = Date.UTC(2026, 10, 22, 15, 0) / 1000
  expect(timeThere(twin, noon, 'pt-BR', 'America/Sao_Paulo')).toBe('11:00')
  expect(timeThere({ ...twin, phone_number: '+5511987654321' }, noon, 'pt-BR', 'America/Sao_Paulo')).toBeUndefined()
  expect(zoneOf({ ...ana, additional_attributes: { timezone: 'Europe/Lisbon' } })).toBe('Europe/Lisbon')
  expect(zoneOf({ ...ana, additional_attributes: { timezone: '<x>' } })).toBeUndefined()
})
