export { displayLink } from './display-links.ts'
export {
  type ReplyPart,
  type ReplyPartKind,
  type ReplyParts,
  replyParts,
  visibleReply,
} from './reply-parts.ts'
export { splitReply } from './split-reply.ts'
export { splitReplyHtml } from './split-reply-html.ts'
