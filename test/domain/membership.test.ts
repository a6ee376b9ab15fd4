import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Chat, newGroup, newPrivateChat } from '../../src/domain/chat.js'
import { Conflict, Forbidden } from '../../src/domain/errors.js'
import type { ChatId, UserId } from '../../src/domain/ids.js'
import type { Membership, Role } from '../../src/domain/member.js'
import {
  assignRole,
  depart,
  enter,
  isActive,
  type MembershipChange,
  promote,
  requireGroup,
  requireMayRemove,
  requireRole,
} from '../../src/domain/membership.js'

const at = new Date('2026-01-02T03:04:05.678Z')
const roles: readonly Role[] = ['member', 'admin', 'owner']
const above = (one: Role, other: Role): boolean => roles.indexOf(one) > roles.indexOf(other)
const empty = newGroup('c1' as ChatId, { title: 'Sailing' }, at)
const person = (name: string, role: Role): Membership => enter(empty, name as UserId, role, at).membership

const everyPair = roles.flatMap((actor) => roles.map((target) => ({ actor, target })))

describe('who may do what', () => {
  it.each(everyPair)('a chat that wants at least $target: $actor', ({ actor, target }) => {
    const attempt = () => requireRole(person('a', actor), target)
    if (above(target, actor)) expect(attempt).toThrow(Forbidden)
    else expect(attempt).not.toThrow()
  })

  it.each(everyPair)('S125 $actor removing $target', ({ actor, target }) => {
    const attempt = () => requireMayRemove(person('a', actor), person('b', target))
    if (actor !== 'member' && above(actor, target)) expect(attempt).not.toThrow()
    else expect(attempt).toThrow(Forbidden)
  })

  it.each(everyPair.flatMap((pair) => roles.map((role) => ({ ...pair, role }))))(
    'S125 $actor making $target $role',
    ({ actor, target, role }) => {
      const attempt = () => assignRole(empty, person('a', actor), person('b', target), role)
      if (actor !== 'member' && above(actor, target) && !above(role, actor)) expect(attempt().membership.role).toBe(role)
      else expect(attempt).toThrow(Forbidden)
    },
  )

  it('S124 a private chat has no members to manage', () => {
    expect(() => requireGroup(newPrivateChat('c1' as ChatId, at))).toThrow(Conflict)
    expect(() => requireGroup(empty)).not.toThrow()
  })
})

describe('entering', () => {
  const busy: Chat = { ...empty, messageCount: 41, seq: 60, memberCount: 3 }

  it('starts with nothing unread, and with all of the history where the chat shows it', () => {
    const { chat, membership } = enter(busy, 'ann' as UserId, 'member', at)
    expect(chat).toEqual({ ...busy, seq: 61, memberCount: 4 })
    expect(membership).toMatchObject({ seq: 61, firstNumber: 1, readNumber: 41, deliveredNumber: 41, joinedAt: at, leftAt: null })
  })

  it('sees only what comes after, where the chat keeps its history to those who were there', () => {
    expect(enter({ ...busy, history: 'since_joining' }, 'ann' as UserId, 'member', at).membership.firstNumber).toBe(42)
  })

  it('is undone by departing, which keeps the place with the time of leaving', () => {
    const inside = enter(busy, 'ann' as UserId, 'admin', at)
    const outside = depart(inside.chat, inside.membership, at)
    expect(outside.chat).toEqual({ ...busy, seq: 62 })
    expect(outside.membership).toEqual({ ...inside.membership, seq: 62, leftAt: at })
    expect([isActive(inside.membership), isActive(outside.membership), isActive(null)]).toEqual([true, false, false])
  })
})

type Step =
  | { readonly kind: 'enter'; readonly who: number }
  | { readonly kind: 'leave'; readonly who: number }
  | { readonly kind: 'assign'; readonly who: number; readonly target: number; readonly role: Role }
  | { readonly kind: 'remove'; readonly who: number; readonly target: number }

const someone = fc.nat({ max: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('enter' as const), who: someone }),
  fc.record({ kind: fc.constant('leave' as const), who: someone }),
  fc.record({ kind: fc.constant('assign' as const), who: someone, target: someone, role: fc.constantFrom(...roles) }),
  fc.record({ kind: fc.constant('remove' as const), who: someone, target: someone }),
)

/** What the step does, or `null` where it cannot be tried at all. The last owner hands ownership on before leaving, as LeaveChat does. */
function attempt(chat: Chat, places: ReadonlyMap<number, Membership>, step: Step): readonly MembershipChange[] | null {
  const actor = places.get(step.who) ?? null
  if (step.kind === 'enter') return isActive(actor) ? null : [enter(chat, `u${step.who}` as UserId, 'member', at)]
  if (!isActive(actor)) return null
  if (step.kind === 'leave') {
    const others = [...places.values()].filter((place) => isActive(place) && place !== actor)
    const heir = others.find((place) => place.role === 'admin') ?? others[0]
    if (heir === undefined) return null
    if (actor.role !== 'owner' || others.some((place) => place.role === 'owner')) return [depart(chat, actor, at)]
    const handed = promote(chat, heir, 'owner')
    return [handed, depart(handed.chat, actor, at)]
  }
  const target = places.get(step.target) ?? null
  if (!isActive(target)) return null
  if (step.kind === 'assign') return [assignRole(chat, actor, target, step.role)]
  requireMayRemove(actor, target)
  return [depart(chat, target, at)]
}

describe('any history of a group', () => {
  it('S125 has an owner at every moment, one seq a change, and nobody raised above the one who raised them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const founded = enter(empty, 'u0' as UserId, 'owner', at)
        let chat = founded.chat
        const places = new Map<number, Membership>([[0, founded.membership]])
        for (const step of steps) {
          const owners = [...places.values()].filter((place) => isActive(place) && place.role === 'owner').length
          let changes: readonly MembershipChange[] | null = null
          try {
            changes = attempt(chat, places, step)
          } catch (error) {
            expect(error).toBeInstanceOf(Forbidden)
          }
          for (const change of changes ?? []) {
            expect(change.chat.seq).toBe(chat.seq + 1)
            expect(change.membership.seq).toBe(change.chat.seq)
            chat = change.chat
            places.set(Number(change.membership.userId.slice(1)), change.membership)
          }
          const active = [...places.values()].filter(isActive)
          expect(chat.memberCount).toBe(active.length)
          const ownersNow = active.filter((place) => place.role === 'owner').length
          expect(ownersNow).toBeGreaterThanOrEqual(step.kind === 'leave' ? 1 : owners)
        }
      }),
      { numRuns: 500 },
    )
  })
})
