/**
 * How mail programs head an automatic answer, by language, lower case. They stand at the beginning: people write
 * about being out of the office in the middle of a subject, behind `Re:`, or without writing to us first.
 */
const openings: Readonly<Record<string, readonly string[]>> = {
  en: [
    ...['automatic reply', 'auto reply', 'auto-reply', 'autoreply', 'auto response', 'auto-response'],
    ...['autoresponse', 'auto:', 'out of office', 'out of the office', 'out-of-office', 'ooo:', 'oof:'],
    ...['vacation:', 'vacation reply', 'vacation response', 'away from my mail', 'away from the office'],
    ...['on vacation', 'automated reply', 'automated response', 'automatic response', 'away:'],
  ],
  fr: [
    'réponse automatique',
    'reponse automatique',
    'absence du bureau',
    'absent du bureau',
    'message d’absence',
  ],
  de: [
    'automatische antwort',
    'abwesenheitsnotiz',
    'abwesenheit',
    'abwesend:',
    'autoantwort',
    'urlaubsnotiz',
  ],
  es: ['respuesta automática', 'respuesta automatica', 'fuera de la oficina', 'ausente de la oficina'],
  it: ['risposta automatica', 'fuori sede', 'fuori ufficio', 'risposta non al computer', 'assente:'],
  pt: ['resposta automática', 'resposta automatica', 'fora do escritório', 'ausência temporária'],
  nl: ['automatisch antwoord', 'afwezigheid', 'afwezig:', 'niet aanwezig', 'buiten kantoor'],
  da: ['autosvar', 'automatisk svar', 'ikke til stede', 'fraværsmeddelelse'],
  sv: ['automatiskt svar', 'frånvaro', 'frånvarande', 'ej på kontoret'],
  no: ['automatisk svar', 'fraværsmelding', 'fraværende', 'ikke på kontoret'],
  fi: ['automaattinen vastaus', 'poissaoloviesti', 'poissa toimistosta'],
  pl: ['odpowiedź automatyczna', 'automatyczna odpowiedź', 'autoodpowiedź', 'poza biurem', 'nieobecność'],
  cs: ['automatická odpověď', 'automaticka odpoved', 'mimo kancelář'],
  sk: ['automatická odpoveď', 'mimo kancelárie'],
  hu: ['automatikus válasz', 'házon kívül'],
  ro: ['răspuns automat', 'raspuns automat'],
  tr: ['otomatik yanıt', 'otomatik cevap', 'ofis dışında'],
  el: ['αυτόματη απάντηση', 'εκτός γραφείου'],
  ru: ['автоответ', 'автоматический ответ', 'автоматическое уведомление', 'вне офиса', 'нет на месте'],
  uk: ['автоматична відповідь', 'автовідповідь'],
  zh: ['自动回复', '自動回覆', '自动答复', '外出自动', '不在办公室'],
  ja: ['自動応答', '自動返信', '不在通知', '不在応答'],
  ko: ['자동 회신', '자동회신', '자동 응답', '부재중'],
  ar: ['رد تلقائي', 'الرد التلقائي'],
  he: ['תשובה אוטומטית', 'מענה אוטומטי'],
}

const all = [...new Set(Object.values(openings).flat())]
const byFirst = Map.groupBy(all, (opening) => opening[0])

/** Whether a subject is one that mail programs give automatic answers, in any of 25 languages. Weak alone. */
export function isAutoReplySubject(subject: string): boolean {
  const lower = subject
    .normalize('NFC')
    .toLowerCase()
    .trimStart()
    .replace(/^\[[^\]]{0,40}\]\s*/, '')
  const candidates = byFirst.get(lower[0] ?? '') ?? []
  return candidates.some((opening) => lower.startsWith(opening))
}
