import { Choice } from './choice.js'

/** A choice of two, one of which is yes: each has words of its own. */
export const YesOrNo = ({
  name,
  lead,
  value,
  yes,
  no,
  onChange,
}: {
  name: string
  lead?: string
  value: boolean
  yes: string
  no: string
  onChange: (value: boolean) => void
}) => (
  <Choice
    name={name}
    {...(lead === undefined ? {} : { lead })}
    value={value ? 'yes' : 'no'}
    options={[
      { value: 'yes', name: yes },
      { value: 'no', name: no },
    ]}
    onChange={(chosen) => onChange(chosen === 'yes')}
  />
)
