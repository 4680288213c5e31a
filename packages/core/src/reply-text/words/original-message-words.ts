/** Titles between dashes above a copied message: `-----Original Message-----`. */
export const originalMessageWords: readonly string[] = [
  ...[
    'original',
    'original message',
    'original appointment',
    'reply message',
    'forwarded message',
    'forwarded by',
  ],
  ...['previous message', 'forward message', 'original e-mail', 'original email', 'quoted message'],
  ...['message d’origine', "message d'origine", 'message original', 'message transféré', 'message initial'],
  ...['message réacheminé', 'mail original', 'e-mail d’origine', "e-mail d'origine"],
  ...['ursprüngliche nachricht', 'originalnachricht', 'original-nachricht', 'antwort nachricht'],
  ...['weitergeleitete nachricht', 'originalmail', 'urspruengliche nachricht', 'ursprüngliche e-mail'],
  ...['mensaje original', 'mensaje reenviado', 'mensaje de respuesta', 'correo original'],
  ...['messaggio originale', 'messaggio inoltrato', 'messaggio di risposta'],
  ...['mensagem original', 'mensagem encaminhada', 'mensagem de resposta'],
  ...['oorspronkelijk bericht', 'origineel bericht', 'doorgestuurd bericht', 'oorspronkelijke bericht'],
  ...['ursprungligt meddelande', 'originalmeddelande', 'vidarebefordrat meddelande', 'vidarebefordrat mail'],
  ...['oprindelig meddelelse', 'original meddelelse', 'videresendt meddelelse', 'svar meddelelse'],
  ...['opprinnelig melding', 'opprinnelig e-post', 'videresendt melding', 'original melding'],
  ...['alkuperäinen viesti', 'välitetty viesti', 'edelleenlähetetty viesti'],
  ...['wiadomość oryginalna', 'oryginalna wiadomość', 'treść oryginalnej wiadomości', 'wiadomość przekazana'],
  ...['przekazana wiadomość', 'wiadomość pierwotna'],
  ...['původní zpráva', 'původní e-mail', 'přeposlaná zpráva', 'pôvodná správa', 'preposlaná správa'],
  ...['eredeti üzenet', 'továbbított üzenet', 'mesaj original', 'mesajul original', 'mesaj redirecționat'],
  ...['исходное сообщение', 'пересылаемое сообщение', 'пересланное сообщение', 'оригинальное сообщение'],
  ...['вихідне повідомлення', 'переслане повідомлення', 'оригінальне повідомлення'],
  ...['özgün ileti', 'orijinal mesaj', 'orijinal ileti', 'iletilen mesaj', 'iletilmiş mesaj', 'özgün mesaj'],
  ...['αρχικό μήνυμα', 'προωθημένο μήνυμα', 'μήνυμα που προωθήθηκε'],
  ...['原始邮件', '原始郵件', '转发的邮件', '轉寄郵件', '转发邮件', '原始信件', '原邮件', '转发的消息'],
  ...['元のメッセージ', '転送メッセージ', '転送されたメッセージ', 'オリジナルメッセージ', '原本メッセージ'],
  ...['원본 메시지', '원본 메일', '전달된 메시지', '원본메시지', '원본메일', '전달된 메일'],
]

/** Lines that need no dashes to begin a copy. */
export const forwardLines: readonly string[] = [
  ...['begin forwarded message', 'forwarded message', 'start of forwarded message'],
  ...['début du message réexpédié', 'début du message transféré', 'message transféré'],
  ...[
    'anfang der weitergeleiteten nachricht',
    'anfang der weitergeleiteten e-mail',
    'weitergeleitete nachricht',
  ],
  ...['inicio del mensaje reenviado', 'inizio messaggio inoltrato', 'início da mensagem reencaminhada'],
  ...['início da mensagem encaminhada', 'begin doorgestuurd bericht', 'vidarebefordrat brev'],
  ...['start på videresendt besked', 'videresendt melding', 'välitetty viesti alkaa'],
  ...['początek przekazywanej wiadomości', 'začátek přeposílané zprávy', 'továbbított levél kezdete'],
  ...[
    'начало переадресованного сообщения',
    'початок листа, що пересилається',
    'iletilen iletinin başlangıcı',
  ],
  ...['αρχή προωθημένου μηνύματος', '下面是被转发的邮件', '開始轉寄郵件', '開始轉寄訊息'],
  ...['転送されたメッセージ', '전달된 메시지 시작'],
]

/** Lines that support systems put above their own text; the customer's answer is above them. */
export const replyAboveWords: readonly string[] = [
  ...['reply above this line', 'type your reply above', 'write above this line', 'reply above the line'],
  ...['répondre au-dessus de cette ligne', 'répondez au-dessus de cette ligne'],
  ...['au-dessus de cette ligne', 'oberhalb dieser zeile', 'über dieser zeile', 'por encima de esta línea'],
  ...['encima de esta línea', 'sopra questa linea', 'sopra questa riga', 'acima desta linha'],
  ...['boven deze lijn', 'boven deze regel', 'ovanför denna rad', 'over denne linje', 'powyżej tej linii'],
]
