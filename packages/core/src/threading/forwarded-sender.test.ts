import { describe, expect, it } from 'vitest'
import { type Forward, forwardedSender } from './forwarded-sender.ts'

const identity = { name: 'Support', address: 'support@acme.example' }
const colleague = { name: 'Léa', address: 'lea@acme.example' }
const outsider = { name: 'Marc', address: 'marc@elsewhere.example' }

function forward(text: string, changes: Partial<Forward> = {}): string | null {
  const sender = forwardedSender(
    { from: colleague, subject: 'TR : Devis', text, proof: 'pass', ...changes },
    identity,
  )
  return sender === null ? null : `${sender.name} <${sender.address}>`
}

describe('the sender of a forwarded mail', () => {
  it.each([
    [
      'English',
      'From: Ann Lee <ann@x.example>\nSent: Monday, 2 November 2026 09:00\nTo: Léa\nSubject: Offer',
    ],
    ['French', 'De : Ann Lee <ann@x.example>\nEnvoyé : lundi 2 novembre 2026 09:00\nÀ : Léa\nObjet : Devis'],
    ['German', 'Von: Ann Lee <ann@x.example>\nGesendet: Montag, 2. November 2026\nAn: Léa\nBetreff: Angebot'],
    ['Spanish', 'De: Ann Lee <ann@x.example>\nEnviado: lunes, 2 de noviembre\nPara: Léa\nAsunto: Oferta'],
    ['Italian', 'Da: Ann Lee <ann@x.example>\nInviato: lunedì 2 novembre\nA: Léa\nOggetto: Offerta'],
    ['Dutch', 'Van: Ann Lee <ann@x.example>\nVerzonden: maandag 2 november\nAan: Léa\nOnderwerp: Offerte'],
    [
      'Gmail',
      '---------- Forwarded message ---------\nFrom: Ann Lee <ann@x.example>\nDate: Mon, 2 Nov 2026\nSubject: A\nTo: <b@x>',
    ],
    [
      'Apple',
      'Début du message réexpédié :\n\n> De: Ann Lee <ann@x.example>\n> Objet: Devis\n> Date: 2 novembre\n> À: Léa <lea@acme.example>',
    ],
    [
      'Outlook with links',
      'From: Ann Lee <ann@x.example<mailto:ann@x.example>>\nDate: Monday\nTo: B <b@x>\nSubject: A',
    ],
    ['Outlook of old', 'From: Ann Lee [mailto:ann@x.example]\nSent: Monday\nTo: Léa\nSubject: A'],
  ])('is read from the header block that %s writes', (_, block) => {
    expect(forward(`Pour toi.\n\n${block}\n\nBonjour, un devis ?`)).toBe('Ann Lee <ann@x.example>')
  })

  const block = 'De : Ann <ann@x.example>\nEnvoyé : lundi\nÀ : Marc\nObjet : Devis\n\nBonjour'

  it('counts only where the subject says that it was forwarded', () => {
    expect(forward(block, { subject: 'RE : Devis' })).toBeNull()
    expect(forward('Bonjour', { subject: 'TR : Devis' })).toBeNull()
  })

  it('is named by colleagues, or by who adds no word; a customer who asks something is the customer', () => {
    expect(forward(`Est-ce vrai ?\n\n${block}`, { from: outsider })).toBeNull()
    expect(forward(block, { from: outsider })).toBe('Ann <ann@x.example>')
    expect(forward(`Pour toi.\n\n${block}`, { proof: 'unknown' })).toBeNull()
    expect(forward(block, { proof: 'fail' })).toBeNull()
  })

  it('is nobody where it is the forwarder or ourselves', () => {
    expect(forward(block.replace('ann@x.example', 'support@acme.example'))).toBeNull()
    expect(forward(block.replace('ann@x.example', 'lea@acme.example'))).toBeNull()
  })

  it('makes no colleagues of people with the same public provider', () => {
    const shop = { name: '', address: 'shop@gmail.com' }
    const from = { name: '', address: 'someone@gmail.com' }
    const text = `Est-ce vrai ?\n\n${block}`
    expect(forwardedSender({ from, subject: 'Fwd: Devis', text, proof: 'pass' }, shop)).toBeNull()
  })
})
