import { expect, test } from 'vitest'
import { splitReply, visibleReply } from './index.ts'

const body = 'The parcel came, thank you very much.\nOne plate is broken.'
const quote = 'On 3 Nov 2026, at 10:12, Ann <ann@shop.example> wrote:\n> When?'

function shown(text: string): string {
  return visibleReply(splitReply(text)).trim()
}

const blocks: readonly (readonly [string, string, string])[] = [
  [
    'en block',
    'Best regards,\nBob Bobson',
    'Head of Purchasing\nCustomer Ltd\n12 High Street, London\nTel: +44 20 0000 0000\nwww.customer.example',
  ],
  [
    'en block blank',
    'Kind regards,\n\nBob Bobson',
    '\nCustomer Ltd | 12 High Street | London\nT +44 20 0000 0000 | M +44 70 0000 0000',
  ],
  ['en title same line', 'Regards,\nBob Bobson', 'Purchasing Manager, Customer Ltd\nbob@customer.example'],
  [
    'fr block',
    'Cordialement,\n\nJeanne Martin',
    'Responsable des achats\nExemple SARL\n3 rue des Lilas, 75000 Paris\nTél. : 01 00 00 00 00',
  ],
  [
    'fr legal',
    'Bien cordialement,\nJeanne Martin',
    '\nCe message et ses pièces jointes sont confidentiels et destinés exclusivement à leurs destinataires. Si vous avez reçu ce message par erreur, merci de le détruire.',
  ],
  ['fr env', 'Cordialement,\nJeanne', "\nPensez à l'environnement avant d'imprimer ce mail."],
  [
    'fr env2',
    'Bonne journée,\nJeanne Martin',
    '\nAdoptez l’éco-attitude : n’imprimez ce courriel que si nécessaire.',
  ],
  ['en print', 'Thanks,\nBob', '\nPlease consider the environment before printing this email.'],
  ['en print2', 'Thanks,\nBob', '\nThink before you print'],
  [
    'en legal',
    'Thanks,\nBob Bobson',
    '\nThis email and any attachments are confidential and intended solely for the addressee. If you have received it in error, please notify the sender and delete it.',
  ],
  [
    'en legal title',
    'Thanks,\nBob Bobson',
    '\nCONFIDENTIALITY NOTICE: The contents of this message are legally privileged and may only be read by those to whom it is addressed.',
  ],
  [
    'en avast',
    'Thanks,\nBob',
    '\nThis email has been checked for viruses by Avast antivirus software.\nwww.avast.com',
  ],
  [
    'fr avast',
    'Merci,\nJeanne',
    "\nL'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.\nhttps://www.avast.com/antivirus",
  ],
  ['fr avast2', 'Merci,\nJeanne', '\nGaranti sans virus. www.avast.com'],
  ['en virus-free', 'Thanks,\nBob', '\nVirus-free.www.avast.com'],
  [
    'de',
    'Mit freundlichen Grüßen\n\nHans Meier',
    'Einkauf\nBeispiel GmbH\nMusterstraße 1, 10000 Berlin\nGeschäftsführer: Karl Groß, Amtsgericht Berlin HRB 0000',
  ],
  ['de i.A.', 'Mit freundlichen Grüßen\ni. A. Hans Meier', 'Beispiel GmbH\nTelefon: +49 30 0000000'],
  [
    'de legal',
    'Viele Grüße\nHans',
    '\nDiese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender.',
  ],
  ['es', 'Saludos cordiales,\nJuan Pérez', 'Jefe de compras\nEjemplo S.L.\nTel. +34 900 000 000'],
  [
    'es legal',
    'Un saludo,\nJuan',
    '\nEste mensaje y sus archivos adjuntos van dirigidos exclusivamente a su destinatario, pudiendo contener información confidencial.',
  ],
  ['it', 'Cordiali saluti,\nMaria Rossi', 'Ufficio acquisti\nEsempio S.r.l.\nVia Roma 1, Milano'],
  [
    'it legal',
    'Cordiali saluti\nMaria',
    '\nLe informazioni contenute in questo messaggio sono riservate e destinate esclusivamente al destinatario.',
  ],
  ['pt', 'Atenciosamente,\nMaria Silva', 'Compras\nExemplo Ltda.\n(11) 0000-0000'],
  ['nl', 'Met vriendelijke groet,\n\nJan de Vries', 'Inkoper\nVoorbeeld B.V.\n+31 20 000 0000'],
  ['pl', 'Pozdrawiam,\nJan Kowalski', 'Kierownik działu zakupów\nPrzykład Sp. z o.o.\ntel. 22 000 00 00'],
  ['dash sig', '', '-- \nBob Bobson\nCustomer Ltd'],
  ['dash sig after closing', 'Best,\nBob', '-- \nBob Bobson\nCustomer Ltd\n+44 20 0000 0000'],
  ['dash no blank', '', '--\nBob Bobson\nCustomer Ltd'],
  ['underscores', '', '__________________\nBob Bobson\nCustomer Ltd\nTel 00 00 00'],
  [
    'mailing list',
    '',
    '_______________________________________________\nshop-users mailing list\nshop-users@lists.example\nhttps://lists.example/listinfo/shop-users',
  ],
  [
    'google groups',
    '',
    '-- \nYou received this message because you are subscribed to the Google Groups "shop" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to shop+unsubscribe@lists.example.',
  ],
  ['cid', 'Best regards,\nBob', '[cid:image001.png@01D00000.00000000]\nCustomer Ltd'],
  [
    'image',
    'Best regards,\nBob Bobson',
    '[Une image contenant texte\n\nDescription générée automatiquement]\nCustomer Ltd',
  ],
  ['phone only', 'Thanks,\nBob', '+44 70 0000 0000'],
  ['phone fr', 'Merci\nJeanne', '06 00 00 00 00'],
  ['long name', 'Thanks in advance for your help,\nBob Bobson', 'Customer Ltd'],
  ['merci d avance', "Merci d'avance pour votre réponse,\nCordialement\nJeanne", '01 00 00 00 00'],
  [
    'closing sentence',
    'Dans l’attente de votre retour,\nBien cordialement,\nJeanne Martin',
    '3 rue des Lilas\n75000 Paris',
  ],
  [
    'closing sentence2',
    'Je vous souhaite une bonne journée.\n\nBien à vous,\n\nMme Martin Jeanne',
    'Tél 01 00 00 00 00',
  ],
  [
    'formal',
    'Veuillez agréer, Madame, Monsieur, mes salutations distinguées.\n\nJeanne Martin',
    '3 rue des Lilas\n75000 Paris\n01 00 00 00 00',
  ],
  ['br name', 'BR\nBob', 'Customer Ltd'],
  ['cheers', 'Cheers!\nBob', 'Sent from my iPhone'],
  ['upper name', 'Cordialement\nJEANNE MARTIN', 'EXEMPLE SARL\n01 00 00 00 00'],
  ['dr name', 'Kind regards,\nDr. Bob Bobson, PhD', 'Customer University\n+44 000'],
  ['two names', 'Bien cordialement,\nJeanne et Paul Martin', '3 rue des Lilas'],
  ['emoji closing', 'Bonne journée 😊\nJeanne', '06 00 00 00 00'],
]

