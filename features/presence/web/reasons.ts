//! The reasons for a break, from the server.
import type { DeskContext } from '@guiche/core'

/** A reason, with the minutes it usually takes. */
export interface Reason {
  name: string
  minutes: number | null
}

/** All reasons, in the order shown. */
export async function reasons(desk: DeskContext): Promise<Reason[]> {
  return (await desk.api.http.get<{ payload: Reason[] }>(desk.api.path('pause_reasons'))).payload
}

/** Puts these in place of all; answers what is kept. */
export async function keep(desk: DeskContext, all: readonly Reason[]): Promise<Reason[]> {
  return (await desk.api.http.put<{ payload: Reason[] }>(desk.api.path('pause_reasons'), { reasons: all })).payload
}
