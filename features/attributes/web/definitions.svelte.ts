//! What the account says of its custom attributes, loaded once and again when it changes.
import type { AttributeDefinition, DeskContext } from '@guiche/core'

class Definitions {
  all = $state.raw<readonly AttributeDefinition[]>([])
  #account = 0
  #loading: Promise<void> | undefined

  /** Loads them, once for everyone who asks; `again` asks the server anew. */
  load(desk: DeskContext, again = false): Promise<void> {
    if (again || this.#account !== desk.accountId) this.#loading = undefined
    this.#account = desk.accountId
    this.#loading ??= desk.api.http
      .get<AttributeDefinition[]>(desk.api.path('custom_attribute_definitions'))
      .then((all) => void (this.all = all))
      .catch((error: unknown) => {
        this.#loading = undefined
        throw error
      })
    return this.#loading
  }

  /** Those of conversations or of contacts. */
  of(model: 'conversation_attribute' | 'contact_attribute'): readonly AttributeDefinition[] {
    return this.all.filter((one) => one.attribute_model === model)
  }
}

/** The one list of the open account. */
export const definitions = new Definitions()
