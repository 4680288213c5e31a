import { expect, test } from 'vitest'
import { hrefOf, type Place, placeAfter, readPlace } from './location.ts'

test('a place survives its own link', () => {
  const place: Place = {
    folder: 'service client',
    status: 'urgent',
    conversation: 'a/b',
    showsFolders: true,
    page: 'endpoints',
    chosen: 'e1',
  }
  expect(readPlace(hrefOf(place))).toEqual(place)
})

test('without parameters the page is the inbox, and a status nobody knows is what needs work', () => {
  const inbox: Place = {
    folder: 'inbox',
    status: 'active',
    conversation: null,
    showsFolders: false,
    page: null,
    chosen: '',
  }
  expect(readPlace('')).toEqual(inbox)
  expect(readPlace('?status=nonsense')).toEqual(inbox)
})

test('a list stays beside the conversation that is opened from it, and goes with a folder', () => {
  const planned = readPlace('?planned=m1')
  expect(placeAfter(planned, { conversation: 'c1' })).toMatchObject({ page: 'planned', chosen: 'm1' })
  expect(placeAfter(planned, { folder: 'inbox' })).toMatchObject({ page: null, chosen: '' })
  const endpoints = readPlace('?endpoints=e1')
  expect(placeAfter(endpoints, { conversation: 'c1' })).toMatchObject({ page: null, chosen: '' })
})
