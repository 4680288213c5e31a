export { type FakeAccount, fakeAccount } from './account.ts'
export {
  type CallbackMaker,
  callbackMaker,
  type LegacyOptions,
  type Parties,
  postCallback,
  type SignedCallback,
} from './callbacks.ts'
export type { FakeFailure, FakeRequest, FakeSent } from './fake-answers.ts'
export { type FakeVonage, type FakeVonageOptions, startFakeVonage } from './fake-vonage.ts'
