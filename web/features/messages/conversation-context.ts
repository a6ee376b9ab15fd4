import { createContext, useContext } from 'react'
import type { Message } from '../../sdk/model.js'

/** What the next text is: an answer to a message, or another wording of one. */
export type Composing = { readonly kind: 'reply' | 'edit'; readonly message: Message } | null

export interface ConversationState {
  readonly composing: Composing
  readonly compose: (next: Composing) => void
}

export const ConversationContext = createContext<ConversationState>({ composing: null, compose: () => undefined })

export const useComposing = (): ConversationState => useContext(ConversationContext)
