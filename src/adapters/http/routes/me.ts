import { z } from 'zod'
import type { UpdateProfile } from '../../../application/accounts/update-profile.js'
import type { ProfileRepository } from '../../../application/ports/profile-repository.js'
import type { Profile } from '../../../domain/account.js'
import { Unauthenticated } from '../../../domain/errors.js'
import { displayName, handle } from '../account-schemas.js'
import { ownUser } from '../resources/people.js'
import { type Route, route } from '../route.js'

export interface ProfileUseCases {
  readonly profiles: Pick<ProfileRepository, 'find'>
  readonly updateProfile: UpdateProfile
}

const bodyOf = ({ user, email }: Profile) => ({ ...user, email })

export const meRoutes = ({ profiles, updateProfile }: ProfileUseCases): readonly Route[] => [
  route({
    method: 'get',
    path: '/v1/me',
    summary: 'The caller, with their e-mail address.',
    access: 'bearer',
    responses: { 200: ownUser },
    handle: async ({ principal }) => {
      const profile = await profiles.find(principal.userId)
      if (!profile) throw new Unauthenticated('The account is gone.')
      return { status: 200, body: bodyOf(profile) }
    },
  }),
  route({
    method: 'patch',
    path: '/v1/me',
    summary: "Changes the caller's display name or handle.",
    access: 'bearer',
    limits: ['change', 'changeAccount'],
    responses: { 200: ownUser },
    problems: ['handle_taken'],
    body: z.strictObject({ displayName: displayName.optional(), handle: handle.optional() }),
    handle: async ({ principal, body }) => ({
      status: 200,
      body: bodyOf(await updateProfile.execute({ userId: principal.userId, ...body })),
    }),
  }),
]