const whole: readonly string[] = [
  'Thanks',
  'ok',
  'Oui',
  '👍',
  '🙏🙏',
  'Merci !',
  'Merci beaucoup\nJeanne',
  'Yes please.\nBob',
  'Bonjour,\n\nMerci.\n\nMa commande 123 est arrivée cassée.\nPouvez-vous la remplacer ?',
  'Thanks!\n\nCan you also tell me when the next one comes? I would like to order two of them for my mother.\n\nBob',
  'Hello\n\nRegards the order 123, it is broken.',
  'Order:\n- 2 plates\n- 1 cup\n-- and a spoon\nThanks',
  'Here is my address:\nBob Bobson\n12 High Street\nLondon\n\nThanks\nBob',
  'Bonjour,\nvoici mes coordonnées\n\nCordialement\n\nPS : le code de la porte est 1234',
  'My details\n----------\nName: Bob\nOrder: 123\n----------\nPlease refund it to the same card as before.',
  'Merci\n\nNuméro de commande : 12345\nLe colis est cassé, il manque deux assiettes.',
  'I asked this already.\n\nThanks\n\nWhen will I get an answer?',
  'Best\nregards are what I send, but the plate is broken.',
  'Step 1\n***\nStep 2\n***\nI then pressed the button and nothing happened at all.',
  'Hi,\nplease see below:\n\nitem | price\n-----|-----\nplate | 3\n\nIs that right?',
  'Confidentially, I think that the plate was broken before it was sent. Please keep that between us.',
  'Le recyclage et l’environnement me tiennent à cœur : pourquoi tant de plastique ?',
  'The virus scanner blocks your page www.shop.example, what can I do?',
  'Est-ce que ce message est confidentiel ?',
  'Der Drucker druckt nicht mehr. Ich wollte vor dem Ausdrucken noch fragen, ob das am Papier liegt.',
  'Hello Ann,\n\nthis is the text\n\nof the message\n\nBob Bobson',
  'Thank you,\nbut this is not what I ordered.\nPlease send the blue one.',
  'Merci,\nmais ce n’est pas ce que j’ai commandé.\nEnvoyez-moi la bleue.',
  'Thanks,\n\nI tried it and it works now.',
  'Danke,\ndas hat geholfen!\nEine Frage noch: wann kommt die Rechnung?',
  'Grazie,\nho ricevuto il pacco.',
  'Yes\n\n--\n\nno wait, I meant no. Please send the blue one instead, with a card.\n\nCould you also add a receipt? I need it for my employer because they pay for it.',
  'De : Paris\nÀ : Lyon\nDate : 3 novembre 2026\nJe voudrais deux billets.',
  'From: Paris\nTo: Lyon\nSubject: tickets\nPlease book.',
  'Le 3 novembre 2026 à 10h12, votre collègue m’a écrit :\nje rembourse demain.\nToujours rien.',
  'On 3 November at 10:12 you wrote:\nwe refund tomorrow.\nNothing came.',
  'Am 3.11.2026 um 10:12 habe ich geschrieben:\nBitte stornieren.',
  'Votre message du 03/11/2026 disait :\nremboursement sous 3 jours',
  'Hi\n\n> this is my own arrow list\n> second\n\nwhich one is right?',
  'a\n\nb',
  'Mobile : 06 00 00 00 00\nC’est mon nouveau numéro.',
  'Please change my address to\n\nBob Bobson\nCustomer Ltd\n12 High Street\nLondon',
]

