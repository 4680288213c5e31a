import { type ReactElement, useCallback, useRef, useState } from 'react'
import { useConversation } from '../api/conversations.ts'
import { usePermissions } from '../api/session.ts'
import { useEventStream } from '../api/use-event-stream.ts'
import { ShortcutHelp } from '../keyboard/shortcut-help.tsx'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { useWords } from '../language/language.ts'
import { usePhoneNames } from '../language/phone-name.ts'
import { ListPane } from '../list/list-pane.tsx'
import { useStep } from '../list/use-step.ts'
import { SignInReturn } from '../mailboxes/sign-in-return.tsx'
import { OutgoingPane } from '../sending/outgoing-pane.tsx'
import { otherOf, usePlace } from '../state/location.ts'
import { announce } from '../state/notices.ts'
import { ThreadPane } from '../thread/thread-pane.tsx'
import { useThreadActions } from '../thread/use-thread-actions.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Notices } from '../ui/notices.tsx'
import { portalHost } from '../ui/portal-host.ts'
import { FolderPane } from './folder-pane.tsx'
import { OtherPage } from './other-page.tsx'
import { useDocumentTitle } from './use-document-title.ts'
import { useLists } from './use-lists.ts'
import { usePaneFocus } from './use-pane-focus.ts'

/** The three panes. Where only one fits, the URL says which. */
export function Inbox(): ReactElement {
  const words = useWords()
  const place = usePlace()
  const { canWrite } = usePermissions()
  const [helpOpen, setHelpOpen] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const { data: conversation } = useConversation(place.conversation)
  const { list, query, outgoing, stops } = useLists()
  const other = otherOf(place)
  const step = useStep(stops)
  const actions = useThreadActions(conversation)
  const { connected } = useEventStream(
    useCallback((ids: ReadonlySet<string>) => announce(words.app.newIn(ids.size)), [words]),
  )
  const title = useDocumentTitle()
  usePhoneNames()
  useShortcuts({
    next: () => step(1),
    previous: () => step(-1),
    help: () => setHelpOpen(true),
    ...(canWrite && {
      reply: () => field.current?.focus(),
      resolve: actions.resolve,
      resolveAndNext: () => {
        actions.resolve()
        step(1)
      },
    }),
  })
  const pane = place.conversation !== null ? 'thread' : place.showsFolders ? 'folders' : 'list'
  usePaneFocus(pane)
  const only = (name: typeof pane) => (pane === name ? '' : 'max-narrow:hidden')
  return (
    <>
      <a href="#list" className="skip-link">
        {words.app.skipToList}
      </a>
      <div className="grid h-full narrow:grid-cols-[15rem_minmax(16rem,24rem)_minmax(24rem,1fr)]">
        <FolderPane className={only('folders')} connected={connected} onHelp={() => setHelpOpen(true)} />
        <main ref={portalHost} className="contents">
          <h1 className="sr-only">{title}</h1>
          {other === null ? (
            <>
              {list === null ? (
                <ListPane query={query} className={`narrow:border-x ${only('list')}`} />
              ) : (
                <OutgoingPane
                  list={list}
                  query={outgoing[list]}
                  className={`narrow:border-x ${only('list')}`}
                />
              )}
              <section
                id="thread"
                tabIndex={-1}
                aria-label={words.thread.title}
                className={`outline-none flex min-h-0 min-w-0 flex-col bg-canvas ${only('thread')}`}
              >
                {place.conversation === null ? (
                  stops.length > 0 && (
                    <EmptyState icon="message" title={words.empty.pick} hint={words.empty.pickHint} />
                  )
                ) : (
                  <ThreadPane
                    key={place.conversation}
                    conversationId={place.conversation}
                    actions={actions}
                    field={field}
                  />
                )}
              </section>
            </>
          ) : (
            <OtherPage name={other} className={only('list')} />
          )}
          <Notices />
        </main>
      </div>
      <SignInReturn />
      <ShortcutHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
    </>
  )
}
