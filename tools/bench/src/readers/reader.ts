import { z } from 'zod'

const inputSchema = z.object({
  mailbox: z.object({
    address: z.string(),
    password: z.string(),
    host: z.string(),
    port: z.number(),
    ca: z.string(),
  }),
  connectionString: z.string(),
})

export type ReaderInput = z.infer<typeof inputSchema>

/** How imapflow is told about the mailbox; certificates are verified here as in production. */
export function imapOptions({ mailbox }: ReaderInput) {
  return {
    host: mailbox.host,
    port: mailbox.port,
    secure: true,
    tls: { ca: mailbox.ca },
    auth: { user: mailbox.address, pass: mailbox.password },
    logger: false as const,
  }
}

/** One way to read the mailbox: `run` is what is timed, and returns how many messages it has stored. */
export interface MailboxReader {
  run(): Promise<number>
  dispose(): Promise<void>
}

/** Runs one reader in this process and reports time, CPU and peak memory to the parent. */
export async function report(prepare: (input: ReaderInput) => Promise<MailboxReader>): Promise<void> {
  const input = inputSchema.parse(JSON.parse(process.argv[2] ?? ''))
  const reader = await prepare(input)
  const start = performance.now()
  const cpuBefore = process.cpuUsage()
  const messages = await reader.run()
  const seconds = (performance.now() - start) / 1_000
  const cpu = process.cpuUsage(cpuBefore)
  const cpuSeconds = (cpu.user + cpu.system) / 1e6
  const peakMB = process.resourceUsage().maxRSS / 1_024
  await reader.dispose()
  process.send?.({ seconds, messages, peakMB, cpuSeconds }, () => process.exit(0))
}
