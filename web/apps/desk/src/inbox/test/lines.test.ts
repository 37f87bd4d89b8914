import { Formats, MESSAGE, type Message } from '@guiche/core'
import { describe, expect, it } from 'vitest'
import { linesOf } from '../thread/lines.ts'

const formats = new Formats('pt-BR', 'America/Sao_Paulo')
const day = Date.parse('2026-11-22T12:00:00-03:00') / 1000
const message = (id: number, at: number, changes: Partial<Message> = {}): Message => ({
  id,
  inbox_id: 1,
  conversation_id: 1,
  private: false,
  created_at: at,
  content: 'oi',
  message_type: MESSAGE.incoming,
  sender: { id: 9, name: 'Marina' },
  ...changes,
})
const types = (list: Message[], unread?: number): string[] => linesOf(list, [], unread, formats).map((l) => l.type)

describe('lines of a thread', () => {
  it('puts a day line over each day and joins what one person writes', () => {
    expect(types([message(1, day - 86_400), message(2, day), message(3, day + 60)])).toEqual([
      'day',
      'run',
      'day',
      'run',
    ])
  })

  it('parts by author, by note and by pause', () => {
    const out = { message_type: MESSAGE.outgoing, sender: { id: 1, name: 'Helena' } } as const
    const list = [
      message(1, day),
      message(2, day + 10, out),
      message(3, day + 20, { ...out, private: true }),
      message(4, day + 900, { ...out, private: true }),
    ]
    expect(types(list)).toEqual(['day', 'run', 'run', 'run', 'run'])
  })

  it('draws the unread line before the first unread message', () => {
    expect(types([message(1, day), message(2, day + 10)], 2)).toEqual(['day', 'run', 'unread', 'run'])
  })

  it('joins two timeline entries of the same minute', () => {
    const activity = { message_type: MESSAGE.activity, sender: null } as const
    const lines = linesOf(
      [message(1, day, activity), message(2, day + 5, activity), message(3, day + 8, activity)],
      [],
      undefined,
      formats,
    )
    expect(lines.map((l) => (l.type === 'activity' ? l.messages.length : l.type))).toEqual(['day', 2, 1])
  })

  it('shows what is on its way at the end, also when the clock runs behind', () => {
    const pending = {
      echo: 'e',
      conversation: 1,
      content: 'indo',
      private: false,
      files: [],
      createdAt: (day - 3600) * 1000,
      state: 'waiting',
      progress: [],
    } as const
    const lines = linesOf([message(1, day)], [{ ...pending, files: [] }], undefined, formats)
    expect(lines.map((l) => l.type)).toEqual(['day', 'run', 'run'])
    // Once it is among the messages it stands there alone: two lines of one key would end the thread.
    const there = message(2, day + 5, { message_type: MESSAGE.outgoing, content: 'indo', echo_id: pending.echo })
    const after = linesOf([message(1, day), there], [{ ...pending, files: [] }], undefined, formats)
    expect(after.flatMap((l) => (l.type === 'run' ? l.bubbles.map((b) => b.key) : []))).toEqual(['m1', pending.echo])
  })
})
