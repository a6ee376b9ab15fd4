import { ContainerModule } from 'inversify'
import { RequestLimits } from '../../adapters/http/limits/request-limits.js'
import type { RateLimiter } from '../../application/ports/rate-limiter.js'
import type { SignInAddresses } from '../../application/ports/sign-in-addresses.js'
import { T } from '../tokens.js'

/** How much anybody may ask for. */
export const limitsModule = new ContainerModule(({ bind }) => {
  bind(RequestLimits).toResolvedValue(
    (limiter: RateLimiter, signInAddresses: SignInAddresses) => new RequestLimits({ limiter, signInAddresses }),
    [T.RateLimiter, T.SignInAddresses],
  )
})
