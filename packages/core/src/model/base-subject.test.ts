import { describe, expect, it } from 'vitest'
import { baseSubject, hasForwardPrefix, hasReplyPrefix, stripSubject } from './base-subject.ts'

describe('baseSubject', () => {
  it.each([
    'Re: Facture',
    'RE : Facture',
    'RE\u00A0: Facture',
    'Réf : Facture',
    'Rép: Facture',
    'TR : Facture',
    'Fwd: Re: Facture',
    'AW: WG: Facture',
    'Re[2]: Facture',
    'SV: facture',
    '[liste] Re: [liste] Facture',
    'Re: Facture (fwd)',
    '回复：Facture',
    'Rif: Facture',
    'Antw: Facture',
    'Odp: Facture',
    'Ynt: Facture',
    'RES: Facture',
    '答复: Facture',
    '转发: Facture',
    'Ответ: Facture',
    'ΑΠ: Facture',
    'Re: [Fwd: Facture]',
    're: [fwd: [fwd: re: [fwd: Facture]]]',
    '[foo] Fwd: [bar] Re: fw: Facture (fWd)  (fwd)',
    'RE: FW: RE : WG: Facture',
  ])('finds the same subject in %s', (subject) => {
    expect(baseSubject(subject)).toBe('facture')
  })

  it('keeps words that only look like a prefix', () => {
    expect(stripSubject('Facture: 12')).toBe('Facture: 12')
    expect(stripSubject('Recette : gâteau')).toBe('Recette : gâteau')
    expect(stripSubject('Re: ')).toBe('Re:')
    expect(stripSubject('[xyz]')).toBe('[xyz]')
    expect(stripSubject('Facture (a)')).toBe('Facture (a)')
    expect(stripSubject('Résumé: 12')).toBe('Résumé: 12')
  })

  it('tells answers from forwards', () => {
    expect(hasReplyPrefix('[liste] RE : Facture')).toBe(true)
    expect(hasReplyPrefix('TR : Facture')).toBe(false)
    expect(hasReplyPrefix('Facture')).toBe(false)
    expect(hasForwardPrefix('TR : Facture')).toBe(true)
    expect(hasForwardPrefix('[Fwd: Facture]')).toBe(true)
    expect(hasForwardPrefix('[liste] WG: Facture')).toBe(true)
    expect(hasForwardPrefix('RE : Facture')).toBe(false)
    expect(hasForwardPrefix('Traitement : Facture')).toBe(false)
  })

  it('stays quick on a subject made of prefixes', () => {
    expect(baseSubject('Re: '.repeat(10_000))).toContain('re:')
  })
})
