// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { Outbox } from '../lib/outbox'
import type { Draft } from '../lib/types'

const draft = (more: Partial<Draft>): Draft => ({
  echo: 'e',
  conversation: 0,
  text: 'oi',
  at: Date.now(),
  state: 'sending',
  ...more,
})

beforeEach(() => localStorage.clear())

test('what was not sent comes back to be sent again; what was refused stays refused', () => {
  const outbox = new Outbox('site')
  outbox.write([
    draft({ echo: 'a' }),
    draft({ echo: 'b', state: 'failed', why: 'não' }),
    draft({ echo: 'c', text: '', file: new File([], 'x') }),
  ])
  const back = new Outbox('site').read()
  expect(back.map((d) => [d.echo, d.state, d.tried])).toEqual([
    ['a', 'waiting', true],
    ['b', 'failed', true],
  ])
  expect(new Outbox('other').read()).toEqual([])
})

test('nothing is kept once all is sent, nor for ever', () => {
  const outbox = new Outbox('site')
  outbox.write([draft({})])
  outbox.write([])
  expect(localStorage.length).toBe(0)
  outbox.write([draft({ at: Date.now() - 8 * 86_400_000 })])
  expect(outbox.read()).toEqual([])
  localStorage.setItem('guiche.outbox.site', 'not json')
  expect(outbox.read()).toEqual([])
})
