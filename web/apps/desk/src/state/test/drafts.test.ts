import { ApiError, type Draft, type DraftChange } from '@guiche/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
// The store only asks it for names.
vi.mock('../../lib/session.svelte.ts', () => ({ session: {} }))
import { Drafts } from '../drafts.svelte.ts'

const stored = (number: number, content: string, at: number, isPrivate = false): Draft => ({ conversation_id: number, private: isPrivate, content, in_reply_to: null, attachments: [], updated_at: at / 1000 })

describe('drafts', () => {
  let sent: [number, DraftChange][]
  let server: Draft[]
  let broken: ApiError | undefined
  let drafts: Drafts
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 })
    sent = []
    server = []
    broken = undefined
    drafts = new Drafts(
      {
        all: async () => server,
        keep: async (number, change) => {
          if (broken) throw broken
          sent.push([number, change])
          return []
        },
      },
      () => '1/1',
    )
  })
  afterEach(() => vi.useRealTimers())

  it('keeps each tab and saves a moment later, once', async () => {
    drafts.set(5, false, { text: 'o', files: [] })
    drafts.set(5, false, { text: 'oi', files: [] })
    vi.advanceTimersByTime(20)
    drafts.set(5, true, { text: 'nota', files: [] })
    expect(drafts.has(5)).toBe(true)
    expect(drafts.textOf(5)).toBe('nota')
    expect(drafts.lastTab(5)).toBe(true)
    expect(sent).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(800)
    expect(sent.map(([n, c]) => [n, c.message, c.private])).toEqual([[5, 'oi', false], [5, 'nota', true]])
  })
  it('forgets an emptied one, here and there', async () => {
    drafts.set(5, false, { text: 'oi', files: [] })
    await vi.advanceTimersByTimeAsync(800)
    drafts.set(5, false, { text: '', files: [] })
    expect(drafts.has(5)).toBe(false)
    await vi.advanceTimersByTimeAsync(800)
    expect(sent.at(-1)?.[1].message).toBe('')
    expect(drafts.get(5, false)).toBeUndefined()
  })
  it('takes what another device wrote, but never over what is being written here', async () => {
    const told = vi.fn()
    drafts.onRemote = told
    drafts.apply({ conversation_id: 5, private: false, draft: stored(5, 'do celular', 2_000_000), device: 'other' })
    expect(drafts.textOf(5)).toBe('do celular')
    expect(told).toHaveBeenCalledWith(5, false)
    drafts.set(5, false, { text: 'aqui', files: [] })
    drafts.apply({ conversation_id: 5, private: false, draft: stored(5, 'lá', 3_000_000), device: 'other' })
    expect(drafts.textOf(5)).toBe('aqui')
    // A clock that is behind still counts as later than what is known.
    await vi.advanceTimersByTimeAsync(800)
    expect(sent.at(-1)?.[1].at).toBeGreaterThan(2_000_000)
  })
  it('ignores its own echo', () => {
    drafts.set(5, false, { text: 'meu', files: [] })
    drafts.apply({ conversation_id: 5, private: false, draft: null, device: drafts.device })
    expect(drafts.textOf(5)).toBe('meu')
  })
  it('tries again when the line is down', async () => {
    broken = new ApiError(0, '')
    drafts.set(5, false, { text: 'oi', files: [] })
    await vi.advanceTimersByTimeAsync(800)
    expect(sent).toHaveLength(0)
    broken = undefined
    await vi.advanceTimersByTimeAsync(6000)
    expect(sent).toHaveLength(1)
  })
  it('reads the server at the start', async () => {
    server = [stored(9, 'de ontem', 900_000)]
    await drafts.load()
    await vi.advanceTimersByTimeAsync(10)
    expect(drafts.textOf(9)).toBe('de ontem')
  })
})
