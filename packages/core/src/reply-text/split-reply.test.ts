import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitReply, visibleReply } from './index.ts'

const shown = (text: string) => visibleReply(splitReply(text)).trim()

test.each([
  ['English', 'On Tue, 3 Nov 2026 at 10:12, Ann Field <ann@shop.example> wrote:'],
  ['French', 'Le mar. 3 nov. 2026 à 10:12, Ann Field <ann@shop.example> a écrit\u00a0:'],
  ['German', 'Am 03.11.2026 um 10:12 schrieb Ann Field <ann@shop.example>:'],
  ['Spanish', 'El mar, 3 nov 2026 a las 10:12, Ann Field (<ann@shop.example>) escribió:'],
  ['Italian', 'Il giorno mar 3 nov 2026 alle ore 10:12 Ann Field <ann@shop.example> ha scritto:'],
  ['Portuguese', 'Em ter., 3 de nov. de 2026 às 10:12, Ann Field <ann@shop.example> escreveu:'],
  ['Dutch', 'Op di 3 nov 2026 om 10:12 schreef Ann Field <ann@shop.example>:'],
  ['Swedish', 'Den tis 3 nov. 2026 kl 10:12 skrev Ann Field <ann@shop.example>:'],
  ['Danish', 'Den tirs. 3. nov. 2026 kl. 10.12 skrev Ann Field <ann@shop.example>:'],
  ['Norwegian', 'tir. 3. nov. 2026 kl. 10:12 skrev Ann Field <ann@shop.example>:'],
  ['Finnish', 'ti 3. marrask. 2026 klo 10.12 Ann Field (ann@shop.example) kirjoitti:'],
  ['Polish', 'wt., 3 lis 2026 o 10:12 Ann Field <ann@shop.example> napisał(a):'],
  ['Czech', 'út 3. 11. 2026 v 10:12 odesílatel Ann Field <ann@shop.example> napsal:'],
  ['Hungarian', 'Ann Field <ann@shop.example> ezt írta (időpont: 2026. nov. 3., K, 10:12):'],
  ['Romanian', 'Pe mar., 3 nov. 2026 la 10:12, Ann Field <ann@shop.example> a scris:'],
  ['Russian', 'вт, 3 нояб. 2026 г. в 10:12, Ann Field <ann@shop.example>:'],
  ['Ukrainian', 'вт, 3 лист. 2026 р. о 10:12 Ann Field <ann@shop.example> пише:'],
  ['Turkish', 'Ann Field <ann@shop.example>, 3 Kas 2026 Sal, 10:12 tarihinde şunu yazdı:'],
  ['Greek', 'Στις Τρί 3 Νοε 2026 στις 10:12 ο χρήστης Ann Field <ann@shop.example> έγραψε:'],
  ['Chinese', 'Ann Field <ann@shop.example> 于2026年11月3日周二 10:12写道:'],
  ['Japanese', '2026年11月3日(火) 10:12 Ann Field <ann@shop.example>:'],
  ['Korean', '2026년 11월 3일 (화) 오전 10:12, Ann Field <ann@shop.example>님이 작성:'],
])('what %s mail programs write above a quote is not part of the reply', (_language, introduction) => {
  expect(shown(`Tonight is fine.\n\n${introduction}\n\n> When?\n> Today?`)).toBe('Tonight is fine.')
  expect(shown(`Tonight is fine.\n\n${introduction}\n\nWhen?\nToday?`)).toBe('Tonight is fine.')
})

test.each([
  ['English', 'From: Ann <ann@shop.example>\nSent: Tuesday, 3 November 2026 10:12\nTo: Bob\nSubject: Order'],
  ['French', 'De : Ann\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : Bob\nObjet : Commande'],
  ['German', 'Von: Ann\nGesendet: Dienstag, 3. November 2026 10:12\nAn: Bob\nBetreff: Bestellung'],
  [
    'Finnish',
    'Lähettäjä: Ann\nLähetetty: tiistai 3. marraskuuta 2026 10.12\nVastaanottaja: Bob\nAihe: Tilaus',
  ],
  ['Hungarian', 'Feladó: Ann\nElküldve: 2026. november 3., kedd 10:12\nCímzett: Bob\nTárgy: Rendelés'],
  ['Turkish', 'Kimden: Ann\nGönderildi: 3 Kasım 2026 Salı 10:12\nKime: Bob\nKonu: Sipariş'],
  ['Greek', 'Από: Ann\nΣτάλθηκε: Τρίτη, 3 Νοεμβρίου 2026 10:12\nΠρος: Bob\nΘέμα: Παραγγελία'],
  ['Chinese', '发件人: Ann\n发送时间: 2026年11月3日 10:12\n收件人: Bob\n主题: 订单'],
  ['Japanese', '差出人: Ann\n送信日時: 2026年11月3日 10:12\n宛先: Bob\n件名: 注文'],
  ['Korean', '보낸 사람: Ann\n보낸 날짜: 2026년 11월 3일 10:12\n받는 사람: Bob\n제목: 주문'],
])('a block of %s headers begins the copied mail', (_language, headers) => {
  expect(shown(`It arrived.\n\n________________________________\n${headers}\n\nWhere is it?`)).toBe(
    'It arrived.',
  )
})

