//! Sections keep the place they were given; new ones find theirs.
import { expect, test } from 'vitest'
import { arranged, placed, stepped } from '../order.ts'

test('new sections stand where they would by themselves', () => {
  expect(arranged(['a', 'b', 'c'], [])).toEqual(['a', 'b', 'c'])
  expect(arranged(['a', 'b', 'c', 'd'], ['d', 'a', 'gone'])).toEqual(['d', 'a', 'b', 'c'])
  expect(arranged(['new', 'a'], ['a'])).toEqual(['new', 'a'])
})

test('steps and drops stay inside', () => {
  expect(stepped(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c'])
  expect(stepped(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c'])
  expect(placed(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a'])
  expect(placed(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b'])
  expect(placed(['a', 'b'], 'x', 'a')).toEqual(['a', 'b'])
})
