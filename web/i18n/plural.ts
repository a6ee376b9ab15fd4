type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

/** Chooses the form that the language has for a count; `#` stands for the number as the language writes it. */
export function pluralFor(locale: string) {
  const rules = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (count: number, forms: Forms): string => (forms[rules.select(count)] ?? forms.other).replaceAll('#', numbers.format(count))
}
