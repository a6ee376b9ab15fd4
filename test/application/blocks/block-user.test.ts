import { afterEach, describe, expect, it } from '@jest/globals'
import * as td from 'testdouble'
import { BlockUser } from '../../../src/application/blocks/block-user.js'
import type { Blocks } from '../../../src/application/ports/blocks.js'
import type { UserDirectory } from '../../../src/application/ports/user-directory.js'
import { NotFound, ValidationFailed } from '../../../src/domain/errors.js'
import type { User } from '../../../src/domain/user.js'
import { ada, bob, later } from '../../support/people.js'

afterEach(() => td.reset())

describe('BlockUser', () => {
  const setUp = (...users: readonly User[]) => {
    const blocks = td.object<Blocks>()
    const directory = td.object<UserDirectory>()
    td.when(directory.findMany(td.matchers.anything())).thenDo(async (ids: readonly string[]) => users.filter(({ id }) => ids.includes(id)))
    return { blocks, blockUser: new BlockUser(blocks, directory, { now: () => later }) }
  }

  it('blocks somebody', async () => {
    const { blocks, blockUser } = setUp(ada, bob)

    await blockUser.execute({ userId: ada.id, blockedId: bob.id })
    td.verify(blocks.block(ada.id, bob.id, later))
  })

  it('refuses oneself, a user there is not, and one who was erased', async () => {
    const { blocks, blockUser } = setUp(ada, { ...bob, handle: 'deleted_0' })

    await expect(blockUser.execute({ userId: ada.id, blockedId: ada.id })).rejects.toThrow(ValidationFailed)
    await expect(blockUser.execute({ userId: ada.id, blockedId: bob.id })).rejects.toThrow(NotFound)
    await expect(setUp(ada).blockUser.execute({ userId: ada.id, blockedId: bob.id })).rejects.toThrow(NotFound)
    expect(td.explain(blocks.block).callCount).toBe(0)
  })
})
