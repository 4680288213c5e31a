import { expect, test } from 'vitest'
import { splitReply, visibleReply } from './index.ts'

const body = 'Tonight is fine.\nSee you at the shop.'

function shown(text: string): string {
  return visibleReply(splitReply(text)).trim()
}

const headers: readonly (readonly [string, string])[] = [
  [
    'en',
    'From: Ann Field <ann@shop.example>\nSent: Tuesday, 3 November 2026 10:12\nTo: Bob <bob@c.example>\nCc: Eve <eve@c.example>\nSubject: RE: Order',
  ],
  [
    'en date first',
    'Date: Tue, 3 Nov 2026 10:12:33 +0100\nFrom: ann@shop.example\nTo: bob@c.example\nSubject: Order',
  ],
  [
    'en hotmail',
    'Date: Tue, 3 Nov 2026 10:12:33 +0100\nSubject: Order\nFrom: ann@shop.example\nTo: bob@c.example',
  ],
  [
    'en subject first',
    'Subject: Order\nDate: Tue, 3 Nov 2026 10:12:33 +0100\nFrom: ann@shop.example\nTo: bob@c.example',
  ],
  [
    'en to first',
    'To: bob@c.example\nFrom: ann@shop.example\nDate: Tue, 3 Nov 2026 10:12:33 +0100\nSubject: Order',
  ],
  ['en wp', 'From: Ann Field\nSent: 03/11/2026 10:12\nTo: Bob\nSubject: Order'],
  [
    'en importance',
    'From: Ann Field\nSent: 03/11/2026 10:12\nTo: Bob\nSubject: Order\nImportance: High\nAttachments: a.pdf',
  ],
  [
    'en bold',
    '*From:* Ann Field <ann@shop.example>\n*Sent:* Tuesday, 3 November 2026 10:12\n*To:* Bob\n*Subject:* Order',
  ],
  [
    'en double bold',
    '**From:** Ann Field <ann@shop.example>\n**Sent:** Tuesday, 3 November 2026 10:12\n**To:** Bob\n**Subject:** Order',
  ],
  [
    'en under',
    '_From:_ Ann Field <ann@shop.example>\n_Sent:_ Tuesday, 3 November 2026 10:12\n_To:_ Bob\n_Subject:_ Order',
  ],
  [
    'en tabs',
    'From:\tAnn Field <ann@shop.example>\nSent:\tTuesday, 3 November 2026 10:12\nTo:\tBob\nSubject:\tOrder',
  ],
  [
    'en blank between',
    'From: Ann Field <ann@shop.example>\n\nSent: Tuesday, 3 November 2026 10:12\n\nTo: Bob\n\nSubject: Order',
  ],
  [
    'en bullet',
    '• From: Ann Field <ann@shop.example>\n• Sent: Tuesday, 3 November 2026 10:12\n• To: Bob\n• Subject: Order',
  ],
  [
    'en long to',
    'From: Ann Field <ann@shop.example>\nSent: Tuesday, 3 November 2026 10:12\nTo: Bob Bobson <bob@c.example>; Carol Carolson <carol@c.example>;\nDave Daveson <dave@c.example>; Eve Eveson <eve@c.example>;\nFrank <frank@c.example>\nSubject: Order',
  ],
  [
    'en on behalf',
    'From: support@shop.example On Behalf Of Ann Field\nSent: Tuesday, 3 November 2026 10:12\nTo: Bob\nSubject: Order',
  ],
  [
    'en blackberry',
    '-----Original Message-----\nFrom: Ann Field\nDate: Tue, 3 Nov 2026 10:12:33\nTo: <bob@c.example>\nReply-To: ann@shop.example\nSubject: Order',
  ],
  [
    'en bb no title',
    'From: Ann Field [mailto:ann@shop.example]\nSent: Tuesday, November 03, 2026 10:12 AM Eastern Standard Time\nTo: Bob\nSubject: Order',
  ],
  [
    'fr',
    'De : Ann Field <ann@shop.example>\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : Bob <bob@c.example>\nCc : Eve\nObjet : Commande',
  ],
  [
    'fr nbsp',
    'De\u00a0: Ann Field\nEnvoyé\u00a0: mardi 3 novembre 2026 10:12\nÀ\u00a0: Bob\nObjet\u00a0: Commande',
  ],
  ['fr envoye le', 'De : Ann Field\nEnvoyé le : mardi 3 novembre 2026 10:12\nÀ : Bob\nObjet : Commande'],
  [
    'fr A',
    'De : Ann Field [mailto:ann@shop.example]\nEnvoyé : mardi 3 novembre 2026 10:12\nA : Bob\nObjet : Commande',
  ],
  [
    'fr apple',
    'De: Ann Field <ann@shop.example>\nObjet: Commande\nDate: 3 novembre 2026 à 10:12:33 UTC+1\nÀ: Bob <bob@c.example>\nRépondre à: ann@shop.example',
  ],
  [
    'fr orange new',
    'envoyé : 3 novembre 2026 à 10:12\nde : Ann Field <ann@shop.example>\nà : bob@c.example\nobjet : Commande',
  ],
  ['fr accents lost', 'De: Ann Field\nEnvoye: mardi 3 novembre 2026 10:12\nA: Bob\nObjet: Commande'],
  ['fr caps', 'DE : Ann Field\nENVOYÉ : mardi 3 novembre 2026 10:12\nÀ : Bob\nOBJET : Commande'],
  [
    'fr ca',
    'De : Ann Field <ann@shop.example>\nEnvoyé : 3 novembre 2026 10:12\nÀ : Bob <bob@c.example>\nCc : Eve\nObjet : Commande',
  ],
  [
    'fr free rc',
    '-------- Message original --------\nObjet: Commande\nDate: 2026-11-03 10:12\nDe: Ann Field <ann@shop.example>\nÀ: bob@c.example',
  ],
  [
    'fr tb fwd',
    '-------- Message transféré --------\nSujet : \tCommande\nDate : \tTue, 3 Nov 2026 10:12:33 +0100\nDe : \tAnn <ann@shop.example>\nPour : \tbob@c.example',
  ],
  [
    'fr zimbra line',
    '----- Mail original -----\nDe: "Ann Field" <ann@shop.example>\nÀ: "Bob" <bob@c.example>\nEnvoyé: Mardi 3 Novembre 2026 10:12:33\nObjet: Commande',
  ],
  [
    'fr zimbra rule',
    '________________________________\n\nDe: "Ann Field" <ann@shop.example>\nÀ: "Bob" <bob@c.example>\nEnvoyé: Mardi 3 Novembre 2026 10:12:33\nObjet: Commande',
  ],
  [
    'de',
    'Von: Ann Field <ann@shop.example>\nGesendet: Dienstag, 3. November 2026 10:12\nAn: Bob\nBetreff: Bestellung',
  ],
  [
    'de datum',
    'Von: Ann Field <ann@shop.example>\nDatum: Dienstag, 3. November 2026 um 10:12\nAn: Bob\nCc: Eve\nBetreff: Bestellung',
  ],
  [
    'de im auftrag',
    'Von: support@shop.example Im Auftrag von Ann Field\nGesendet: Dienstag, 3. November 2026 10:12\nAn: Bob\nBetreff: Bestellung',
  ],
  [
    'es',
    'De: Ann Field <ann@shop.example>\nEnviado: martes, 3 de noviembre de 2026 10:12\nPara: Bob\nAsunto: Pedido',
  ],
  [
    'es el',
    'De: Ann Field [mailto:ann@shop.example]\nEnviado el: martes, 3 de noviembre de 2026 10:12\nPara: Bob\nAsunto: Pedido',
  ],
  ['it', 'Da: Ann Field <ann@shop.example>\nInviato: martedì 3 novembre 2026 10:12\nA: Bob\nOggetto: Ordine'],
  [
    'pt br',
    'De: Ann Field <ann@shop.example>\nEnviado: terça-feira, 3 de novembro de 2026 10:12\nPara: Bob\nAssunto: Pedido',
  ],
  [
    'pt em',
    'De: Ann Field\nEnviada em: terça-feira, 3 de novembro de 2026 10:12\nPara: Bob\nAssunto: Pedido',
  ],
  [
    'nl',
    'Van: Ann Field <ann@shop.example>\nVerzonden: dinsdag 3 november 2026 10:12\nAan: Bob\nOnderwerp: Bestelling',
  ],
  ['sv', 'Från: Ann Field <ann@shop.example>\nSkickat: den 3 november 2026 10:12\nTill: Bob\nÄmne: Order'],
  ['da', 'Fra: Ann Field <ann@shop.example>\nSendt: 3. november 2026 10:12\nTil: Bob\nEmne: Ordre'],
  [
    'da dato',
    'Fra: Ann Field <ann@shop.example>\nDato: tirsdag den 3. november 2026 kl. 10.12\nTil: Bob\nEmne: Ordre',
  ],
  [
    'no',
    'Fra: Ann Field <ann@shop.example>\nSendt: tirsdag 3. november 2026 10:12\nTil: Bob\nKopi: Eve\nEmne: Ordre',
  ],
  [
    'fi',
    'Lähettäjä: Ann Field\nLähetetty: tiistai 3. marraskuuta 2026 10.12\nVastaanottaja: Bob\nAihe: Tilaus',
  ],
  [
    'pl',
    'Od: Ann Field <ann@shop.example>\nWysłano: wtorek, 3 listopada 2026 10:12\nDo: Bob\nTemat: Zamówienie',
  ],
  [
    'pl wyslane',
    'Od: Ann Field\nWysłane: wtorek, 3 listopada 2026 10:12\nDo: Bob\nDW: Eve\nTemat: Zamówienie',
  ],
  [
    'cs',
    'Od: Ann Field <ann@shop.example>\nOdesláno: úterý 3. listopadu 2026 10:12\nKomu: Bob\nPředmět: Objednávka',
  ],
  [
    'sk',
    'Od: Ann Field <ann@shop.example>\nOdoslané: utorok 3. novembra 2026 10:12\nKomu: Bob\nPredmet: Objednávka',
  ],
  [
    'hu',
    'Feladó: Ann Field <ann@shop.example>\nElküldve: 2026. november 3., kedd 10:12\nCímzett: Bob\nTárgy: Rendelés',
  ],
  [
    'ro',
    'De la: Ann Field <ann@shop.example>\nTrimis: marți, 3 noiembrie 2026 10:12\nCătre: Bob\nSubiect: Comandă',
  ],
  ['ru', 'От: Ann Field <ann@shop.example>\nОтправлено: 3 ноября 2026 г. 10:12\nКому: Bob\nТема: Заказ'],
  [
    'uk',
    'Від: Ann Field <ann@shop.example>\nНадіслано: 3 листопада 2026 р. 10:12\nКому: Bob\nТема: Замовлення',
  ],
  [
    'tr',
    'Kimden: Ann Field <ann@shop.example>\nGönderildi: 3 Kasım 2026 Salı 10:12\nKime: Bob\nKonu: Sipariş',
  ],
  [
    'el',
    'Από: Ann Field <ann@shop.example>\nΣτάλθηκε: Τρίτη, 3 Νοεμβρίου 2026 10:12\nΠρος: Bob\nΘέμα: Παραγγελία',
  ],
  ['zh', '发件人: Ann Field <ann@shop.example>\n发送时间: 2026年11月3日 10:12\n收件人: Bob\n主题: 订单'],
  [
    'zh full',
    '发件人：Ann Field <ann@shop.example>\n日期：2026年11月3日 星期二 上午10:12\n收件人：Bob\n主题：订单',
  ],
  [
    'zh tw',
    '寄件者: Ann Field <ann@shop.example>\n寄件日期: 2026年11月3日 上午 10:12\n收件者: Bob\n主旨: 訂單',
  ],
  ['ja', '差出人: Ann Field <ann@shop.example>\n送信日時: 2026年11月3日 10:12\n宛先: Bob\n件名: 注文'],
  [
    'ko',
    '보낸 사람: Ann Field <ann@shop.example>\n보낸 날짜: 2026년 11월 3일 화요일 오전 10:12\n받는 사람: Bob\n제목: 주문',
  ],
  ['ar', 'من: Ann Field <ann@shop.example>\nتم الإرسال: 3 نوفمبر 2026 10:12\nإلى: Bob\nالموضوع: طلب'],
  ['he', 'מאת: Ann Field <ann@shop.example>\nנשלח: יום שלישי 3 נובמבר 2026 10:12\nאל: Bob\nנושא: הזמנה'],
  [
    'vi',
    'Từ: Ann Field <ann@shop.example>\nĐã gửi: Thứ Ba, 3 tháng 11, 2026 10:12\nĐến: Bob\nChủ đề: Đơn hàng',
  ],
  ['th', 'จาก: Ann Field <ann@shop.example>\nส่ง: 3 พฤศจิกายน 2026 10:12\nถึง: Bob\nเรื่อง: สั่งซื้อ'],
  [
    'id',
    'Dari: Ann Field <ann@shop.example>\nDikirim: Selasa, 03 November 2026 10:12\nKepada: Bob\nSubjek: Pesanan',
  ],
  ['bg', 'От: Ann Field <ann@shop.example>\nИзпратено: 3 ноември 2026 г. 10:12\nДо: Bob\nОтносно: Поръчка'],
  ['hr', 'Od: Ann Field <ann@shop.example>\nPoslano: 3. studenog 2026. 10:12\nPrima: Bob\nPredmet: Narudžba'],
  [
    'sl',
    'Od: Ann Field <ann@shop.example>\nPoslano: torek, 3. november 2026 10:12\nZa: Bob\nZadeva: Naročilo',
  ],
  [
    'lt',
    'Nuo: Ann Field <ann@shop.example>\nIšsiųsta: 2026 m. lapkričio 3 d. 10:12\nKam: Bob\nTema: Užsakymas',
  ],
  [
    'lv',
    'No: Ann Field <ann@shop.example>\nNosūtīts: otrdiena, 2026. gada 3. novembris 10:12\nKam: Bob\nTēma: Pasūtījums',
  ],
  [
    'et',
    'Saatja: Ann Field <ann@shop.example>\nSaadetud: teisipäev, 3. november 2026 10:12\nAdressaat: Bob\nTeema: Tellimus',
  ],
  [
    'ca',
    'De: Ann Field <ann@shop.example>\nEnviat: dimarts, 3 de novembre de 2026 10:12\nPer a: Bob\nTema: Comanda',
  ],
]

