import { randomUUID } from 'node:crypto'
import type { Person } from '../test/support/client.js'

export interface Scene {
  readonly ada: Person
  readonly chatPath: string
  readonly threadPath: string
  readonly privatePath: string
  readonly rtlPath: string
}

/** A small team in the middle of its day. */
export async function stage(signUp: (name: string) => Promise<Person>, appoint: (person: Person) => Promise<unknown>): Promise<Scene> {
  const [ada, bob, cem, dora, layla, max] = (await Promise.all(['ada', 'bob', 'cem', 'dora', 'layla', 'max'].map(signUp))) as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ]
  const names = ['Ada Lindqvist', 'Bob Okafor', 'Cem Yıldız', 'Dora Marín', 'ليلى حداد', 'Max Offers']
  await Promise.all(
    [ada, bob, cem, dora, layla, max].map((person, index) => person.expect(200, 'PATCH', '/v1/me', { displayName: names[index] })),
  )

  const team = await ada.expect(201, 'POST', '/v1/chats', { type: 'group', title: 'Launch week', memberIds: [bob.id, cem.id, dora.id] })
  await ada.expect(200, 'PATCH', `/v1/chats/${team.id}`, { topic: 'Everything for the first of December' })
  const say = (who: Person, text: string, more: object = {}, chatId: string = team.id) =>
    who.expect(201, 'POST', `/v1/chats/${chatId}/messages`, { clientId: randomUUID(), text, ...more })

  await say(bob, 'Morning! The load test ran all night: 12,000 sockets, nothing lost.')
  const plan = await say(
    cem,
    'Here is what is left for the launch:\n\n- the **status page**\n- a word about `REDIS_URL` in the docs\n- the announcement\n\n> Nothing ships on a Friday.',
  )
  await say(ada, `I take the announcement. @${dora.handle} would you read it before lunch?`)
  await say(dora, 'Gladly. Send it over 🙂')
  await ada.expect(200, 'PUT', `/v1/chats/${team.id}/messages/${plan.id}/pin`)
  for (const person of [ada, dora, bob])
    await person.expect(200, 'PUT', `/v1/chats/${team.id}/messages/${plan.id}/reactions/${encodeURIComponent('👍')}`)
  await bob.expect(200, 'PUT', `/v1/chats/${team.id}/messages/${plan.id}/reactions/${encodeURIComponent('🚀')}`)
  await say(bob, 'The status page is mine, then.', { threadRoot: plan.id })
  await say(ada, 'Perfect. Could it show the last restart, too?', { threadRoot: plan.id })
  await say(bob, 'Already does.', { threadRoot: plan.id })
  await say(cem, 'And the docs?', { replyTo: plan.id })
  await say(bob, 'Done an hour ago:\n\n```\nexport REDIS_URL=redis://127.0.0.1:6379\nPORT=3001 npm start\n```')
  await say(dora, 'See https://example.org/launch for the draft with my notes.')
  await say(ada, '🎉')
  await say(cem, `@${ada.handle} we are ready when you are.`)

  const report = (who: Person, what: object) => who.expect(201, 'POST', '/v1/reports', what)

  const direct = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: dora.id })
  await say(dora, 'Do you have five minutes later?', {}, direct.id)
  await say(ada, 'Of course. Three o’clock?', {}, direct.id)
  await say(dora, 'See you then ☕', {}, direct.id)
  const arabic = await ada.expect(201, 'POST', '/v1/chats', { type: 'private', userId: layla.id })
  await say(layla, 'مرحبًا أدا! هل وصلت الترجمة العربية؟', {}, arabic.id)
  await say(ada, 'نعم، شكرًا جزيلًا. تبدو رائعة.', {}, arabic.id)
  await say(layla, 'ممتاز. سأراجع صفحة الإعدادات غدًا صباحًا.', {}, arabic.id)
  const reading = await bob.expect(201, 'POST', '/v1/chats', {
    type: 'group',
    title: 'Reading circle',
    visibility: 'public',
    memberIds: [ada.id, max.id],
  })
  const spam = await say(max, '🔥 Earn 5,000 € a week from home! Write to me before midnight: https://example.org/offer', {}, reading.id)
  for (const text of ['Next week: chapters four to six.', 'Who brings cake?']) await say(bob, text, {}, reading.id)
  await report(bob, { chatId: reading.id, messageId: spam.id, reason: 'Spam, or a scam: The third time this week' })
  await report(layla, { userId: max.id, reason: 'Insults or threats: Writes to everybody who does not answer.' })
  await report(dora, { chatId: team.id, messageId: plan.id, reason: 'Something else: Just trying the button 🙂' })
  await appoint(ada)
  return {
    ada,
    chatPath: `/chats/${team.id}`,
    threadPath: `/chats/${team.id}?thread=${plan.id}`,
    privatePath: `/chats/${direct.id}`,
    rtlPath: `/chats/${arabic.id}`,
  }
}
