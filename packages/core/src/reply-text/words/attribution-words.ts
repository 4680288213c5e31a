/** How one language introduces a quote: "On <date>, <name> wrote:". */
export interface AttributionWords {
  /** First words of the line. */
  readonly openers: readonly string[]
  /** Words of writing, in the middle or at the end of the line. */
  readonly verbs: readonly string[]
  /** Words of prose: with one of these it may be a sentence ("On 3 May I wrote:") that more text follows. */
  readonly prose: readonly string[]
}

export const attributionWords: Readonly<Record<string, AttributionWords>> = {
  en: {
    openers: ['on', 'at'],
    verbs: ['wrote', 'writes', 'sent', 'said'],
    prose: ['i', 'we', 'he', 'she', 'they', 'my', 'our', 'your', 'the'],
  },
  fr: {
    openers: ['le', 'en date du'],
    verbs: ['a écrit', 'a ecrit', 'écrivait', 'écrit'],
    prose: ['je', "j'ai", "m'a", 'nous', 'vous', 'il', 'elle', 'mon', 'votre', 'vos', 'notre'],
  },
  de: {
    openers: ['am', 'vom'],
    verbs: ['schrieb', 'schreibt', 'geschrieben', 'hat geschrieben'],
    prose: ['ich', 'wir', 'er', 'sie', 'ihr', 'mir', 'mein', 'unser', 'ihre'],
  },
  es: {
    openers: ['el'],
    verbs: ['escribió', 'escribio', 'ha escrito'],
    prose: ['yo', 'me', 'nos', 'su', 'mi'],
  },
  it: {
    openers: ['il', 'in data'],
    verbs: ['ha scritto', 'scrisse'],
    prose: ['io', 'mi', 'ci', 'suo', 'vostro'],
  },
  pt: {
    openers: ['em', 'no dia', 'a'],
    verbs: ['escreveu', 'escreveu o seguinte'],
    prose: ['eu', 'me', 'nos', 'seu'],
  },
  nl: { openers: ['op'], verbs: ['schreef', 'geschreven'], prose: ['ik', 'wij', 'hij', 'zij', 'mijn', 'uw'] },
  sv: { openers: ['den', 'på'], verbs: ['skrev'], prose: ['jag', 'vi', 'han', 'hon', 'min', 'er'] },
  da: { openers: ['den', 'på'], verbs: ['skrev'], prose: ['jeg', 'vi', 'han', 'hun', 'min', 'jeres'] },
  no: { openers: ['den', 'på'], verbs: ['skrev', 'skreiv'], prose: ['jeg', 'eg', 'vi', 'han', 'hun', 'min'] },
  fi: { openers: ['käyttäjä'], verbs: ['kirjoitti'], prose: ['minä', 'hän'] },
  pl: {
    openers: ['w dniu', 'dnia', 'dn.'],
    verbs: ['napisał', 'napisała', 'napisał(a)', 'pisze', 'napisano'],
    prose: ['mi', 'nam'],
  },
  cs: {
    openers: ['dne', 'dňa'],
    verbs: ['napsal', 'napsala', 'napsal(a)', 'napísal', 'napísal(a)'],
    prose: ['mi', 'nám'],
  },
  hu: { openers: [], verbs: ['írta', 'ezt írta', 'a következőt írta'], prose: ['nekem', 'önök'] },
  ro: { openers: ['pe', 'în data de', 'la data'], verbs: ['a scris'], prose: ['mi', 'ne'] },
  ru: {
    openers: [],
    verbs: ['пишет', 'писал', 'писал(а)', 'писали', 'написал', 'написала', 'написал(а)'],
    prose: ['я', 'мне', 'нам', 'мы', 'ваш'],
  },
  uk: {
    openers: [],
    verbs: ['пише', 'писав', 'написав', 'написала', 'написав(ла)', 'пишет'],
    prose: ['я', 'мені', 'нам', 'ми', 'ваш'],
  },
  tr: {
    openers: [],
    verbs: ['şunu yazdı', 'yazdı', 'şunları yazdı', 'tarihinde yazdı'],
    prose: ['bana', 'bize'],
  },
  el: { openers: ['στις', 'την'], verbs: ['έγραψε', 'έγραψεν'], prose: ['μου', 'μας'] },
  zh: { openers: ['在', '于', '於'], verbs: ['写道', '寫道', '写到', '來信'], prose: ['我', '您'] },
  ja: { openers: [], verbs: ['書きました', 'のメッセージ', 'のメール', 'さんは書きました'], prose: [] },
  ko: { openers: [], verbs: ['작성', '님이 작성', '썼습니다', '썼다'], prose: [] },
  vi: { openers: ['vào'], verbs: ['đã viết', 'viết'], prose: [] },
  ar: { openers: ['في'], verbs: ['كتب', 'كتبت'], prose: [] },
  he: { openers: ['בתאריך'], verbs: ['כתב', 'כתבה', 'מאת'], prose: [] },
  bg: { openers: ['на'], verbs: ['написа', 'писа'], prose: ['аз', 'ми', 'ни', 'ви'] },
  hr: {
    openers: [],
    verbs: ['napisao je', 'napisala je', 'napisao', 'napisala', 'je napisao', 'piše'],
    prose: ['ja', 'mi', 'vam'],
  },
  sr: {
    openers: [],
    verbs: ['је написао', 'је написала', 'је написао/ла', 'пише'],
    prose: ['ја', 'ми', 'вам'],
  },
  sl: {
    openers: ['v'],
    verbs: ['je napisal', 'je napisala', 'napisal', 'napisala', 'piše'],
    prose: ['jaz', 'mi', 'vam'],
  },
  lt: { openers: [], verbs: ['rašė', 'parašė'], prose: ['aš', 'mes', 'man'] },
  lv: { openers: [], verbs: ['rakstīja'], prose: ['es', 'mēs', 'man'] },
  et: { openers: ['kuupäev'], verbs: ['kirjutas', 'kirjutas järgmist'], prose: ['ma', 'mina', 'meie'] },
  ca: { openers: ['el dia', 'missatge de'], verbs: ['va escriure', 'ha escrit'], prose: ['jo', 'nosaltres'] },
  eu: {
    openers: ['erabiltzaileak'],
    verbs: ['hau idatzi du', 'idatzi zuen', 'igorleak hau idatzi zuen'],
    prose: ['nik'],
  },
  is: { openers: ['þann'], verbs: ['skrifaði'], prose: ['ég', 'við'] },
  id: { openers: ['pada'], verbs: ['menulis'], prose: ['saya', 'kami', 'anda'] },
  th: { openers: ['เมื่อ'], verbs: ['เขียนว่า'], prose: [] },
  fa: { openers: ['در تاریخ', 'در'], verbs: ['نوشت'], prose: ['من', 'ما'] },
  hi: { openers: [], verbs: ['ने लिखा'], prose: ['मैंने'] },
}
