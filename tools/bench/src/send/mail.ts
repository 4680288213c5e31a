/** What both senders send: the answer of a shop, as people write them. */
export const subject = 'Re: Order 4711, the colour of the curtains'

export const text = [
  'Hello Zoé,',
  'thank you for your question. The curtains are a warm grey; on a screen they look bluer than they are. '.repeat(
    3,
  ),
  'If you would like to be sure we can send you a sample of the cloth, which takes two days and costs nothing. '.repeat(
    3,
  ),
  'Kind regards\nAnn, Curtains & Co.',
].join('\n\n')

export const support = { name: 'Curtains & Co.', address: 'support@curtains.example' }

export const customer = (number: number) => ({
  name: `Zoé ${number}`,
  address: `zoe${number}@client.example`,
})
