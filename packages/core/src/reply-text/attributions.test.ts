import { expect, test } from 'vitest'
import { splitReply, visibleReply } from './index.ts'

const body = 'Tonight is fine.\nSee you at the shop.'

function shown(text: string): string {
  return visibleReply(splitReply(text)).trim().replaceAll('\r', '')
}

/** Breaks lines as mail programs do. */
function wrap(text: string, width: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + word.length < width) lines.splice(-1, 1, `${line} ${word}`)
    else lines.push(word)
  }
  return lines.join('\n')
}

const attributions: readonly (readonly [string, string])[] = [
  ['en gmail', 'On Tue, Nov 3, 2026 at 10:12 AM Ann Field <ann@shop.example> wrote:'],
  ['en gmail 24h', 'On Tue, 3 Nov 2026, 10:12 Ann Field, <ann@shop.example> wrote:'],
  ['en apple', 'On Nov 3, 2026, at 10:12 AM, Ann Field <ann@shop.example> wrote:'],
  ['en apple uk', 'On 3 Nov 2026, at 10:12, Ann Field <ann@shop.example> wrote:'],
  ['en thunderbird', 'On 03/11/2026 10:12, Ann Field wrote:'],
  ['en thunderbird us', 'On 11/3/26 10:12 AM, Ann Field wrote:'],
  ['en yahoo', 'On Tuesday, November 3, 2026 at 10:12:33 AM GMT+1, Ann Field <ann@shop.example> wrote:'],
  ['en proton', 'On Tuesday, November 3rd, 2026 at 10:12 AM, Ann Field <ann@shop.example> wrote:'],
  [
    'en proton old',
    '------- Original Message -------\nOn Tuesday, November 3rd, 2026 at 10:12 AM, Ann Field <ann@shop.example> wrote:',
  ],
  ['en zoho', '---- On Tue, 03 Nov 2026 10:12:33 +0100 Ann Field <ann@shop.example> wrote ----'],
  ['en zoho2', '---- On Tue, 03 Nov 2026 10:12:33 +0100 ann@shop.example wrote ----'],
  ['en mutt', 'On Tue, Nov 03, 2026 at 10:12:33AM +0100, Ann Field wrote:'],
  ['en outlook mac', 'On 11/3/26, 10:12 AM, "Ann Field" <ann@shop.example> wrote:'],
  ['en mutt2', '* Ann Field <ann@shop.example> [2026-11-03 10:12]:'],
  [
    'en samsung',
    '-------- Original message --------\nFrom: Ann Field <ann@shop.example>\nDate: 03/11/2026 10:12 (GMT+01:00)\nTo: bob@customer.example\nSubject: Order',
  ],
  ['en hey', 'On November 3, 2026, Ann Field <ann@shop.example> wrote:'],
  ['en fastmail', 'On Tue, 3 Nov 2026, at 10:12 AM, Ann Field wrote:'],
  ['en spark', 'On 3 Nov 2026 at 10:12 +0100, Ann Field <ann@shop.example>, wrote:'],
  [
    'en edison',
    'On Tue, Nov 3, 2026 at 10:12 AM, Ann Field <[ann@shop.example](mailto:ann@shop.example)> wrote:',
  ],
  ['en mailto', 'On Tue, Nov 3, 2026 at 10:12 AM, Ann Field [mailto:ann@shop.example] wrote:'],
  ['en missive', 'On November 3 2026, at 10:12 am, Ann Field <ann@shop.example> wrote:'],
  ['en no addr', 'On Tue, Nov 3, 2026 at 10:12 AM Ann Field via Support <support@shop.example> wrote:'],
  ['fr gmail', 'Le mar. 3 nov. 2026 à 10:12, Ann Field <ann@shop.example> a écrit :'],
  ['fr gmail2', 'Le mardi 3 novembre 2026, Ann Field <ann@shop.example> a écrit :'],
  ['fr apple', 'Le 3 nov. 2026 à 10:12, Ann Field <ann@shop.example> a écrit :'],
  ['fr apple nbsp', 'Le 3 nov. 2026 à 10:12, Ann Field <ann@shop.example> a écrit\u00a0:'],
  ['fr nnbsp', 'Le 3\u00a0nov.\u00a02026\u00a0à\u00a010:12, Ann Field <ann@shop.example> a écrit\u202f:'],
  ['fr thunderbird', 'Le 03/11/2026 à 10:12, Ann Field a écrit :'],
  ['fr yahoo', 'Le mardi 3 novembre 2026 à 10:12:33 UTC+1, Ann Field <ann@shop.example> a écrit :'],
  ['fr proton', 'Le mardi 3 novembre 2026 à 10:12, Ann Field <ann@shop.example> a écrit :'],
  ['fr a ecrit le', 'Ann Field <ann@shop.example> a écrit le 3 nov. 2026 à 10:12 :'],
  ['fr a ecrit le2', 'Ann Field a écrit le 03/11/2026 à 10:12 :'],
  ['fr roundcube', 'Le 2026-11-03 10:12, Ann Field a écrit :'],
  ['fr roundcube en', 'On 2026-11-03 10:12, Ann Field wrote:'],
  ['fr no accent', 'Le 3 nov. 2026 a 10:12, Ann Field <ann@shop.example> a ecrit :'],
  ['fr 10h12', 'Le 3 novembre 2026 à 10h12, Ann Field a écrit :'],
  ['fr zoho', '---- Le mar., 03 nov. 2026 10:12:33 +0100 Ann Field <ann@shop.example> a écrit ----'],
  [
    'fr laposte',
    'De : "Ann Field" <ann@shop.example>\nA : "bob" <bob@customer.example>\nEnvoyé: mardi 3 Novembre 2026 10:12\nObjet : Commande',
  ],
  [
    'fr free zimbra',
    'De: "Ann Field" <ann@shop.example>\nÀ: "bob" <bob@free.example>\nEnvoyé: Mardi 3 Novembre 2026 10:12:33\nObjet: Commande',
  ],
  [
    'fr sfr',
    '========================================\nMessage du : 03/11/2026 10:12\nDe : "Ann Field" <ann@shop.example>\nA : bob@sfr.example\nCopie à : \nSujet : Commande',
  ],
  [
    'fr sfr2',
    "-----Message d'origine-----\nDe : Ann Field <ann@shop.example>\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : bob\nObjet : Commande",
  ],
  [
    'fr samsung',
    "-------- Message d'origine --------\nDe : Ann Field <ann@shop.example>\nDate : 03/11/2026 10:12 (GMT+01:00)\nÀ : bob@customer.example\nObjet : Commande",
  ],
  [
    'fr outlook app',
    'De : Ann Field <ann@shop.example>\nDate : mardi, 3 novembre 2026 à 10:12\nÀ : bob <bob@customer.example>\nObjet : Commande',
  ],
  [
    'fr outlook web',
    'De : Ann Field <ann@shop.example>\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : bob <bob@customer.example>\nCc : eve@shop.example\nObjet : RE: Commande',
  ],
  ['fr ionos ox', 'Le 03/11/2026 10:12 CET, Ann Field <ann@shop.example> a écrit :'],
  ['fr ox en', 'On 11/03/2026 10:12 AM CET Ann Field <ann@shop.example> wrote:'],
  ['de gmail', 'Am Di., 3. Nov. 2026 um 10:12 Uhr schrieb Ann Field <ann@shop.example>:'],
  ['de apple', 'Am 03.11.2026 um 10:12 schrieb Ann Field <ann@shop.example>:'],
  [
    'de gmx',
    'Gesendet: Dienstag, 03. November 2026 um 10:12 Uhr\nVon: "Ann Field" <ann@shop.example>\nAn: bob@gmx.example\nBetreff: Bestellung',
  ],
  [
    'de gmx2',
    'Gesendet: Dienstag, 03. November 2026 um 10:12\nVon: ann@shop.example\nAn: bob@web.example\nBetreff: Aw: Bestellung',
  ],
  ['de webde new', 'Am 03.11.26, 10:12 schrieb "Ann Field" <ann@shop.example>:'],
  ['de tb', 'Am 03.11.26 um 10:12 schrieb Ann Field:'],
  ['de ionos', 'Ann Field <ann@shop.example> hat am 03.11.2026 10:12 CET geschrieben:'],
  [
    'de yahoo',
    'Am Dienstag, 3. November 2026 um 10:12:33 MEZ hat Ann Field <ann@shop.example> Folgendes geschrieben:',
  ],
  [
    'de tonline',
    '-----Original-Nachricht-----\nBetreff: Bestellung\nDatum: 2026-11-03T10:12:33+0100\nVon: "Ann Field" <ann@shop.example>\nAn: "bob@t-online.example"',
  ],
  ['de proton', 'Ann Field <ann@shop.example> schrieb am Dienstag, 3. November 2026 um 10:12:'],
  ['de schrieb am', 'Ann Field <ann@shop.example> schrieb am Di., 3. Nov. 2026, 10:12:'],
  [
    'de outlook',
    'Von: Ann Field [mailto:ann@shop.example]\nGesendet: Dienstag, 3. November 2026 10:12\nAn: Bob\nBetreff: Bestellung',
  ],
  ['es gmail', 'El mar, 3 nov 2026 a las 10:12, Ann Field (<ann@shop.example>) escribió:'],
  ['es apple', 'El 3 nov 2026, a las 10:12, Ann Field <ann@shop.example> escribió:'],
  ['es tb', 'El 3/11/26 a las 10:12, Ann Field escribió:'],
  ['es yahoo', 'El martes, 3 de noviembre de 2026, 10:12:33 CET, Ann Field <ann@shop.example> escribió:'],
  ['es mx', 'El El mar, nov 3, 2026 a la(s) 10:12 a. m., Ann Field <ann@shop.example> escribió:'],
  ['it gmail', 'Il giorno mar 3 nov 2026 alle ore 10:12 Ann Field <ann@shop.example> ha scritto:'],
  ['it apple', 'Il giorno 3 nov 2026, alle ore 10:12, Ann Field <ann@shop.example> ha scritto:'],
  ['it tb', 'Il 03/11/2026 10:12, Ann Field ha scritto:'],
  ['it libero', 'Il 3 novembre 2026 alle 10:12 Ann Field <ann@shop.example> ha scritto:'],
  ['it yahoo', 'Il martedì 3 novembre 2026 alle ore 10:12:33 CET, Ann Field <ann@shop.example> ha scritto:'],
  ['pt gmail', 'Em ter., 3 de nov. de 2026 às 10:12, Ann Field <ann@shop.example> escreveu:'],
  ['pt apple', 'Em 3 de nov. de 2026, à(s) 10:12, Ann Field <ann@shop.example> escreveu:'],
  ['pt pt', 'No dia 03/11/2026, às 10:12, Ann Field <ann@shop.example> escreveu:'],
  ['pt pt gmail', 'Ann Field <ann@shop.example> escreveu (terça, 3/11/2026 à(s) 10:12):'],
  ['pt apple2', 'A 03/11/2026, às 10:12, Ann Field <ann@shop.example> escreveu:'],
  ['nl gmail', 'Op di 3 nov 2026 om 10:12 schreef Ann Field <ann@shop.example>:'],
  ['nl apple', 'Op 3 nov. 2026 om 10:12 heeft Ann Field <ann@shop.example> het volgende geschreven:'],
  ['nl tb', 'Op 03-11-2026 om 10:12 schreef Ann Field:'],
  ['nl yahoo', 'Op dinsdag 3 november 2026 om 10:12:33 CET schreef Ann Field <ann@shop.example>:'],
  ['nl ziggo', 'Ann Field <ann@shop.example> schreef op di 3 nov. 2026 10:12:'],
  ['nl ox', 'Op 03-11-2026 10:12 CET schreef Ann Field <ann@shop.example>:'],
  ['sv gmail', 'Den tis 3 nov. 2026 kl 10:12 skrev Ann Field <ann@shop.example>:'],
  ['sv apple', '3 nov. 2026 kl. 10:12 skrev Ann Field <ann@shop.example>:'],
  ['sv tb', 'Den 2026-11-03 kl. 10:12, skrev Ann Field:'],
  ['sv yahoo', 'Den tisdag 3 november 2026 10:12:33 CET skrev Ann Field <ann@shop.example>:'],
  ['sv old gmail', 'Den 3 november 2026 10:12 skrev Ann Field <ann@shop.example>:'],
  ['da gmail', 'Den tirs. 3. nov. 2026 kl. 10.12 skrev Ann Field <ann@shop.example>:'],
  ['da apple', 'Den 3. nov. 2026 kl. 10.12 skrev Ann Field <ann@shop.example>:'],
  ['da tb', 'Den 03-11-2026 kl. 10:12 skrev Ann Field:'],
  ['da outlook', 'Fra: Ann Field <ann@shop.example>\nSendt: 3. november 2026 10:12\nTil: Bob\nEmne: Ordre'],
  ['no gmail', 'tir. 3. nov. 2026 kl. 10:12 skrev Ann Field <ann@shop.example>:'],
  ['no apple', '3. nov. 2026 kl. 10:12 skrev Ann Field <ann@shop.example>:'],
  [
    'no outlook',
    'Fra: Ann Field <ann@shop.example>\nSendt: tirsdag 3. november 2026 10:12\nTil: Bob\nEmne: Ordre',
  ],
  ['no tb', 'På 03.11.2026 10:12, skrev Ann Field:'],
  ['no old', 'Den 3. november 2026 kl. 10:12 skrev Ann Field <ann@shop.example>:'],
  ['fi gmail', 'ti 3. marrask. 2026 klo 10.12 Ann Field (ann@shop.example) kirjoitti:'],
  ['fi apple', 'Ann Field <ann@shop.example> kirjoitti 3.11.2026 kello 10.12:'],
  ['fi tb', 'Ann Field kirjoitti 3.11.2026 klo 10:12:'],
  ['pl gmail', 'wt., 3 lis 2026 o 10:12 Ann Field <ann@shop.example> napisał(a):'],
  ['pl apple', 'Wiadomość napisana przez Ann Field <ann@shop.example> w dniu 03.11.2026, o godz. 10:12:'],
  ['pl tb', 'W dniu 03.11.2026 o 10:12, Ann Field pisze:'],
  ['pl wp', 'Dnia 3 listopada 2026 10:12 Ann Field <ann@shop.example> napisał(a):'],
  ['pl onet', 'W dniu 2026-11-03 10:12:33 użytkownik Ann Field <ann@shop.example> napisał:'],
  ['pl gmail2', 'W dniu wt., 3.11.2026 o 10:12 Ann Field <ann@shop.example> napisał(a):'],
  ['cs gmail', 'út 3. 11. 2026 v 10:12 odesílatel Ann Field <ann@shop.example> napsal:'],
  [
    'cs seznam',
    '---------- Původní e-mail ----------\nOd: Ann Field <ann@shop.example>\nKomu: bob@seznam.example\nDatum: 3. 11. 2026 10:12:33\nPředmět: Objednávka',
  ],
  ['cs apple', '3. 11. 2026 v 10:12, Ann Field <ann@shop.example>:'],
  ['cs tb', 'Dne 03. 11. 26 v 10:12 Ann Field napsal(a):'],
  ['sk gmail', 'ut 3. 11. 2026 o 10:12 Ann Field <ann@shop.example> napísal(a):'],
  ['hu gmail', 'Ann Field <ann@shop.example> ezt írta (időpont: 2026. nov. 3., K, 10:12):'],
  ['hu tb', '2026. 11. 03. 10:12 keltezéssel, Ann Field írta:'],
  ['hu apple', '2026. nov. 3. dátummal, 10:12 időpontban Ann Field <ann@shop.example> írta:'],
  ['ro gmail', 'Pe mar., 3 nov. 2026 la 10:12, Ann Field <ann@shop.example> a scris:'],
  ['ro tb', 'La 03.11.2026 10:12, Ann Field a scris:'],
  ['ru gmail', 'вт, 3 нояб. 2026 г. в 10:12, Ann Field <ann@shop.example>:'],
  ['ru apple', '3 нояб. 2026 г., в 10:12, Ann Field <ann@shop.example> написал(а):'],
  ['ru yandex', '03.11.2026, 10:12, "Ann Field" <ann@shop.example>:'],
  ['ru mailru', 'Вторник, 3 ноября 2026, 10:12 +03:00 от Ann Field <ann@shop.example>:'],
  ['ru tb', '03.11.2026 10:12, Ann Field пишет:'],
  ['ru bat', 'Вы писали 3 ноября 2026 г., 10:12:33:'],
  ['uk gmail', 'вт, 3 лист. 2026 р. о 10:12 Ann Field <ann@shop.example> пише:'],
  ['uk ukrnet', '3 листопада 2026, 10:12:33, від "Ann Field" <ann@shop.example>:'],
  ['bg gmail', 'На вт, 3.11.2026 г. в 10:12 Ann Field <ann@shop.example> написа:'],
  ['tr gmail', 'Ann Field <ann@shop.example>, 3 Kas 2026 Sal, 10:12 tarihinde şunu yazdı:'],
  ['tr apple', 'Ann Field <ann@shop.example> şunları yazdı (3 Kas 2026 10:12):'],
  ['el gmail', 'Στις Τρί 3 Νοε 2026 στις 10:12 ο χρήστης Ann Field <ann@shop.example> έγραψε:'],
  ['el apple', '3 Νοε 2026, 10:12 π.μ., ο χρήστης «Ann Field <ann@shop.example>» έγραψε:'],
  ['zh gmail', 'Ann Field <ann@shop.example> 于2026年11月3日周二 10:12写道:'],
  ['zh gmail2', 'Ann Field <ann@shop.example> 于2026年11月3日周二 10:12写道：'],
  ['zh tw gmail', 'Ann Field <ann@shop.example> 於 2026年11月3日 週二 上午10:12寫道：'],
  ['zh apple', '在 2026年11月3日，10:12，Ann Field <ann@shop.example> 写道：'],
  ['zh 163', '在 2026-11-03 10:12:33，"Ann Field" <ann@shop.example> 写道：'],
  [
    'zh qq',
    '------------------ 原始邮件 ------------------\n发件人: "Ann Field" <ann@shop.example>;\n发送时间: 2026年11月3日(星期二) 上午10:12\n收件人: "bob"<bob@qq.example>;\n主题: 订单',
  ],
  ['ja gmail', '2026年11月3日(火) 10:12 Ann Field <ann@shop.example>:'],
  ['ja apple', '2026/11/03 10:12、Ann Field <ann@shop.example>のメール:'],
  ['ja apple2', '2026年11月3日(火) 10:12、Ann Field <ann@shop.example> のメッセージ:'],
  ['ja tb', '2026/11/03 10:12, Ann Field wrote:'],
  ['ko gmail', '2026년 11월 3일 (화) 오전 10:12, Ann Field <ann@shop.example>님이 작성:'],
  [
    'ko naver',
    '-----Original Message-----\nFrom: "Ann Field"<ann@shop.example>\nTo: <bob@naver.example>;\nCc:\nSent: 2026-11-03 (화) 10:12:33 (GMT+09:00)\nSubject: 주문',
  ],
  ['ko apple', '2026. 11. 3. 오전 10:12, Ann Field <ann@shop.example> 작성:'],
  ['vi gmail', 'Vào Th 3, 3 thg 11, 2026 vào lúc 10:12 Ann Field <ann@shop.example> đã viết:'],
  ['id gmail', 'Pada tanggal Sel, 3 Nov 2026 pukul 10.12 Ann Field <ann@shop.example> menulis:'],
  ['ms gmail', 'Pada Sel, 3 Nov 2026 10:12 Ann Field <ann@shop.example> menulis:'],
  ['th gmail', 'เมื่อ อ. 3 พ.ย. 2026 เวลา 10:12 Ann Field <ann@shop.example> เขียนว่า:'],
  ['ar gmail', 'في الثلاثاء، ٣ نوفمبر ٢٠٢٦ في 10:12 ص تمت كتابة ما يلي بواسطة Ann Field <ann@shop.example>:'],
  ['he gmail', 'בתאריך יום ג׳, 3 בנוב׳ 2026 ב-10:12 מאת Ann Field <ann@shop.example>:'],
  ['fa gmail', 'در تاریخ سه‌شنبه ۳ نوامبر ۲۰۲۶،‏ ۱۰:۱۲ Ann Field <ann@shop.example> نوشت:'],
  ['hr gmail', 'uto, 3. stu 2026. u 10:12 Ann Field <ann@shop.example> napisao je:'],
  ['sl gmail', 'V V tor., 3. nov. 2026 ob 10:12 je oseba Ann Field <ann@shop.example> napisala:'],
  ['sr gmail', 'уто, 3. нов 2026. у 10:12 Ann Field <ann@shop.example> је написао/ла:'],
  ['lt gmail', '2026-11-03, an, 10:12 Ann Field <ann@shop.example> rašė:'],
  ['lv gmail', 'otrd., 2026. g. 3. nov., plkst. 10:12 — lietotājs Ann Field (<ann@shop.example>) rakstīja:'],
  ['et gmail', 'Kuupäev T, 3. november 2026 kell 10:12 kirjutas Ann Field <ann@shop.example>:'],
  ['ca gmail', 'Missatge de Ann Field <ann@shop.example> del dia dt., 3 de nov. 2026 a les 10:12:'],
  ['is gmail', 'Þann þri., 3. nóv. 2026 kl. 10:12 skrifaði Ann Field <ann@shop.example>:'],
  ['eu gmail', 'Erabiltzaileak (Ann Field <ann@shop.example>) hau idatzi du (2026 aza. 3(a), ar. (10:12)):'],
  ['iso no verb', '2026-11-03 10:12 GMT+01:00 Ann Field <ann@shop.example>:'],
  ['iso utc', '2026-11-03 10:12 UTC+02:00 Ann Field <ann@shop.example>:'],
  ['ann x', '"Ann Field" <ann@shop.example> wrote on 2026-11-03 10:12:'],
  ['lotus', 'Ann Field <ann@shop.example> wrote on 11/03/2026 10:12:33 AM:'],
  [
    'lotus hdr',
    'From: Ann Field/SHOP/US\nTo: Bob <bob@customer.example>\nDate: 11/03/2026 10:12 AM\nSubject: Order',
  ],
]

