import { expect, test } from 'vitest'
import { answers, international, phone, wrong } from '../lib/form'
import type { FormField } from '../lib/types'

const field = (more: Partial<FormField>): FormField => ({
  field_type: 'standard',
  name: 'emailAddress',
  type: 'email',
  label: '',
  placeholder: '',
  required: true,
  enabled: true,
  ...more,
})

test('a phone is written as it is read, and sent with its country', () => {
  for (const [typed, shown] of [
    ['8', '8'],
    ['81999', '(81) 999'],
    ['8199999', '(81) 9999-9'],
    ['8133334444', '(81) 3333-4444'],
    ['81999990142', '(81) 99999-0142'],
    ['(81) 99999-01429', '(81) 99999-0142'],
    ['+351 912 345 678', '+351 912 345 678'],
  ] as const)
    expect(phone(typed), typed).toBe(shown)
  expect(international('(81) 99999-0142')).toBe('+5581999990142')
  expect(international('+351 912-345-678')).toBe('+351912345678')
})

test('what is wrong is told by its field', () => {
  expect(wrong(field({}), '')).toBe('form.required')
  expect(wrong(field({ required: false }), ' ')).toBe('')
  expect(wrong(field({}), 'marina@gmail')).toBe('form.email_end')
  expect(wrong(field({}), 'marina')).toBe('form.email_wrong')
  expect(wrong(field({}), 'marina@gmail.com')).toBe('')
  expect(wrong(field({ type: 'phone' }), '(81) 9999')).toBe('form.phone_wrong')
  expect(wrong(field({ type: 'number' }), '1.234,5')).toBe('')
  expect(wrong(field({ type: 'number' }), 'dois')).toBe('form.number_wrong')
  expect(wrong(field({ type: 'link' }), 'aurora.com.br/x')).toBe('')
  expect(wrong(field({ type: 'text', regex_pattern: '^\\d{5}$' }), '1234')).toBe('form.pattern_wrong')
  expect(wrong(field({ type: 'text', regex_pattern: '(' }), 'x'), 'a broken pattern refuses nobody').toBe('')
  expect(wrong(field({ type: 'checkbox' }), false)).toBe('form.required')
})

test('answers go where they belong, typed', () => {
  const fields = [
    field({}),
    field({ name: 'phoneNumber', type: 'phone' }),
    field({ name: 'fullName', type: 'text' }),
    field({ field_type: 'contact_attribute', name: 'vip', type: 'checkbox' }),
    field({ field_type: 'conversation_attribute', name: 'pedido', type: 'number' }),
  ]
  const values = { emailAddress: ' m@x.com ', phoneNumber: '(81) 99999-0142', fullName: '', vip: true, pedido: '88213' }
  expect(answers(fields, values, true)).toEqual({
    contact: { email: 'm@x.com', phone_number: '+5581999990142', custom_attributes: { vip: true } },
    custom_attributes: { pedido: 88213 },
    consent: true,
  })
})
