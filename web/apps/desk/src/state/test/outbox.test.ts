import { ApiError, type NewMessage, type Upload } from '@guiche/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const sent: NewMessage[] = []
let refuse: ApiError | undefined
let uploads = 0
vi.mock('../../lib/session.svelte.ts', () => ({
  session: {
    account: { id: 1 },
    me: { id: 1 },
    http: { headers: {} },
    api: {
      path: (rest: string) => rest,
      send: async (_: number, message: NewMessage) => {
        if (refuse) throw refuse
        sent.push(message)
        return { id: sent.length, echo_id: message.echo_id }
      },
      thread: {
        upload: async (_: number, file: File) => {
          uploads++
          return {
            signed_id: `s-${file.name}`,
            file_name: file.name,
            content_type: file.type,
            file_size: file.size,
          } as Upload
        },
      },
    },
  },
}))
const { Outbox } = await import('../outbox.svelte.ts')
const { outFile } = await import('../local.ts')

const message = (echo: string, more: object = {}) => ({
  echo,
  conversation: 5,
  content: echo,
  private: false,
  files: [],
  createdAt: 1,
  ...more,
})

describe('outbox', () => {
  let outbox: InstanceType<typeof Outbox>
  beforeEach(() => {
    vi.useFakeTimers()
    sent.length = uploads = 0
    refuse = undefined
    outbox = new Outbox()
  })
  afterEach(() => vi.useRealTimers())

  it('sends at once without seconds to undo', async () => {
    outbox.add(message('a'))
    await vi.advanceTimersByTimeAsync(0)
    expect(sent.map((m) => m.echo_id)).toEqual(['a'])
    expect(outbox.all).toEqual([])
  })
  it('holds a reply that long; taken back it is never sent', async () => {
    outbox.add(message('a'), 3000)
    expect(outbox.all[0]?.state).toBe('held')
    await vi.advanceTimersByTimeAsync(2900)
    expect(sent).toEqual([])
    outbox.remove('a')
    await vi.advanceTimersByTimeAsync(5000)
    expect(sent).toEqual([])
  })
  it('lets the one before go when another is written', async () => {
    outbox.add(message('a'), 3000)
    outbox.add(message('b'), 3000)
    await vi.advanceTimersByTimeAsync(10)
    expect(sent.map((m) => m.echo_id)).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(3000)
    expect(sent.map((m) => m.echo_id)).toEqual(['a', 'b'])
  })
  it('keeps what failed, with the reason, and goes on with the next', async () => {
    refuse = new ApiError(422, 'Longo demais')
    outbox.add(message('a'))
    await vi.advanceTimersByTimeAsync(0)
    expect(outbox.all[0]).toMatchObject({ state: 'failed', error: 'Longo demais', content: 'a' })
    refuse = undefined
    outbox.add(message('b'))
    await vi.advanceTimersByTimeAsync(0)
    expect(sent.map((m) => m.echo_id)).toEqual(['b'])
    outbox.retry('a')
    await vi.advanceTimersByTimeAsync(0)
    expect(sent.map((m) => m.echo_id)).toEqual(['b', 'a'])
  })
  it('tries the same again when the line is down, in order', async () => {
    refuse = new ApiError(0, '')
    outbox.add(message('a'))
    outbox.add(message('b'))
    await vi.advanceTimersByTimeAsync(0)
    expect(outbox.all.map((m) => m.state)).toEqual(['waiting', 'waiting'])
    refuse = undefined
    await vi.advanceTimersByTimeAsync(4100)
    expect(sent.map((m) => m.echo_id)).toEqual(['a', 'b'])
  })
  it('puts files up before their message, each once over a new try', async () => {
    refuse = new ApiError(0, '')
    outbox.add(message('a', { files: [outFile(new File(['1'], 'um.txt')), outFile(new File(['2'], 'dois.txt'))] }))
    await vi.advanceTimersByTimeAsync(0)
    refuse = undefined
    await vi.advanceTimersByTimeAsync(4100)
    expect(sent[0]?.attachments).toEqual(['s-um.txt', 's-dois.txt'])
    expect(uploads).toBe(2)
  })
  it('forgets what the socket says has arrived', () => {
    outbox.add(message('a'), 3000)
    outbox.arrived('a')
    expect(outbox.all).toEqual([])
  })
})
