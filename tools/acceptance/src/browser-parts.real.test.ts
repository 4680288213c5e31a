import { skipUnless } from '@guichet-tools/real-servers'
import { describe, expect, test } from 'vitest'
import { mail } from './browser-mails.ts'
import { articles, row } from './browser-steps.ts'
import { browserMissing, browserSuite } from './browser-suite.ts'

const from = 'Anne Petit <anne@client.test>'
const paris = 'TZID=Romance Standard Time'

const holding = mail({
  ...{ id: 'visite', from, subject: 'Visite de l’atelier', hour: 9, type: 'multipart/mixed; boundary=m' },
  text: [
    ...['--m', 'Content-Type: text/plain; charset=utf-8', '', 'Voici mon invitation.', '--m'],
    ...['Content-Type: text/calendar; method=REQUEST; charset=utf-8', '', 'BEGIN:VCALENDAR', 'VERSION:2.0'],
    ...['BEGIN:VEVENT', 'UID:v1', 'SUMMARY:Visite', `DTSTART;${paris}:20261203T110000`, 'DURATION:PT1H'],
    ...['LOCATION:Atelier de Lyon', 'ORGANIZER;CN=Anne Petit:mailto:anne@client.test'],
    ...['ATTENDEE;CN=Jean;PARTSTAT=ACCEPTED:mailto:jean@client.test', 'RRULE:FREQ=WEEKLY'],
    ...['END:VEVENT', 'END:VCALENDAR', '--m', 'Content-Type: message/rfc822', ''],
    ...['From: Jean <jean@client.test>', 'Subject: Plan', 'Date: Mon, 16 Nov 2026 10:00:00 +0100'],
    ...['Content-Type: text/html; charset=utf-8', '', '<p>Le plan du mail joint</p>', '--m--'],
  ].join('\n'),
})
const sealed = mail({
  ...{ id: 'secret', from: 'Secret <secret@client.test>', subject: 'Confidentiel', hour: 8 },
  text: '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----',
})

describe.skipIf(skipUnless(browserMissing()))('the web inbox in a real browser: what a message holds', () => {
  const { desks, show } = browserSuite(['parts'])

  test('an invitation, an attached message and an encrypted one are told in words', async () => {
    const desk = await desks().open('parts', { mails: [holding, sealed] })
    const { page, accessibilityViolations } = await show(desk)
    await row(page, 'Anne Petit').click()
    const card = articles(page).getByRole('region', { name: 'Invitation : Visite' })
    await card.getByText('Atelier de Lyon').waitFor()
    await card.getByText('Jean (accepté)').waitFor()
    await card.getByText('Toutes les semaines').waitFor()
    await card.getByText(/3 décembre 2026/).waitFor()
    await articles(page).getByRole('button', { name: 'Ouvrir le message joint' }).click()
    await articles(page).frameLocator('iframe').getByText('Le plan du mail joint').waitFor()
    expect(await accessibilityViolations()).toEqual([])
    await row(page, 'Secret').click()
    await articles(page)
      .getByText(/Ce message est chiffré/)
      .waitFor()
  })
})
