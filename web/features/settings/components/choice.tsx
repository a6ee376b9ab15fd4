import type { ComponentProps } from 'react'
import { RadioList } from '../../../components/radio-list.js'
import { Card } from './section.js'

type ChoiceProps<Value extends string> = Omit<ComponentProps<typeof RadioList<Value>>, 'label'> & { name: string; lead?: string }

/** One of a few. */
export const Choice = <Value extends string>({ name, lead, ...list }: ChoiceProps<Value>) => (
  <Card title={name} {...(lead === undefined ? {} : { lead })}>
    <RadioList label={name} className="sm:grid-cols-2" {...list} />
  </Card>
)
