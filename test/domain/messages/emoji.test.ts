import { describe, expect, it } from '@jest/globals'
import { parseEmoji } from '../../../src/domain/messages/emoji.js'

describe('one emoji', () => {
  it.each(['👍', '👍🏽', '❤️', '👨‍👩‍👧‍👦', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '☀️'])('%s is one', (emoji) => {
    expect(parseEmoji(emoji)).toBe(emoji)
  })

  it('gets the form that Unicode recommends', () => {
    expect(parseEmoji('❤')).toBe('❤️')
  })

  it.each(['', 'a', '👍👍', '👍 ', ':+1:', '1', '<b>', '👍\u0000', '\ud83d', '🏽🏽'])('%j is none', (text) => {
    expect(parseEmoji(text)).toBeNull()
  })
})
