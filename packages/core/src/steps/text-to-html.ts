const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What a person typed, as the HTML alternative of a mail: paragraphs and line breaks, nothing else. */
export function textToHtml(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
  const paragraphs = escaped.split(/\r?\n(?:[ \t]*\r?\n)+/)
  return paragraphs.map((paragraph) => `<p>${paragraph.replace(/\r?\n/g, '<br>\n')}</p>`).join('\n')
}
