import { describe, expect, it } from 'vitest'
import { countOf, namesStatus, sameConditions } from '../conditions.ts'
import { complete, formOf, payloadOf, rowOf, sentence, spanOf, type FilterField, type Form, type Row } from '../form.ts'

const status: FilterField = {
  id: 'status',
  key: 'status',
  label: 'Situação',
  kind: 'choice',
  operators: ['equal_to', 'not_equal_to'],
  options: [
    { value: 'open', label: 'Aberto' },
    { value: 'pending', label: 'Pendente' },
  ],
}
const unread: FilterField = {
  id: 'unread',
  key: 'unread',
  label: 'Não lido',
  kind: 'truth',
  operators: ['equal_to'],
  options: [],
}
const cpf: FilterField = {
  id: 'contact_attribute:cpf',
  key: 'cpf',
  label: 'CPF',
  kind: 'text',
  operators: ['contains', 'is_present'],
  options: [],
  custom: 'contact_attribute',
}
const fields = [status, unread, cpf]

const words = {
  operator: (o: string) => (o === 'equal_to' ? 'é' : 'contém'),
  and: 'e',
  or: 'ou',
  amount: (_: string, value: string) => value,
}
const say = (form: Form): string => sentence(form, fields, words).map((piece) => piece.text).join('')

describe('conditions', () => {
  const open: Row = { field: 'status', operator: 'equal_to', values: ['open', 'pending'] }
  const number: Row = { field: 'contact_attribute:cpf', operator: 'contains', values: [' 123 '] }
  const unseen: Row = { field: 'unread', operator: 'equal_to', values: ['true'] }
  const form: Form = { joint: 'AND', items: [open, { joint: 'OR', rows: [number, unseen] }] }

  it('go to the server in its form and come back as they were', () => {
    const payload = payloadOf(form, fields)
    expect(payload).toEqual([
      { attribute_key: 'status', filter_operator: 'equal_to', values: ['open', 'pending'], query_operator: 'AND' },
      {
        conditions: [
          {
            attribute_key: 'cpf',
            filter_operator: 'contains',
            values: ['123'],
            query_operator: 'OR',
            custom_attribute_type: 'contact_attribute',
          },
          { attribute_key: 'unread', filter_operator: 'equal_to', values: [true], query_operator: null },
        ],
        query_operator: null,
      },
    ])
    expect(formOf(payload, fields)).toEqual({
      joint: 'AND',
      items: [open, { joint: 'OR', rows: [{ ...number, values: ['123'] }, unseen] }],
    })
    expect(countOf(payload)).toBe(3)
    expect(sameConditions(payload, structuredClone(payload))).toBe(true)
    expect(sameConditions(payload, payload.slice(0, 1))).toBe(false)
  })

  it('need no brackets between ORs', () => {
    const either: Form = { joint: 'OR', items: [{ joint: 'AND', rows: [open, unseen] }, number] }
    expect(payloadOf(either, fields).map((c) => c.query_operator)).toEqual(['AND', 'OR', null])
  })

  it('joined by AND and OR are groups of what AND joins', () => {
    const flat = [
      { attribute_key: 'status', filter_operator: 'equal_to', values: ['open'], query_operator: 'AND' as const },
      { attribute_key: 'unread', filter_operator: 'equal_to', values: [true], query_operator: 'OR' as const },
      { attribute_key: 'unread', filter_operator: 'equal_to', values: [false], query_operator: null },
    ]
    expect(formOf(flat, fields)).toEqual({
      joint: 'OR',
      items: [
        { joint: 'AND', rows: [{ ...open, values: ['open'] }, unseen] },
        { ...unseen, values: ['false'] },
      ],
    })
    const deep = [{ conditions: [{ conditions: flat, query_operator: 'AND' as const }, ...flat], query_operator: null }]
    expect(formOf(deep, fields)).toBeUndefined()
  })

  it('that say too little are left out', () => {
    expect(complete(rowOf(status))).toBe(false)
    expect(complete(rowOf(unread))).toBe(true)
    expect(complete({ field: 'x', operator: 'is_present', values: [] })).toBe(true)
    expect(payloadOf({ joint: 'AND', items: [rowOf(status), { ...rowOf(cpf), values: ['  '] }] }, fields)).toEqual([])
  })

  it('are one sentence', () => {
    expect(say({ joint: 'OR', items: [open, number] })).toBe('Situação é Aberto ou Pendente ou CPF contém 123.')
    expect(say(form)).toBe('Situação é Aberto ou Pendente e (CPF contém 123 ou não lido é true).')
    expect(say({ joint: 'AND', items: [] })).toBe('')
  })

  it('tell whether they mean a status', () => {
    expect(namesStatus(payloadOf(form, fields))).toBe(true)
    expect(namesStatus([{ conditions: payloadOf({ joint: 'AND', items: [open] }, fields), query_operator: null }])).toBe(true)
    expect(namesStatus(undefined)).toBe(false)
  })

  it('tell a span in its largest unit', () => {
    expect(spanOf('30')).toEqual({ amount: '30', unit: 'minutes' })
    expect(spanOf('120')).toEqual({ amount: '2', unit: 'hours' })
    expect(spanOf('2880')).toEqual({ amount: '2', unit: 'days' })
    expect(spanOf('')).toEqual({ amount: '', unit: 'minutes' })
  })
})
