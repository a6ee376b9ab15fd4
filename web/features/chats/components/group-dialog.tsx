import { type FormEvent, useState } from 'react'
import { useClient } from '../../../app/client.js'
import { Button } from '../../../components/button.js'
import { Dialog } from '../../../components/dialog.js'
import { Field, SearchField } from '../../../components/field.js'
import { Icon } from '../../../components/icon.js'
import { Notice } from '../../../components/notice.js'
import { useExplain } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { User } from '../../../sdk/model.js'
import { ApiProblem } from '../../../sdk/problem.js'
import { PeopleResults } from './people-results.js'
import { PersonRow } from './person-row.js'
import { VisibilityChoice } from './visibility-choice.js'

export function GroupDialog({ onClose, onEntered }: { onClose: () => void; onEntered: (chatId: string) => void }) {
  const client = useClient()
  const { chats } = useTexts()
  const explain = useExplain()
  const [title, setTitle] = useState('')
  const [visibility, setVisibility] = useState<'private' | 'public'>('private')
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<readonly User[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Error | null>(null)
  const titleError = problem instanceof ApiProblem ? problem.errors.find(({ path }) => path === 'title')?.message : undefined

  const isChosen = (user: User) => chosen.some(({ id }) => id === user.id)
  const toggle = (user: User) => setChosen(isChosen(user) ? chosen.filter(({ id }) => id !== user.id) : [...chosen, user])
  const create = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    client
      .createChat({ type: 'group', title: title.trim(), visibility, memberIds: chosen.map(({ id }) => id) })
      .then(
        ({ id }) => onEntered(id),
        (error: unknown) => setProblem(error instanceof Error ? error : new Error(String(error))),
      )
      .finally(() => setBusy(false))
  }

  return (
    <Dialog open onClose={onClose} title={chats.newGroup}>
      <form onSubmit={create} noValidate className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-4 px-5">
          {problem && titleError === undefined && <Notice tone="problem">{explain(problem)}</Notice>}
          <Field
            label={chats.groupTitle}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            maxLength={100}
            error={titleError === undefined ? undefined : `The title ${titleError}.`}
          />
          <VisibilityChoice value={visibility} onChange={setVisibility} />
          <SearchField
            label={chats.addPeople}
            placeholder={chats.addPeoplePlaceholder}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {chosen.length > 0 && (
            <ul aria-label={chats.chosenPeople} className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto">
              {chosen.map((user) => (
                <li key={user.id}>
                  <button
                    type="button"
                    onClick={() => toggle(user)}
                    aria-label={chats.removePerson(user.displayName)}
                    className="inline-flex items-center gap-1 rounded-full bg-accent-soft py-1 ps-3 pe-1.5 text-sm"
                  >
                    <bdi className="max-w-40 truncate">{user.displayName}</bdi>
                    <Icon name="close" className="size-4 text-muted" />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div className="mt-1 min-h-40 flex-1 overflow-y-auto">
          <PeopleResults
            typed={typed}
            row={(user) => (
              <label className="flex w-full cursor-pointer items-center gap-3 px-5 py-2 hover:bg-sunken">
                <PersonRow user={user} />
                <input type="checkbox" checked={isChosen(user)} onChange={() => toggle(user)} className="size-5 accent-accent" />
              </label>
            )}
          />
        </div>
        <footer className="flex items-center justify-between gap-3 border-line border-t px-5 py-3">
          <span className="text-muted text-sm">{chosen.length === 0 ? chats.onlyYou : chats.youAndOthers(chosen.length)}</span>
          <Button type="submit" busy={busy} disabled={title.trim() === ''}>
            {chats.createGroup}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
