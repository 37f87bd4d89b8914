import { expect, test } from 'vitest'
import { another, faulty, holidaysOf, overnight, readHolidays, weekOf } from './week.ts'

test('a week has seven days, and midnight as clocks show it', () => {
  const week = weekOf([{ day_of_week: 1, intervals: [{ from: '08:00', to: '24:00' }] }])
  expect(week).toHaveLength(7)
  expect(week[1]!.intervals).toEqual([{ from: '08:00', to: '00:00' }])
  expect(weekOf(undefined)[0]!.intervals).toEqual([])
  expect(holidaysOf({ national: true }).own).toEqual([])
})

test('intervals that share minutes are told', () => {
  expect(faulty([{ from: '08:00', to: '12:00' }, { from: '12:00', to: '18:00' }])).toBe(false)
  expect(faulty([{ from: '13:00', to: '18:00' }, { from: '08:00', to: '13:30' }])).toBe(true)
  expect(faulty([{ from: '22:00', to: '02:00' }])).toBe(false)
  expect(faulty([{ from: '', to: '02:00' }])).toBe(true)
  expect(overnight({ from: '22:00', to: '02:00' })).toBe(true)
  expect(overnight({ from: '08:00', to: '00:00' })).toBe(false)
  expect(another([{ from: '08:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' })
})

test('a table of holidays, however it is written', () => {
  const table = '\uFEFFdata;nome;mensagem\r\n24/06;São João;Viva\r\n08/12/2026;"Padroeira; Recife";\r\n31/02/2026;não há;\r\n2026-12-24,Véspera\r\n24/06;de novo;'
  expect(readHolidays(table)).toEqual([
    { date: '06-24', name: 'São João', message: 'Viva' },
    { date: '2026-12-08', name: 'Padroeira; Recife' },
    { date: '2026-12-24', name: 'Véspera' },
  ])
})

test('a calendar of holidays', () => {
  const calendar = 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260624\r\nSUMMARY:São João\\, no Reci\r\n fe\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261208T000000Z\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Padroeira\r\nEND:VEVENT\r\nEND:VCALENDAR'
  expect(readHolidays(calendar)).toEqual([
    { date: '2026-06-24', name: 'São João, no Recife' },
    { date: '12-08', name: 'Padroeira' },
  ])
})
