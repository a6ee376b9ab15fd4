import { afterAll, afterEach } from '@jest/globals'
import { framesAsDescribed } from './contract.js'

afterEach(framesAsDescribed)
afterAll(framesAsDescribed)