test.each(attributions)(
  '%s: what a mail program writes above a quote is not part of the reply',
  (_name, introduction) => {
    const forms = {
      quoted: `${body}\n\n${introduction}\n\n> When?\n> Today?`,
      tight: `${body}\n${introduction}\n> When?\n> Today?`,
      withoutSigns: `${body}\n\n${introduction}\n\nWhen?\nToday?`,
      windowsLines: `${body}\n\n${introduction}\n\nWhen?`.replaceAll('\n', '\r\n'),
      unbreakable: `${body}\n\n${introduction.replaceAll(' ', '\u00a0')}\n\nWhen?`,
      indented: `${body}\n\n  ${introduction}\n\n  When?`,
      bold: `${body}\n\n${introduction.replaceAll(/^([^:<\n]+:)(?= )/gm, '*$1*')}\n\nWhen?`,
      mailto: `${body}\n\n${introduction.replace('<ann@shop.example>', '[mailto:ann@shop.example]')}\n\nWhen?`,
      linked: `${body}\n\n${introduction.replace('<ann@shop.example>', '<ann@shop.example<mailto:ann@shop.example>>')}\n\nWhen?`,
      wrapped: `${body}\n\n${introduction.includes('\n') ? introduction : wrap(introduction, 70)}\n\nWhen?`,
      wrappedTwice: `${body}\n\n${introduction.includes('\n') ? introduction : wrap(introduction, 46)}\n\n> When?`,
    }
    const got = Object.fromEntries(Object.entries(forms).map(([form, text]) => [form, shown(text)]))
    expect(got).toEqual(Object.fromEntries(Object.keys(forms).map((form) => [form, body])))
  },
)

test.each([
  'Le 3 novembre 2026 à 10h12, votre collègue m’a écrit :\nje rembourse demain.\nToujours rien.',
  'On 3 November at 10:12 you wrote:\nwe refund tomorrow.\nNothing came.',
  'On 3 November 2026 at 10:12 I wrote:\nmy parcel is broken.',
  'Am 3.11.2026 um 10:12 habe ich geschrieben:\nBitte stornieren.',
  'Votre message du 03/11/2026 disait :\nremboursement sous 3 jours',
  'Ann wrote:\nit is broken.',
])('%j is prose', (text) => {
  expect(shown(text)).toBe(text)
  expect(shown(`Hello,\n${text}`)).toBe(`Hello,\n${text}`)
})

test('an introduction without a date goes with the quote below it', () => {
  expect(shown('Yes.\n\nAnn Field <ann@shop.example> writes:\n> Really?')).toBe('Yes.')
  expect(shown('Oui.\n\nAnn Field a écrit :\n> Vraiment ?')).toBe('Oui.')
})
