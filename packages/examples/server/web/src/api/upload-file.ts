import { problemError } from './problem.ts'
import { apiBase, command, problemIn, queryString } from './request.ts'

export interface UploadOptions {
  readonly signal: AbortSignal
  readonly onProgress: (part: number) => void
}

/** Sends a file; returns the id under which it can be attached. `fetch` tells nobody how far it is. */
export function uploadFile(file: File, { signal, onProgress }: UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', `${apiBase}/uploads${queryString({ name: file.name })}`)
    call.responseType = 'text'
    call.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    call.onload = () => {
      if (call.status === 201) resolve(idIn(call.responseText))
      else reject(problemError(problemIn(call.status, call.statusText, call.responseText)))
    }
    call.onerror = () => reject(problemError({ code: 'offline', detail: '', errors: [], problems: [] }))
    call.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => call.abort(), { once: true })
    call.send(file)
  })
}

/** A file that goes with nothing; whether it was there does not matter any more. */
export function removeUpload(id: string): void {
  void command(`/uploads/${encodeURIComponent(id)}`, { method: 'DELETE' }).catch(() => undefined)
}

/** The API is of the same version as the page. */
function idIn(answer: string): string {
  const { id }: { readonly id: string } = JSON.parse(answer)
  return id
}
