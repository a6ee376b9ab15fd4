/** Knows sequences, such as flags and families; newer than the language level that we compile to. */
const withSequences = 'v'
const oneEmoji = new RegExp('^\\p{RGI_Emoji}$', withSequences)
const asEmoji = '\ufe0f'

/** The one emoji that a text is, in the form that Unicode recommends; `null` if it is anything else. */
export function parseEmoji(text: string): string | null {
  if (oneEmoji.test(text)) return text
  const qualified = text + asEmoji
  return oneEmoji.test(qualified) ? qualified : null
}
