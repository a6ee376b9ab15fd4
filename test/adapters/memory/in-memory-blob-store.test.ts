import { InMemoryBlobStore } from '../../../src/adapters/memory/in-memory-blob-store.js'
import { blobStoreContract } from '../../contracts/blob-store.contract.js'
import { runContract } from '../../support/run-contract.js'

runContract(blobStoreContract, 'memory', async () => ({ subject: new InMemoryBlobStore(), dispose: async () => undefined }))
