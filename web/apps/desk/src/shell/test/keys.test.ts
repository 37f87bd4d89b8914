import { describe, expect, it } from 'vitest'
import { features } from '../../lib/features.ts'
import { KEYS } from '../../lib/keys.ts'

describe('keys', () => {
  it('mean one thing each, with those of the features', () => {
    const all = [...Object.values(KEYS), ...features.flatMap((f) => (f.conversationChoices ? [f.conversationChoices.key] : []))]
    expect(new Set(all).size).toBe(all.length)
  })
})
