/** The header names that mail programs write above a copied message, by language. */
export interface HeaderWords {
  readonly from: readonly string[]
  readonly date: readonly string[]
  readonly to: readonly string[]
  readonly copy: readonly string[]
  readonly subject: readonly string[]
}

export const headerWords: Readonly<Record<string, HeaderWords>> = {
  en: {
    from: ['from', 'sender', 'from sender'],
    date: ['date', 'sent', 'sent on', 'received', 'date sent', 'sent time'],
    to: ['to', 'recipient'],
    copy: ['cc', 'bcc', 'reply-to', 'reply to', 'importance', 'attachments', 'organization'],
    subject: ['subject', 're'],
  },
  fr: {
    from: ['de', 'expéditeur', 'de la part de'],
    date: ['date', 'envoyé', 'envoyé le', 'envoyée', 'date d’envoi', "date d'envoi"],
    to: ['à', 'a', 'pour', 'destinataire'],
    copy: ['cc', 'copie', 'copie à', 'cci', 'répondre à', 'importance', 'pièces jointes'],
    subject: ['objet', 'sujet'],
  },
  de: {
    from: ['von', 'absender'],
    date: ['datum', 'gesendet', 'gesendet am', 'datum der nachricht'],
    to: ['an', 'empfänger'],
    copy: ['cc', 'kopie', 'antwort an', 'wichtigkeit', 'priorität', 'anlagen'],
    subject: ['betreff', 'betr'],
  },
  es: {
    from: ['de', 'remitente'],
    date: ['fecha', 'enviado', 'enviado el', 'enviada', 'enviado em'],
    to: ['para', 'a'],
    copy: ['cc', 'cco', 'responder a', 'importancia', 'datos adjuntos'],
    subject: ['asunto'],
  },
  it: {
    from: ['da', 'mittente'],
    date: ['data', 'inviato', 'inviato il', 'data invio'],
    to: ['a', 'destinatario', 'per'],
    copy: ['cc', 'ccn', 'rispondi a', 'priorità', 'allegati'],
    subject: ['oggetto'],
  },
  pt: {
    from: ['de', 'remetente'],
    date: ['data', 'enviado', 'enviada', 'enviado em', 'enviada em', 'enviado a', 'data de envio'],
    to: ['para', 'destinatário'],
    copy: ['cc', 'cco', 'responder a', 'importância', 'anexos'],
    subject: ['assunto'],
  },
  nl: {
    from: ['van', 'afzender'],
    date: ['datum', 'verzonden', 'verzonden op', 'verstuurd'],
    to: ['aan', 'naar'],
    copy: ['cc', 'kopie', 'beantwoorden', 'urgentie', 'bijlagen'],
    subject: ['onderwerp'],
  },
  sv: {
    from: ['från'],
    date: ['datum', 'skickat', 'skickad', 'skickades'],
    to: ['till'],
    copy: ['cc', 'kopia', 'kopia till', 'svara till', 'prioritet'],
    subject: ['ämne'],
  },
  da: {
    from: ['fra'],
    date: ['dato', 'sendt'],
    to: ['til'],
    copy: ['cc', 'kopi', 'svar til', 'prioritet', 'vedhæftede filer'],
    subject: ['emne'],
  },
  no: {
    from: ['fra', 'frå'],
    date: ['dato', 'sendt'],
    to: ['til'],
    copy: ['cc', 'kopi', 'svar til', 'prioritet', 'vedlegg'],
    subject: ['emne'],
  },
  fi: {
    from: ['lähettäjä'],
    date: ['päivämäärä', 'päiväys', 'lähetetty', 'pvm'],
    to: ['vastaanottaja'],
    copy: ['kopio', 'cc', 'vastausosoite'],
    subject: ['aihe'],
  },
  pl: {
    from: ['od', 'nadawca'],
    date: ['data', 'wysłano', 'wysłane', 'wysłany', 'wyslano'],
    to: ['do', 'adresat'],
    copy: ['dw', 'udw', 'cc', 'kopia', 'odpowiedź do', 'ważność'],
    subject: ['temat'],
  },
  cs: {
    from: ['od', 'odesílatel', 'odosielateľ'],
    date: ['datum', 'odesláno', 'dátum', 'odoslané'],
    to: ['komu', 'pro', 'příjemce'],
    copy: ['kopie', 'cc', 'kópia', 'odpověď'],
    subject: ['předmět', 'predmet'],
  },
  hu: {
    from: ['feladó', 'küldő'],
    date: ['dátum', 'elküldve', 'küldve', 'küldés dátuma'],
    to: ['címzett'],
    copy: ['másolat', 'másolatot kap', 'cc'],
    subject: ['tárgy'],
  },
  ro: {
    from: ['de la', 'from', 'expeditor'],
    date: ['data', 'trimis', 'trimis la', 'dată'],
    to: ['către', 'la', 'catre'],
    copy: ['cc', 'copie'],
    subject: ['subiect', 'subiectul'],
  },
  ru: {
    from: ['от', 'от кого', 'отправитель'],
    date: ['дата', 'отправлено', 'отправлен'],
    to: ['кому', 'получатель'],
    copy: ['копия', 'cc', 'ответить'],
    subject: ['тема'],
  },
  uk: {
    from: ['від', 'від кого', 'відправник'],
    date: ['дата', 'надіслано', 'відправлено'],
    to: ['кому', 'одержувач'],
    copy: ['копія', 'cc'],
    subject: ['тема'],
  },
  tr: {
    from: ['kimden', 'gönderen'],
    date: ['tarih', 'gönderildi', 'gönderilme', 'gönderme tarihi'],
    to: ['kime', 'alıcı'],
    copy: ['bilgi', 'cc'],
    subject: ['konu'],
  },
  el: {
    from: ['από', 'αποστολέας'],
    date: ['ημερομηνία', 'στάλθηκε', 'εστάλη'],
    to: ['προς'],
    copy: ['κοιν', 'κοινοποίηση', 'cc'],
    subject: ['θέμα'],
  },
  zh: {
    from: ['发件人', '寄件者', '寄件人', '發件人', '发件者'],
    date: ['日期', '发送时间', '發送時間', '寄件日期', '时间', '傳送時間', '发送日期'],
    to: ['收件人', '收件者', '至'],
    copy: ['抄送', '副本', '密送'],
    subject: ['主题', '主旨', '主題', '标题'],
  },
  ja: {
    from: ['差出人', '送信者', 'from'],
    date: ['日時', '送信日時', '日付', '送信日', 'date', 'sent'],
    to: ['宛先', '宛て先', 'to'],
    copy: ['cc', '写し'],
    subject: ['件名', 'subject'],
  },
  ko: {
    from: ['보낸 사람', '보낸사람', '발신'],
    date: ['날짜', '보낸 날짜', '보낸날짜', '보낸 시간'],
    to: ['받는 사람', '받는사람', '수신'],
    copy: ['참조', 'cc'],
    subject: ['제목'],
  },
}
