import { expect, test } from 'vitest'
import { splitReply, visibleReply } from './index.ts'

const body = 'Tonight is fine.\nSee you at the shop.'

function shown(text: string): string {
  return visibleReply(splitReply(text)).trim()
}

const titles: readonly string[] = [
  '-----Original Message-----',
  '----- Original Message -----',
  '-------- Original Message --------',
  '-------- Original message --------',
  "-----Message d'origine-----",
  '-----Message d’origine-----',
  '-------- Message original --------',
  '----- Mail original -----',
  '-----Ursprüngliche Nachricht-----',
  '-------- Ursprüngliche Nachricht --------',
  '-----Original-Nachricht-----',
  '-----Mensaje original-----',
  '-------- Mensaje original --------',
  '-----Messaggio originale-----',
  '----Messaggio originale----',
  '-----Mensagem Original-----',
  '-----Mensagem original-----',
  '-----Oorspronkelijk bericht-----',
  '-------- Oorspronkelijk bericht --------',
  '-----Ursprungligt meddelande-----',
  '-------- Originalmeddelande --------',
  '-----Oprindelig meddelelse-----',
  '-------- Oprindelig besked --------',
  '-----Opprinnelig melding-----',
  '-----Alkuperäinen viesti-----',
  '-----Wiadomość oryginalna-----',
  '-------- Oryginalna wiadomość --------',
  '-----Původní zpráva-----',
  '-----Pôvodná správa-----',
  '-----Eredeti üzenet-----',
  '-----Mesaj original-----',
  '-----Исходное сообщение-----',
  '-----Оригінальне повідомлення-----',
  '-----Original Ileti-----',
  '-----Özgün İleti-----',
  '-----Αρχικό μήνυμα-----',
  '-----原始邮件-----',
  '------------------ 原始邮件 ------------------',
  '------------------&nbsp;原始邮件&nbsp;------------------',
  '-----邮件原件-----',
  '-----元のメッセージ-----',
  '-----원본 메시지-----',
  '-----الرسالة الأصلية-----',
  '-----הודעה מקורית-----',
  '-----Tin nhắn gốc-----',
  '-----Pesan Asli-----',
  '-----Izvorna poruka-----',
  '-----Izvirno sporočilo-----',
  '-----Оригинално съобщение-----',
  '-----Algne sõnum-----',
  '-----Missatge original-----',
  '_____ Original Message _____',
  '=== Original Message ===',
  "----- Message d'origine -----",
  '----- Message transféré -----',
  '------- Mensaje original -------',
  '------- Original Message -------',
]

test.each(titles)('the title %j begins the copied mail', (title) => {
  expect(shown(`${body}\n\n${title}\nWhen?\nToday?`)).toBe(body)
  expect(shown(`${body}\n\n ${title.toUpperCase()}\n\nWhen?`)).toBe(body)
})
