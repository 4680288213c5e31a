export { blobContract } from './blob-contract.ts'
export type { ContractCheck } from './contract/check.ts'
export { type FakeChannel, fakeChannel } from './fake-channel.ts'
export { type FakeSend, type FakeSender, fakeSender } from './fake-sender.ts'
export {
  type FakeCallback,
  type FakeRequestFacts,
  type FakeTexting,
  type FakeTextingOptions,
  fakeTexting,
} from './fake-texting.ts'
export type { DeadJob } from './memory/jobs.ts'
export { memoryBlobs } from './memory-blobs.ts'
export { type MemoryStorage, memoryStorage } from './memory-storage.ts'
export { outboundMail } from './outbound-mail.ts'
export { parsedMessage, parsedText } from './parsed-message.ts'
export { senderContract, type TestedSender } from './sender-contract.ts'
export { storageContract } from './storage-contract.ts'
export { type TestClock, type TestClockOptions, testClock } from './test-clock.ts'