test.each(headers)('%s: a block of headers begins the copied mail', (_name, block) => {
  const forms = {
    bare: `${body}\n\n${block}\n\nWhen?`,
    tight: `${body}\n${block}\n\nWhen?`,
    ruled: `${body}\n\n________________________________\n${block}\n\nWhen?`,
    ruledApart: `${body}\n\n\n-----\n\n${block}\n\nWhen?`,
    titled: `${body}\n\n${/^[-_]/.test(block) ? '' : '----- Whatever this program says -----\n'}${block}\n\nWhen?`,
    quoted: `${body}\n\n${block.replaceAll(/^/gm, '> ')}\n>\n> When?`,
  }
  const got = Object.fromEntries(Object.entries(forms).map(([form, text]) => [form, shown(text)]))
  expect(got).toEqual(Object.fromEntries(Object.keys(forms).map((form) => [form, body])))
})

test.each([
  'De : Paris\nÀ : Lyon\nDate : 3 novembre 2026\nJe voudrais deux billets.',
  'From: Paris\nTo: Lyon\nDate: 3 November 2026',
  'Nom : Jeanne\nE-mail : jeanne@customer.example\nDate : 03/11/2026 10:12\nCommande : 123',
  'This is not an original message, it is a new one.',
])('%j is what the customer wrote', (text) => {
  expect(shown(`Hello,\n${text}`)).toBe(`Hello,\n${text}`)
})
