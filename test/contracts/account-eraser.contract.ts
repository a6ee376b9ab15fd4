import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { AccountEraser } from '../../src/application/ports/account-eraser.js'
import type { AccountRepository } from '../../src/application/ports/account-repository.js'
import type { SessionRepository } from '../../src/application/ports/session-repository.js'
import { enter } from '../../src/domain/membership.js'
import type { User } from '../../src/domain/user.js'
import { erasedNames, isErased } from '../../src/domain/user.js'
import { aVerifiedUser } from './account-repository.contract.js'
import type { Contract } from './contract.js'
import { aSession } from './session-repository.contract.js'
import type { Storage } from './storage.js'
import { leave, makeGroup, makePrivate, makeUsers, send, someTime } from './world.js'

export interface AccountEraserSubject {
  readonly accounts: AccountRepository
  readonly sessions: SessionRepository
  readonly storage: Storage
  readonly eraser: AccountEraser
}

const names = () => erasedNames(randomBytes(32).toString('base64url'))

async function somebody({ accounts }: AccountEraserSubject): Promise<User> {
  const { id } = await aVerifiedUser(accounts)
  return (await accounts.find(id))?.user ?? assert.fail()
}

export const accountEraserContract: Contract<AccountEraserSubject> = {
  port: 'AccountEraser',
  rules: [
    {
      id: 'AE1',
      says: 'leaves a user without a name, their messages, and nothing to sign in with',
      check: async (subject) => {
        const { accounts, sessions, storage, eraser } = subject
        const ada = await somebody(subject)
        const [bob] = await makeUsers(storage, 1)
        assert.ok(bob)
        const { email } = (await accounts.find(ada.id)) ?? assert.fail()
        const [live, ended] = [aSession(ada.id), aSession(ada.id, { endedAt: new Date() })]
        for (const session of [live, ended]) await sessions.open(session)
        const chatId = await makePrivate(storage, ada, bob)
        const message = await send(storage, chatId, ada)
        const given = names()
        assert.deepEqual(await eraser.erase(ada.id, given), [live.id])
        assert.equal(await accounts.find(ada.id), null)
        assert.equal(await accounts.findByEmail(email), null)
        assert.equal(await sessions.find(live.id), null)
        const [user] = await storage.users.findMany([ada.id])
        assert.deepEqual(user, { ...ada, ...given, avatarUrl: null })
        assert.ok(user && isErased(user))
        assert.deepEqual(await storage.messages.findForMember(chatId, message.id, bob.id), message)
      },
    },
    {
      id: 'AE2',
      says: 'waits until the user has left every group',
      check: async (subject) => {
        const { accounts, storage, eraser } = subject
        const ada = await somebody(subject)
        const [bob] = await makeUsers(storage, 1)
        assert.ok(bob)
        const group = await makeGroup(storage, [bob, ada])
        assert.equal(await eraser.erase(ada.id, names()), null)
        assert.equal((await accounts.find(ada.id))?.user?.handle, ada.handle)
        await leave(storage, group.id, ada)
        assert.deepEqual(await eraser.erase(ada.id, names()), [])
      },
    },
    {
      id: 'AE2',
      says: 'leaves nobody erased in a group that they are let into at the same moment',
      check: async (subject) => {
        const { storage, eraser } = subject
        const [owner] = await makeUsers(storage, 1)
        assert.ok(owner)
        const group = await makeGroup(storage, [owner])
        for (let round = 0; round < 10; round += 1) {
          const ada = await somebody(subject)
          const letIn = storage.unitOfWork.run(async ({ chats, memberships, users }) => {
            const chat = await chats.lock(group.id)
            const [user] = await users.findMany([ada.id])
            if (chat === null || user === undefined) return false
            const entered = enter(chat, user.id, 'member', someTime)
            await chats.save(entered.chat)
            await memberships.save([entered.membership])
            return true
          })
          const [isIn, ended] = await Promise.all([letIn, eraser.erase(ada.id, names())])
          assert.equal(isIn, ended === null)
        }
      },
    },
    {
      id: 'AE3',
      says: 'does nothing to somebody who was erased before',
      check: async (subject) => {
        const { storage, eraser } = subject
        const ada = await somebody(subject)
        const first = names()
        await eraser.erase(ada.id, first)
        assert.deepEqual(await eraser.erase(ada.id, names()), [])
        assert.equal((await storage.users.findMany([ada.id]))[0]?.handle, first.handle)
      },
    },
  ],
}
