//! The account's labels, loaded once and again when they change, for every row and chip.
import type { Contact, Conversation, DeskContext, Label } from '@guiche/core'
import { hueOfHex } from '@guiche/ui'

class Labels {
  all = $state.raw<readonly Label[]>([])

  async load(desk: DeskContext): Promise<readonly Label[]> {
    const answer = await desk.api.http.get<{ payload: Label[] }>(desk.api.path('labels'))
    this.all = answer.payload
    return this.all
  }

  /** The stored colour of a title; nothing for a label that was deleted meanwhile. */
  color(title: string): string | undefined {
    return this.all.find((one) => one.title === title)?.color
  }

  /** The dot's colour: the stored hue in the tone that reads in both themes. */
  dot(color: string): string {
    return `oklch(var(--label-l) var(--label-c) ${hueOfHex(color) ?? 262})`
  }

  /** Sets a conversation's labels and answers those it has then. */
  async put(desk: DeskContext, conversation: Conversation, titles: string[]): Promise<string[]> {
    const path = desk.api.path(`conversations/${conversation.id}/labels`)
    return (await desk.api.http.post<{ payload: string[] }>(path, { labels: titles })).payload
  }

  /** Sets a contact's labels and answers those it has then. */
  async putContact(desk: DeskContext, contact: Contact, titles: string[]): Promise<string[]> {
    const path = desk.api.path(`contacts/${contact.id}/labels`)
    return (await desk.api.http.post<{ payload: string[] }>(path, { labels: titles })).payload
  }
}

/** The one list of the open account. */
export const labels = new Labels()
