import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { decodeCharset } from './charset.ts'
import { detectCharset } from './detect-charset.ts'

test.each([
  ['koi8-r', 'Здравствуйте, я хотел бы узнать о заказе. Спасибо большое.'],
  ['windows-1251', 'Здравствуйте, я хотел бы узнать о заказе. Спасибо большое.'],
  ['shift_jis', 'お世話になっております。注文について質問があります。'],
  ['euc-jp', 'お世話になっております。注文について質問があります。'],
  ['gb18030', '您好，我想询问一下我的订单什么时候可以发货，谢谢。'],
  ['big5', '您好，我想詢問一下我的訂單什麼時候可以發貨，謝謝。'],
  ['euc-kr', '안녕하세요, 제 주문이 언제 배송되는지 알고 싶습니다.'],
  ['iso-8859-7', 'Καλημέρα σας, θέλω να ρωτήσω για την παραγγελία μου'],
])('%s that nobody declared is read', (charset, text) => {
  expect(decodeCharset(iconv.encode(text, charset), null)).toBe(text)
  expect(decodeCharset(iconv.encode(`<p style="color:red">${text}</p>`, charset), 'us-ascii')).toContain(text)
})

test.each([
  'Bonjour, nous avons bien reçu votre commande à l’hôtel. À bientôt, l’équipe',
  'Größe und Maße für die Übergabe: schöne Grüße aus Köln, 50 €',
  'ÉTÉ À LA MAIRIE',
  'é',
])('Latin text is windows-1252: %j', (text) => {
  const bytes = iconv.encode(text, 'windows-1252')
  expect(detectCharset(bytes)).toBeNull()
  expect(decodeCharset(bytes, 'x-unknown')).toBe(text)
})

test('what HTML says of itself comes after valid UTF-8 and before the statistics', () => {
  const text = 'Ľúbim ťa'
  expect(decodeCharset(iconv.encode(text, 'windows-1250'), null, 'windows-1250')).toBe(text)
  expect(decodeCharset(iconv.encode(text, 'windows-1250'), 'us-ascii', 'windows-1250')).toBe(text)
  expect(decodeCharset(Buffer.from(text), null, 'windows-1250')).toBe(text)
})
