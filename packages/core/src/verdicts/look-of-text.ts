/**
 * Letters that a reader takes for Latin ones, from the tables of confusable characters (Unicode UTS 39), and what is
 * read the same in most fonts.
 */
const lookalikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      а: 'a',
      ɑ: 'a',
      α: 'a',
      ь: 'b',
      с: 'c',
      ϲ: 'c',
      ԁ: 'd',
      ɗ: 'd',
      е: 'e',
      ҽ: 'e',
      ƒ: 'f',
      ɡ: 'g',
      һ: 'h',
    },
    ...{
      і: 'i',
      ı: 'i',
      ι: 'i',
      ј: 'j',
      κ: 'k',
      к: 'k',
      ӏ: 'l',
      '1': 'l',
      '|': 'l',
      м: 'm',
      ո: 'n',
      п: 'n',
      η: 'n',
    },
    ...{
      о: 'o',
      ο: 'o',
      σ: 'o',
      '0': 'o',
      օ: 'o',
      р: 'p',
      ρ: 'p',
      ԛ: 'q',
      г: 'r',
      ѕ: 's',
      '5': 's',
      т: 't',
      τ: 't',
    },
    ...{ υ: 'u', ս: 'u', ν: 'v', ѵ: 'v', ѡ: 'w', ԝ: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y', ʏ: 'y', ᴢ: 'z' },
  }),
)

/** What a text looks like at a glance: accents away, lookalikes as one letter. Equal looks are easily confused. */
export function lookOf(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const letters = [...plain].map((letter) => lookalikes.get(letter) ?? letter).join('')
  return letters.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('i', 'l').replaceAll('-', '')
}

const alphabets: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
]

/** Alphabets whose letters look alike; a name written in two of them is written to deceive. */
export function alphabetsOf(text: string): readonly string[] {
  return alphabets.flatMap(([name, letters]) => (letters.test(text) ? [name] : []))
}
