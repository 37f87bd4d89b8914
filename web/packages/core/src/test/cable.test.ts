import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Cable, type CableOptions } from '../cable.ts'
import type { LiveEvent } from '../types.ts'

class Line {
  static all: Line[] = []
  readyState = 1
  sent: string[] = []
  onmessage: ((e: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  constructor() {
    Line.all.push(this)
  }
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.readyState = 3
    this.onclose?.()
  }
  tell(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  ready(seq: number): void {
    this.tell({ type: 'welcome' })
    this.tell({ type: 'confirm_subscription', identifier: 'id' })
    this.tell({ identifier: 'id', message: { event: 'guiche.ready', data: { seq } } })
  }
  event(seq: number): void {
    this.tell({ identifier: 'id', message: { event: 'message.created', data: { id: seq }, seq } })
  }
}

let seen: LiveEvent[]
let resyncs: number

function make(extra: Partial<CableOptions> = {}): Cable {
  return new Cable({
    url: () => 'ws://x/cable',
    identifier: () => 'id',
    onEvent: (e) => seen.push(e),
    onResync: () => resyncs++,
    onState: () => {},
    random: () => 0.5,
    socket: () => new Line() as unknown as WebSocket,
    ...extra,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  Line.all = []
  seen = []
  resyncs = 0
})
afterEach(() => vi.useRealTimers())

describe('cable', () => {
  it('hands events on once and in order', () => {
    make().start()
    const line = Line.all[0]!
    line.ready(10)
    line.event(11)
    line.event(11)
    line.event(12)
    expect(seen.map((e) => e.seq)).toEqual([11, 12])
    expect(JSON.parse(line.sent[0]!)).toEqual({ command: 'subscribe', identifier: 'id' })
  })

  it('comes back by itself and fetches what it missed before what is new', async () => {
    const missed = vi.fn(async () => ({
      events: [{ seq: 12, event: 'message.created', data: {} }],
      seq: 12,
      resync: false,
    }))
    make({ missed }).start()
    Line.all[0]!.ready(10)
    Line.all[0]!.event(11)
    Line.all[0]!.close()
    await vi.advanceTimersByTimeAsync(600)
    const again = Line.all[1]!
    again.ready(12)
    again.event(13)
    await vi.advanceTimersByTimeAsync(0)
    expect(missed).toHaveBeenCalledWith(11)
    expect(seen.map((e) => e.seq)).toEqual([11, 12, 13])
  })

  it('says so when it has to load everything again', async () => {
    make({ missed: async () => ({ events: [], seq: 99, resync: true }) }).start()
    Line.all[0]!.ready(10)
    Line.all[0]!.close()
    await vi.advanceTimersByTimeAsync(600)
    Line.all[1]!.ready(99)
    await vi.advanceTimersByTimeAsync(0)
    expect(resyncs).toBe(1)
  })

  it('leaves a silent line and waits longer each time', async () => {
    make().start()
    await vi.advanceTimersByTimeAsync(10_100)
    expect(Line.all).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(Line.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(10_000 + 800)
    expect(Line.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(200)
    expect(Line.all).toHaveLength(3)
  })
})
