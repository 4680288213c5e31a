import { useEffect } from 'react'
import { useFolders } from '../api/folders.ts'
import { folderName, needsWork } from '../folders/folder-tree.ts'
import { useWords } from '../language/language.ts'
import { usePlace } from '../state/location.ts'

/** The tab says the folder and the same number as its counter. Returns that title for the page's first heading. */
export function useDocumentTitle(): string {
  const words = useWords()
  const { folder: key, page } = usePlace()
  const { data: folders } = useFolders()
  const folder = folders?.find((candidate) => candidate.key === key || candidate.id === key)
  const name = folder === undefined ? words.folders.all : folderName(folder, words)
  const count = folder === undefined ? 0 : needsWork(folder)
  const shown = page === null ? name : words.pages[page]
  const title = count === 0 || page !== null ? `${shown} · Guichet` : `(${count}) ${name} · Guichet`
  useEffect(() => {
    document.title = title
  }, [title])
  return title
}
