import { PLAIN_CHANNEL, type Message } from '@guiche/core'
import { describe, expect, it } from 'vitest'
import { actionsOf, toggled } from '../thread/message-actions.ts'

const me = 7
const base = {
  id: 1,
  inbox_id: 1,
  conversation_id: 1,
  private: false,
  created_at: 1,
  content: 'oi',
  message_type: 1,
  content_type: 'text',
  status: 'sent',
  sender: { id: me, name: 'Ana', type: 'user' },
} as Message
const all = { ...PLAIN_CHANNEL, reactions: true, edits: true, deletes: true }
const of = (message: Partial<Message>, capabilities = all, administrator = false): string[] =>
  [...actionsOf({ ...base, ...message } as Message, { me, administrator, capabilities })].sort()

describe('actions of a message', () => {
  it('offers everything on one of my own', () => {
    expect(of({})).toEqual(['copy', 'delete', 'edit', 'forward', 'link', 'note', 'react', 'reply'])
  })
  it('never offers to edit or delete the customer’s words', () => {
    expect(of({ message_type: 0, sender: { id: 7, name: 'Marina', type: 'contact' } }, all, true)).toEqual([
      'copy',
      'forward',
      'link',
      'note',
      'react',
      'reply',
    ])
  })
  it('leaves only the link of a deleted one', () => {
    expect(of({ content_attributes: { deleted: true } })).toEqual(['link'])
  })
  it('asks the channel, except for notes', () => {
    const poor = { ...PLAIN_CHANNEL, quotes: false, reactions: false, edits: false, deletes: false }
    expect(of({}, poor)).toEqual(['copy', 'forward', 'link', 'note'])
    expect(of({ private: true }, poor)).toEqual(['copy', 'delete', 'edit', 'link', 'react'])
  })
  it('lets administrators delete what others wrote, not edit it', () => {
    const other = { sender: { id: 8, name: 'Rui', type: 'user' } }
    expect(of(other, all, true)).toContain('delete')
    expect(of(other, all, true)).not.toContain('edit')
    expect(of(other)).not.toContain('delete')
  })
  it('offers nothing on a line of the timeline', () => {
    expect(of({ message_type: 2 })).toEqual([])
  })
})

describe('reactions', () => {
  const person = { id: me, name: 'Ana' }
  it('adds, changes and takes back, one for each person', () => {
    const one = toggled(base, '👍', person)
    expect(one).toEqual([{ emoji: '👍', count: 1, by: [{ type: 'user', id: me, name: 'Ana' }] }])
    const other = toggled({ ...base, reactions: one }, '❤️', person)
    expect(other.map((r) => r.emoji)).toEqual(['❤️'])
    expect(toggled({ ...base, reactions: other }, '❤️', person)).toEqual([])
  })
  it('joins a contact of the same number without taking its place', () => {
    const theirs = [{ emoji: '👍', count: 1, by: [{ type: 'contact', id: me, name: 'Marina' }] }]
    expect(toggled({ ...base, reactions: theirs }, '👍', person)[0]?.count).toBe(2)
  })
})
