/** How people say that their answers stand in the quote, told from it by nothing but their colour, folded. */
export const colouredWords: readonly string[] = [
  ...[
    'in red',
    'in blue',
    'in green',
    'in purple',
    'in orange',
    'in colour',
    'in color',
    'in bold',
    'highlighted',
  ],
  ...['en rouge', 'en bleu', 'en vert', 'en violet', 'en couleur', 'en gras', 'surligné'],
  ...[
    'in rot',
    'in blau',
    'in grün',
    'farbig',
    'rot markiert',
    'en rojo',
    'en azul',
    'en verde',
    'en negrita',
  ],
  ...[
    'in rosso',
    'in blu',
    'in grassetto',
    'em vermelho',
    'a vermelho',
    'em azul',
    'in het rood',
    'in het blauw',
  ],
]

/** What it is that stands there. */
export const answerWords: readonly string[] = [
  ...[
    'answer',
    'repl',
    'respon',
    'comment',
    'see ',
    'réponse',
    'répondu',
    'commentaire',
    'voir ',
    'voici',
    'remarque',
  ],
  ...[
    'antwort',
    'kommentar',
    'siehe',
    'respuesta',
    'comentario',
    'rispost',
    'commenti',
    'resposta',
    'antwoord',
  ],
]
