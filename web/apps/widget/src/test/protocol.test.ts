import { expect, test } from 'vitest'
import { pack, unpack } from '../loader/protocol'

test('what is packed is read again; what is not ours is not', () => {
  expect(unpack(pack('toggle-open', { isOpen: true }))).toEqual({ event: 'toggle-open', isOpen: true })
  const strange = [
    undefined,
    null,
    7,
    {},
    { event: 'x' },
    '',
    'chatwoot-widget:',
    'chatwoot-widget:{',
    'chatwoot-widget:null',
    'chatwoot-widget:[]',
    'chatwoot-widget:{"event":7}',
    'other:{"event":"x"}',
  ]
  for (const data of strange) expect(unpack(data), String(data)).toBeUndefined()
})
