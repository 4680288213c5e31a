/** One event of a stream as it came; without `event` and `data` it only says a position or a pause. */
export interface Frame {
  readonly event: string
  readonly data: string
  readonly id?: string
  readonly retryMs?: number
}

/** The events of an answer in the format of `EventSource`, which our server writes with `\n` only. */
export async function* framesOf(response: Response): AsyncGenerator<Frame, void, undefined> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) return
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = `${text}${value}`.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) yield frameOf(block)
    }
  } finally {
    // Whoever stops reading closes the connection.
    await reader.cancel().catch(() => undefined)
  }
}

function frameOf(block: string): Frame {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w*):? ?(.*)$/.exec(line) ?? []
    fields.set(name, name === 'data' && fields.has('data') ? `${fields.get('data')}\n${value}` : value)
  }
  const id = fields.get('id')
  const retry = Number(fields.get('retry') ?? Number.NaN)
  return {
    event: fields.get('event') ?? '',
    data: fields.get('data') ?? '',
    ...(id === undefined ? {} : { id }),
    ...(Number.isNaN(retry) ? {} : { retryMs: retry }),
  }
}
