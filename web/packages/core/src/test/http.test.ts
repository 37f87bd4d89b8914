import { describe, expect, it } from 'vitest'
import { ApiError, queryText } from '../http.ts'

describe('http', () => {
  it('writes queries without empty parts and lists with brackets', () => {
    expect(queryText({ a: 1, b: undefined, c: '', labels: ['x', 'y'] })).toBe('?a=1&labels%5B%5D=x&labels%5B%5D=y')
    expect(queryText({})).toBe('')
  })

  it('reads field errors in every shape', () => {
    expect(new ApiError(422, 'Confira', { attributes: ['name'] }).fields).toEqual({ name: 'Confira' })
    expect(new ApiError(422, 'x', { errors: { email: ['ruim'] } }).fields).toEqual({ email: 'ruim' })
    expect(new ApiError(422, 'x', { attributes: [{ field: 'phone', message: 'Falta o DDD' }] }).fields).toEqual({
      phone: 'Falta o DDD',
    })
    expect(new ApiError(0, '').temporary).toBe(true)
  })
})