test.each(blocks)('%s: closing and name stay, what follows is cut', (_name, kept, cut) => {
  const wanted = `${body}\n\n${kept}`.trim()
  expect(shown(`${wanted}\n${cut}`)).toBe(wanted)
  expect(shown(`${wanted}\n${cut}\n\n${quote}`)).toBe(wanted)
})

test.each(whole)('%j is shown whole', (text) => {
  expect(shown(text)).toBe(text)
})

test.each([
  'EXTERNAL EMAIL',
  '[EXTERNAL]',
  'CAUTION: This email originated from outside of the organization. Do not click\nlinks or open attachments unless you recognize the sender and know the content\nis safe.',
  "ATTENTION : ce courriel provient de l'extérieur de l'organisation.\nNe cliquez pas sur les liens si vous ne connaissez pas l'expéditeur.",
  'You don’t often get email from bob@customer.example. Learn why this is important<https://aka.ms/LearnAboutSenderIdentification>',
  '*** ACHTUNG: Externe E-Mail ***\n----------------------',
])('the warning %j of a mail server is not part of the reply', (banner) => {
  expect(shown(`${banner}\n\n${body}`)).toBe(body)
  expect(shown(`${banner}\n${body}`)).toBe(body)
})

test('a customer who writes about such a warning is heard', () => {
  const text = 'Hello,\nyour invoice is marked EXTERNAL EMAIL here, is it from you?'
  expect(shown(text)).toBe(text)
})

test('an article pasted below a rule is no signature, whatever it is about', () => {
  const text = `Look at what they wrote:\n----------------------\nThe merchant said that the recipient of the parcel should be told of the virus
before it is opened, and that nothing else was known of the environment in which
the plates had been kept. It did not say who is to pay.`
  expect(shown(text)).toBe(text)
})
