import { problemOf } from '../api/problem.ts'
import { removeUpload, uploadFile } from '../api/upload-file.ts'
import { useWords } from '../language/language.ts'
import { newKey } from '../state/new-key.ts'
import { notify } from '../state/notices.ts'
import { type AttachedFile, addFile, readAddressing, removeFile, updateFile } from './addressing.ts'

/** What a message holds; the server says the same, after the upload. */
const maxBytes = 25 * 1024 * 1024

const running = new Map<string, AbortController>()

export interface Attaching {
  readonly attach: (files: readonly File[]) => void
  readonly detach: (file: AttachedFile) => void
}

/** Uploads files for the draft of a conversation; they go on when another one is open. */
export function useAttach(conversationId: string): Attaching {
  const words = useWords().addressing
  const attachOne = async (file: File): Promise<void> => {
    const attached = readAddressing(conversationId).files.reduce((sum, { size }) => sum + size, 0)
    if (attached + file.size > maxBytes) {
      notify(words.tooLarge(file.name), { tone: 'danger' })
      return
    }
    const key = newKey()
    const call = new AbortController()
    running.set(key, call)
    const { name, size } = file
    addFile(conversationId, { key, name, size, progress: 0, uploadId: null, problem: null })
    try {
      const onProgress = (progress: number) => updateFile(conversationId, key, { progress })
      const uploadId = await uploadFile(file, { signal: call.signal, onProgress })
      updateFile(conversationId, key, { progress: 1, uploadId })
    } catch (error) {
      if (!call.signal.aborted) updateFile(conversationId, key, { problem: problemOf(error) })
    } finally {
      running.delete(key)
    }
  }
  return {
    attach: (files) => {
      for (const file of files) void attachOne(file)
    },
    detach: ({ key, uploadId }) => {
      running.get(key)?.abort()
      removeFile(conversationId, key)
      if (uploadId !== null) removeUpload(uploadId)
    },
  }
}
