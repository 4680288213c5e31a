import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { measureSms, measureWhatsApp } from './measure.ts'

describe('what an SMS costs', () => {
  it.each<[string, string, [string, number, number]]>([
    ['nothing', '', ['gsm7', 1, 160]],
    ['160 letters', 'a'.repeat(160), ['gsm7', 1, 0]],
    ['161 letters', 'a'.repeat(161), ['gsm7', 2, 145]],
    ['two full segments', 'a'.repeat(306), ['gsm7', 2, 0]],
    ['one letter more', 'a'.repeat(307), ['gsm7', 3, 152]],
    ['French that fits', 'é è à ù ì ò Ç'.repeat(12), ['gsm7', 1, 4]],
    ['80 euros', '€'.repeat(80), ['gsm7', 1, 0]],
    ['81 euros', '€'.repeat(81), ['gsm7', 2, 143]],
    ['a euro at the end of a segment', `${'a'.repeat(152)}€${'a'.repeat(20)}`, ['gsm7', 2, 131]],
    ['a single ê', 'ê', ['ucs2', 1, 69]],
    ['70 ê', 'ê'.repeat(70), ['ucs2', 1, 0]],
    ['71 ê', 'ê'.repeat(71), ['ucs2', 2, 63]],
    ['134 ê', 'ê'.repeat(134), ['ucs2', 2, 0]],
    ['135 ê', 'ê'.repeat(135), ['ucs2', 3, 66]],
    ['35 faces', '😀'.repeat(35), ['ucs2', 1, 0]],
    ['36 faces: 33 in a segment, never half of one', '😀'.repeat(36), ['ucs2', 2, 61]],
    ['a face at the end of a segment', `${'ê'.repeat(66)}😀${'ê'.repeat(10)}`, ['ucs2', 2, 55]],
  ])('%s', (_what, text, [encoding, segments, unitsLeft]) => {
    expect(measureSms(text)).toMatchObject({ encoding, segments, unitsLeft })
  })

  it('names the characters that make it dear, once each', () => {
    expect(measureSms('Fête de la forêt, ça « œuvre » 😀😀').costly).toEqual(['ê', 'ç', '«', 'œ', '»', '😀'])
    expect(measureSms('Élan').costly).toEqual([])
    expect(measureSms('a\u00a0b’').costly).toEqual(['\u00a0', '’'])
    expect(measureSms('😀é').characters).toBe(2)
  })

  it('is what another calculator says, for every character and at every length', { timeout: 60_000 }, () => {
    const characters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter(
      (one) => one.isWellFormed(),
    )
    for (const one of characters) {
      const isGsm = new SegmentedMessage(one).encodingName === 'GSM-7'
      if ((measureSms(one).encoding === 'gsm7') !== isGsm) expect.fail(`U+${one.charCodeAt(0).toString(16)}`)
    }
    for (let length = 1; length < 500; length += 7) {
      for (const pattern of ['a', 'a€', 'ê', 'ê😀b', '€|', 'xy😀']) {
        const text = [...pattern.repeat(length)].slice(0, length).join('')
        expect(measureSms(text).segments, `${length} of ${pattern}`).toBe(
          new SegmentedMessage(text).segmentsCount,
        )
      }
    }
  })

  it('is counted in a moment for the longest of texts', () => {
    const { segments } = measureSms('ab😀'.repeat(250_000))
    // 67 units hold 16 times ab😀 and a, b, or half of the next pair.
    expect(segments).toBeGreaterThan(14_900)
  })
})

it('a message on WhatsApp is one, whatever is in it', () => {
  expect(measureWhatsApp('ê😀')).toEqual({
    encoding: null,
    segments: 1,
    unitsLeft: 4094,
    characters: 2,
    costly: [],
  })
  expect(measureWhatsApp('a'.repeat(5_000))).toMatchObject({ segments: 1, unitsLeft: 0, characters: 5_000 })
})
