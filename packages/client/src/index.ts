export type { Answer, CallOptions, OnceOptions, Request } from './call.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export type { FollowOptions, InboxEvent, StreamReset } from './follow-events.ts'
export { isProblem, type Problem, type ProblemError } from './problem.ts'
