import { expect, test } from 'vitest'
import { hrefOf, type Place, readPlace } from './location.ts'

test('a place survives its own link', () => {
  const place: Place = {
    folder: 'service client',
    status: 'urgent',
    conversation: 'a/b',
    showsFolders: true,
    endpoints: 'e1',
  }
  expect(readPlace(hrefOf(place))).toEqual(place)
})

test('without parameters the page is the inbox, and a status nobody knows is what needs work', () => {
  const inbox: Place = {
    folder: 'inbox',
    status: 'active',
    conversation: null,
    showsFolders: false,
    endpoints: null,
  }
  expect(readPlace('')).toEqual(inbox)
  expect(readPlace('?status=nonsense')).toEqual(inbox)
})