test('closing and name stay with the reply, the company block is the signature', () => {
  const parts = splitReply(
    'Merci de me rappeler.\n\nCordialement,\nAnne Petit\nDirectrice, Exemple SAS\n01 02 03 04 05\n',
  )
  expect(parts.reply.trim()).toBe('Merci de me rappeler.')
  expect(parts.closing).toBe('Cordialement,\nAnne Petit\n')
  expect(parts.signature).toBe('Directrice, Exemple SAS\n01 02 03 04 05\n')
})

test('a postscript below the name is part of the reply', () => {
  expect(shown('See you.\n\nRegards,\nAnn\n\nPS: bring the invoice, please.')).toContain('bring the invoice')
})

test('answers between the lines of a quote are shown with it', () => {
  const text = 'On 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrote:\n> When?\nTomorrow.\n> Where?\nHere.'
  expect(shown(text)).toBe('> When?\nTomorrow.\n> Where?\nHere.')
})

test.each(['|', ')', '}', ':', '#', '%'])(
  '%s is a quote sign below an introduction, and a sign elsewhere',
  (sign) => {
    const quote = `${sign} When?\n${sign} And where?`
    const introduction = 'On 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrote:'
    expect(shown(`Hello,\n\n${introduction}\n${quote}\n\nTomorrow, at home.`)).toContain('Tomorrow, at home.')
    expect(shown(`Hello,\n\n${introduction}\n${quote}`)).toBe('Hello,')
    expect(shown(`Hello,\n${quote}`)).toBe(`Hello,\n${quote}`)
  },
)

test('a reply below the quote is shown without it', () => {
  expect(shown('On 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrote:\n> When?\n\nTomorrow.')).toBe(
    'Tomorrow.',
  )
})

test('a short introduction goes with the quote below it, and stays where none is', () => {
  expect(shown('Yes.\n\nAnn wrote:\n> Really?')).toBe('Yes.')
  expect(shown('Yes.\n\nAnn wrote:\nit is broken.')).toBe('Yes.\n\nAnn wrote:\nit is broken.')
})

test('sentences that look like marks stay', () => {
  const sentences = [
    'On 3 November 2026 at 10:12 I wrote:\nmy parcel is broken.',
    'From: Paris\nTo: Lyon\nDate: 3 November 2026',
    'It was sent from my iPhone app to all users.\nPlease undo it.',
    'Thanks for the parcel.\nIt is too small, can I exchange it?',
  ]
  for (const sentence of sentences) expect(shown(`Hello,\n${sentence}`)).toBe(`Hello,\n${sentence}`)
})

test('what a phone adds is a signature', () => {
  expect(splitReply('Oui.\n\nEnvoyé de mon iPhone').signature).toBe('Envoyé de mon iPhone')
})

test.each(['> only this', '-- \nBob', 'Sent from my iPhone\n\n> When?'])(
  'a mail with nothing newly written, as %j, says so and is shown whole',
  (text) => {
    expect(splitReply(text).hasReply).toBe(text.startsWith('--') || text.startsWith('Sent'))
    expect(shown(text)).not.toBe('')
  },
)

test.each(['👍', 'ok', 'Oui', '?', '🙏🏽🙏🏽'])('%j is an answer', (answer) => {
  const parts = splitReply(`${answer}\n\nOn 3 Nov 2026 at 10:12, Ann <ann@shop.example> wrote:\n> When?`)
  expect(parts.hasReply).toBe(true)
  expect(visibleReply(parts).trim()).toBe(answer)
})

test('answers that are told from the quote by their colour alone are shown with it', () => {
  const text =
    'Mes réponses en rouge ci-dessous.\n\nLe 03/11/2026 à 10:12, Ann a écrit :\n> Quand ?\n> Demain.'
  expect(shown(text)).toContain('Demain.')
})

test('a forwarded mail without a word above it shows what was forwarded', () => {
  const forward =
    '---------- Forwarded message ---------\nFrom: Ann <ann@shop.example>\nDate: 3 Nov 2026\nSubject: Hi\n\nHello Bob'
  expect(shown(forward)).toBe('Hello Bob')
})

const line = fc.oneof(
  fc.string(),
  fc.constantFrom('> q', '', '-- ', 'Regards,', 'Ann', 'On 3 Nov 2026 at 10:12, A <a@b.example> wrote:'),
  fc.constantFrom(
    'From: a@b.example',
    'Subject: x',
    '-----Original Message-----',
    'Sent from my iPhone',
    '____',
  ),
)

test('the parts are the whole text, in order, whatever it is', () => {
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, lineBreak) => {
      const text = lines.join(lineBreak)
      const { parts, hasReply: _, ...strings } = splitReply(text)
      expect(parts.map((part) => part.text).join('')).toBe(text)
      expect(Object.values(strings).join('')).toHaveLength(text.length)
    }),
  )
})

test.each([
  '\n',
  '>',
  'bq',
  'From: a\n',
  'x 2020 10:10 foo a@b.c:\n',
  '> q\na\n',
  'thanks\nx\n',
  '--\n',
  'Some words of a text, on and on.\n',
])('five megabytes of %j are no more work than half of one', (piece) => {
  const text = piece.repeat(5_000_000 / piece.length)
  const started = process.cpuUsage()
  expect(
    splitReply(text)
      .parts.map((part) => part.text)
      .join(''),
  ).toBe(text)
  // Five times what is wanted of it, so that a busy machine does not fail it.
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000)
})
