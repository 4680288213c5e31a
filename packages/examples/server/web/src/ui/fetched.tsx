import { type ComponentType, lazy, type ReactElement, type ReactNode, Suspense } from 'react'
import { useWords } from '../language/language.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/**
 * A part of the page that is fetched when it is first shown. A new version of the page has its parts under other names:
 * then this one says so, instead of taking everything down with it.
 */
export function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  const Part = lazy(async () => {
    try {
      return { default: await load() }
    } catch (cause) {
      console.warn('guichet: a part of the page could not be fetched', cause)
      return { default: NotFetched as ComponentType<Props> }
    }
  })
  return (props) => (
    <Suspense fallback={waiting}>
      <Part {...props} />
    </Suspense>
  )
}

function NotFetched(): ReactElement {
  const words = useWords().app
  const reload = () => location.reload()
  return (
    <Dialog open title={words.notFetched} onClose={reload}>
      <p className="px-5 py-4">{words.notFetchedHint}</p>
      <footer className="flex justify-end border-t px-5 py-3">
        <Button tone="primary" onClick={reload}>
          {words.reload}
        </Button>
      </footer>
    </Dialog>
  )
}
