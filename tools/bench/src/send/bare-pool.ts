import { createTransport } from 'nodemailer'
import { customer, subject, support, text } from './mail.ts'

/** nodemailer's own pool and nothing else: what is lost when the process dies is lost. */

const [port = '', count = ''] = process.argv.slice(2)
const transport = createTransport({ host: '127.0.0.1', port: Number(port), pool: true, ignoreTLS: true })
const html = `<p>${text.replaceAll('\n\n', '</p><p>')}</p>`

async function sendAll(from: number, until: number): Promise<void> {
  const numbers = Array.from({ length: until - from }, (_, index) => from + index)
  await Promise.all(
    numbers.map((number) =>
      transport.sendMail({
        ...{ from: support, to: customer(number % 50), subject, text, html },
        references: [`<first${number}@client.example>`],
        inReplyTo: `<first${number}@client.example>`,
      }),
    ),
  )
}

await sendAll(0, 200)
const started = performance.now()
await sendAll(0, Number(count))
process.send?.({ perSecond: (Number(count) * 1000) / (performance.now() - started) })
transport.close()
process.exit()
