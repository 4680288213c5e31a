import type { Conversation } from '../api/types.ts'
import type { Dictionary } from '../language/french.ts'
import { phoneName } from '../language/phone-name.ts'

type Titled = Pick<Conversation, 'medium' | 'subject' | 'contactName'>

/** A subject, or a word where there is none; a conversation of texts is called by whom it is with. */
export function titleOf(conversation: Titled, words: Dictionary): string {
  const { subject, medium } = conversation
  if (subject.trim() !== '') return subject
  return medium === 'email' ? words.list.noSubject : contactOf(conversation)
}

/** Whom it is with: a name, or an address as people read it. */
export function contactOf({ contactName }: Pick<Conversation, 'contactName'>): string {
  return phoneName(contactName)
}

/** Whether it has a subject to show, or on its medium should have one. */
export function hasTitle({ subject, medium }: Titled): boolean {
  return subject.trim() !== '' || medium === 'email'
}

/** The two lines of a list: the subject and the latest words; a text has no subject, so its words come first. */
export function linesOf(
  conversation: Titled & Pick<Conversation, 'snippet'>,
  words: Dictionary,
): readonly [string, string] {
  const { snippet, medium } = conversation
  return hasTitle(conversation)
    ? [titleOf(conversation, words), snippet]
    : [snippet, words.list.media[medium]]
}
