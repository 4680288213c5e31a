export { type GraphOptions, graphSender } from './graph-sender.ts'
