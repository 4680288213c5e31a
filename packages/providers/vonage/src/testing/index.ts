export { type FakeAccount, fakeAccount } from './account.ts'
export {
  type CallbackMaker,
  callbackMaker,
  type LegacyOptions,
  type Parties,
  postCallback,
  type SignedCallback,
} from './callbacks.ts'
