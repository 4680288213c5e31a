/** The Message-ID that SES writes over ours: each region ends it in its own way. */
export function sesMailId(messageId: string, region: string): string {
  return `${messageId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`
}
