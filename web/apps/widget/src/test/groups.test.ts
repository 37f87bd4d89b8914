import { expect, test } from 'vitest'
import { group, onlyEmoji } from '../lib/groups'
import type { Message } from '../lib/types'

const at = new Date(2026, 10, 22, 15, 0).getTime() / 1000
const message = (id: number, kind: 0 | 1, minutes: number, sender = 1): Message => ({
  id,
  content: `m${id}`,
  message_type: kind,
  created_at: at + minutes * 60,
  conversation_id: 1,
  sender: kind ? { id: sender, name: 'Helena', type: 'user' } : null,
})

test('messages of one speaker stand together, unless time or a day lies between', () => {
  const shown = group(
    [
      message(1, 1, 0),
      message(2, 1, 1),
      message(3, 0, 2),
      message(4, 1, 3),
      message(5, 1, 20),
      message(6, 1, 21, 2),
      message(7, 1, 24 * 60),
    ],
    0,
  )
  expect(shown.map((s) => s.last)).toEqual([false, true, true, true, true, true, true])
  expect(shown.map((s) => s.first)).toEqual([true, false, true, true, true, true, true])
  expect(shown.map((s) => s.day)).toEqual([true, false, false, false, false, false, true])
})

test('the line of what is new stands above the team’s unread messages', () => {
  const all = [message(1, 1, 0), message(2, 0, 1), message(3, 1, 2), message(4, 1, 3)]
  expect(group(all, 2).map((s) => s.fresh)).toEqual([false, false, true, false])
  expect(group(all, 0).some((s) => s.fresh)).toBe(false)
  expect(group(all, 9).map((s) => s.fresh)).toEqual([true, false, false, false])
  expect(group([], 3)).toEqual([])
})

test('a few emoji alone are shown large', () => {
  for (const yes of ['😀', '👍🏽', '👨‍👩‍👧', '🇧🇷', ' ❤️ ', '🎉🎉']) expect(onlyEmoji(yes), yes).toBe(true)
  for (const no of ['', 'oi 😀', '1', '#', '3️⃣ oi', ':)', '😀'.repeat(20)]) expect(onlyEmoji(no), no).toBe(false)
})
