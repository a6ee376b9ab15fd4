import { useEffect, useMemo } from 'react'
import { useAppState, useClient } from '../../../app/client.js'
import { isolated } from '../../../i18n/explain.js'
import { useTexts } from '../../../i18n/language.js'
import type { ChatState } from '../../../sdk/state.js'
import { useUserName } from '../../chats/api/use-chats.js'

/** Who is writing here, for as long as they are. */
export function TypingLine({ chat }: { chat: ChatState }) {
  const client = useClient()
  const typing = useAppState((state) => state.typing.get(chat.info.id))
  const userIds = useMemo(() => [...(typing?.keys() ?? [])], [typing])
  const isAnybody = userIds.length > 0
  useEffect(() => {
    if (!isAnybody) return
    const timer = setInterval(() => client.store.dispatch({ type: 'typing-ended', at: Date.now() }), 1_000)
    return () => clearInterval(timer)
  }, [client, isAnybody])
  return (
    <div className="mx-auto h-5 w-full max-w-4xl shrink-0 px-4 text-muted text-xs sm:px-6">
      {isAnybody && <Sentence userIds={userIds} />}
    </div>
  )
}

function Sentence({ userIds }: { userIds: readonly string[] }) {
  const { chats } = useTexts()
  const one = isolated(useUserName(userIds[0] ?? null))
  const other = isolated(useUserName(userIds[1] ?? null))
  const text = userIds.length === 1 ? chats.typingOne(one) : userIds.length === 2 ? chats.typingTwo(one, other) : chats.typingMany
  return <p className="animate-fade truncate">{text}</p>
}
