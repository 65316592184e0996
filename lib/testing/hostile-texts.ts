/** Repeated pieces that make slow expressions and parsers quadratic. */
const pieces: Readonly<Record<string, string>> = {
  blanks: ' ',
  tabs: '\t',
  'double quotes': '"',
  'single quotes': "'",
  brackets: '[',
  braces: '{',
  'closed brackets': '[]',
  dashes: '-',
  'dashes and blanks': '- ',
  equals: '=',
  colons: ':',
  'colons and blanks': ': ',
  'carriage returns': '\r',
  'line separators': '\u2028',
  hashes: '#',
  'blank and hash': ' #',
  commas: ',',
  slashes: '/',
  backslashes: '\\',
  'escaped quotes': '\\"',
  ampersands: '&',
  stars: '*',
  percents: '%',
  dollars: '$',
  bars: '|',
  tags: '<a>',
  'tag beginnings': '<',
  semicolons: ';',
  digits: '1',
  letters: 'a',
  secrets: 'token',
  urls: '://',
  'urls and users': '://a:b@',
  ats: '@',
  'line ends': '\n',
  settings: 'a: b\n',
  'settings without end': 'a: b ',
  NULs: '\0',
  escapes: '\u001b[',
  'question marks': '? ',
  'one character and a blank': 'a ',
}

export interface HostileText {
  name: string
  /** A text of about `size` characters. */
  of(size: number): string
}

export const hostileTexts: readonly HostileText[] = [
  ...Object.entries(pieces).flatMap(([name, piece]) => [
    { name, of: (size: number) => piece.repeat(Math.floor(size / piece.length)) },
    {
      name: `a key, then ${name}, then a letter`,
      of: (size: number) => `rest.password: ${piece.repeat(Math.floor(size / piece.length))}x`,
    },
    {
      name: `a letter behind ${name}, in lines of 3,900`,
      of: (size: number) => `${piece.repeat(Math.floor(3_900 / piece.length))}x\n`.repeat(Math.ceil(size / 3_900)),
    },
  ]),
  {
    name: 'indentation that grows',
    of: (size) => Array.from({ length: Math.floor(Math.sqrt(2 * size)) }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n'),
  },
  {
    name: 'log lines within each other',
    of: (size) => '\tSession establishment complete on server r, sessionid = 0x1, negotiated timeout = 1'.repeat(Math.ceil(size / 80)),
  },
]
