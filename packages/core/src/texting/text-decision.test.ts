import { expect, it } from 'vitest'
import type { TextRules } from '../ports/texting.ts'
import { decideText, type TextFacts, type WantedText, windowClosesAt } from './text-decision.ts'

const hourMs = 3_600_000
const now = new Date('2026-11-02T08:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * hourMs)
const suivi = { name: 'suivi', language: 'fr', text: 'Bonjour {{1}}, la commande {{2}} est prête, {{1}}.' }
const rules: TextRules = { windowMs: 24 * hourMs, templates: [suivi], maxCharacters: 10 }
const open: TextFacts = { rules, marks: [], lastInboundAt: hoursAgo(1), now }
const closed: TextFacts = { ...open, lastInboundAt: hoursAgo(24) }
const always: TextFacts = { ...closed, rules: { ...rules, windowMs: null }, lastInboundAt: null }
const optedOut = [{ mark: 'opted-out' as const }]

const free: WantedText = { characters: 10, template: null }
const template = { name: 'suivi', language: 'fr', parameters: ['Ada', '12'] }
const filled: WantedText = { characters: 10, template }
const withParameters = (...parameters: readonly string[]): WantedText => ({
  ...filled,
  template: { ...template, parameters },
})

it.each<[string, TextFacts, WantedText]>([
  ['a free text within the window', open, free],
  ['a free text a moment before the window closes', { ...open, lastInboundAt: hoursAgo(23.999) }, free],
  ['a free text where there is no window', always, free],
  ['a template within the window', open, filled],
  ['a template after the window', closed, filled],
  ['a template to somebody who never wrote', { ...open, lastInboundAt: null }, filled],
  ['a text to an address with other marks', { ...open, marks: [{ mark: 'undeliverable' }] }, free],
])('%s may be sent', (_what, facts, wanted) => {
  expect(decideText(facts, wanted)).toEqual({ allowed: true })
})

it.each<[string, TextFacts, WantedText, readonly [because: string, sentence: RegExp]]>([
  [
    'a free text to who opted out',
    { ...open, marks: optedOut },
    free,
    ['opted-out', /START, or clear the mark/],
  ],
  ['a template to who opted out', { ...open, marks: optedOut }, filled, ['opted-out', /no more texts/]],
  [
    'who opted out, where nothing else is limited',
    { ...always, marks: optedOut },
    free,
    ['opted-out', /START/],
  ],
  [
    'a free text when the window closes',
    closed,
    free,
    ['window-closed', /within 24 h .*: choose a template/],
  ],
  ['a free text to who never wrote', { ...open, lastInboundAt: null }, free, ['window-closed', /template/]],
  [
    'a free text after the window, without templates',
    { ...closed, rules: { ...rules, templates: [] } },
    free,
    ['window-closed', /set up a template/],
  ],
  [
    'a text with a character too many',
    open,
    { ...free, characters: 11 },
    ['too-long', /has 11 .* at most 10/],
  ],
  ['a template that gets too long', closed, { ...filled, characters: 11 }, ['too-long', /at most 10/]],
  [
    'a template that is not there',
    open,
    { ...filled, template: { ...template, name: 'x' } },
    ['unknown-template', /no template x \(fr\)/],
  ],
  [
    'a template in another language',
    open,
    { ...filled, template: { ...template, language: 'en' } },
    ['unknown-template', /suivi \(en\)/],
  ],
  [
    'too few parameters',
    closed,
    withParameters('Ada'),
    ['wrong-parameters', /has 2 places to fill in, not 1/],
  ],
  ['too many parameters', open, withParameters('Ada', '1', '2'), ['wrong-parameters', /not 3/]],
  ['an empty parameter', open, withParameters('Ada', ' '), ['wrong-parameters', /empty/]],
])('%s is refused', (_what, facts, wanted, [because, sentence]) => {
  const decision = decideText(facts, wanted)
  expect(decision).toMatchObject({ allowed: false, because })
  expect(decision).toHaveProperty('sentence', expect.stringMatching(sentence))
})

it('the window closes its length after the last message, and never where there is none', () => {
  expect(windowClosesAt(open)).toEqual(new Date(now.getTime() + 23 * hourMs))
  expect(windowClosesAt({ ...open, lastInboundAt: null })).toBe(null)
  expect(windowClosesAt(always)).toBe(null)
})
