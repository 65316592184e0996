/** Streams that ObjectOutputStream of Java 17 wrote, base64. */
export const javaStreams = {
  /** An object of a class with superclass, `writeObject`, every kind of field and a reference to itself. */
  node:
    'rO0ABXNyAAZXJE5vZGUAAAAAAAAAAgMADkIAAWJDAAFjRAABZEYAAWZKAAFsUwABc0kABnNoYXJlZFoAAXpMAAVjb2xvcnQACUxXJENvbG9yO1sABGludHN0AAJbSUwAAWt0ABFMamF2' +
    'YS9sYW5nL0NsYXNzO0wABG5leHR0AAhMVyROb2RlO1sAA3Jhd3QAAltCWwAFd29yZHN0ABNbTGphdmEvbGFuZy9TdHJpbmc7eHIABlckQmFzZQAAAAAAAAABAgACSQAGc2hhcmVkTAAE' +
    'bmFtZXQAEkxqYXZhL2xhbmcvU3RyaW5nO3hwAAAAAXQABGJhc2X8AHg/+AAAAAAAAMAAAACAAAAAAAAAAP/9AAAAAgF+cgAHVyRDb2xvcgAAAAAAAAAAEgAAeHIADmphdmEubGFuZy5F' +
    'bnVtAAAAAAAAAAASAAB4cHQABUdSRUVOdXIAAltJTbpgJnbqsqUCAAB4cAAAAAIAAAAH////+XZyABBqYXZhLmxhbmcuU3RyaW5noPCkOHo7s0ICAAB4cHEAfgAJdXIAAltCrPMX+AYI' +
    'VOACAAB4cAAAAAIB/3VyABNbTGphdmEubGFuZy5TdHJpbmc7rdJW5+kde0cCAAB4cAAAAAN0AAFhcHEAfgAXdwQAAAAqdAAEdGFpbHg=',
  /** An Externalizable (protocol 2). */
  externalizable:
    'rO0ABXNyAAVXJEV4dEMlb2l5COpmDAAAeHB3BQADZXh0fnIAB1ckQ29sb3IAAAAAAAAAABIAAHhyAA5qYXZhLmxhbmcuRW51bQAAAAAAAAAAEgAAeHB0AANSRUR4',
  /** ArrayList, HashMap, Date, Duration, BigInteger, one after another. */
  collections:
    'rO0ABXNyABNqYXZhLnV0aWwuQXJyYXlMaXN0eIHSHZnHYZ0DAAFJAARzaXpleHAAAAACdwQAAAACc3IAEWphdmEubGFuZy5JbnRlZ2VyEuKgpPeBhzgCAAFJAAV2YWx1ZXhyABBqYXZh' +
    'LmxhbmcuTnVtYmVyhqyVHQuU4IsCAAB4cAAAAAFzcQB+AAIAAAACeHNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhwP0AAAAAA' +
    'AAF3CAAAAAIAAAABdAABa3NyAA5qYXZhLmxhbmcuTG9uZzuL5JDMjyPfAgABSgAFdmFsdWV4cQB+AAMAAAAAAAAABXhzcgAOamF2YS51dGlsLkRhdGVoaoEBS1l0GQMAAHhwdwgAAAAA' +
    'AAAAAHhzcgANamF2YS50aW1lLlNlcpVdhLobIkiyDAAAeHB3DQEAAAAAAAAABQAAAAB4c3IAFGphdmEubWF0aC5CaWdJbnRlZ2VyjPyfH6k7+x0DAAZJAAhiaXRDb3VudEkACWJpdExl' +
    'bmd0aEkAE2ZpcnN0Tm9uemVyb0J5dGVOdW1JAAxsb3dlc3RTZXRCaXRJAAZzaWdudW1bAAltYWduaXR1ZGV0AAJbQnhxAH4AA////////////////v////4AAAABdXIAAltCrPMX+AYI' +
    'VOACAAB4cAAAAAirVKmM6x8K0ng=',
  /** "a", NUL, "é", "€" and a surrogate pair. */
  modifiedUtf8:
    'rO0ABXQADmHAgMOp4oKs7aC97biA',
  /** A java.lang.reflect.Proxy. */
  proxy:
    'rO0ABXN9AAAAAQASamF2YS5sYW5nLlJ1bm5hYmxleHIAF2phdmEubGFuZy5yZWZsZWN0LlByb3h54SfaIMwQQ8sCAAFMAAFodAAlTGphdmEvbGFuZy9yZWZsZWN0L0ludm9jYXRpb25I' +
    'YW5kbGVyO3hwc3IAIWphdmEubGFuZy5pbnZva2UuU2VyaWFsaXplZExhbWJkYW9h0JQsKTaFAgAKSQAOaW1wbE1ldGhvZEtpbmRbAAxjYXB0dXJlZEFyZ3N0ABNbTGphdmEvbGFuZy9P' +
    'YmplY3Q7TAAOY2FwdHVyaW5nQ2xhc3N0ABFMamF2YS9sYW5nL0NsYXNzO0wAGGZ1bmN0aW9uYWxJbnRlcmZhY2VDbGFzc3QAEkxqYXZhL2xhbmcvU3RyaW5nO0wAHWZ1bmN0aW9uYWxJ' +
    'bnRlcmZhY2VNZXRob2ROYW1lcQB+AAdMACJmdW5jdGlvbmFsSW50ZXJmYWNlTWV0aG9kU2lnbmF0dXJlcQB+AAdMAAlpbXBsQ2xhc3NxAH4AB0wADmltcGxNZXRob2ROYW1lcQB+AAdM' +
    'ABNpbXBsTWV0aG9kU2lnbmF0dXJlcQB+AAdMABZpbnN0YW50aWF0ZWRNZXRob2RUeXBlcQB+AAd4cAAAAAZ1cgATW0xqYXZhLmxhbmcuT2JqZWN0O5DOWJ8QcylsAgAAeHAAAAAAdnIA' +
    'AVcAAAAAAAAAAAAAAHhwdAAjamF2YS9sYW5nL3JlZmxlY3QvSW52b2NhdGlvbkhhbmRsZXJ0AAZpbnZva2V0AFMoTGphdmEvbGFuZy9PYmplY3Q7TGphdmEvbGFuZy9yZWZsZWN0L01l' +
    'dGhvZDtbTGphdmEvbGFuZy9PYmplY3Q7KUxqYXZhL2xhbmcvT2JqZWN0O3QAAVd0ABZsYW1iZGEkbWFpbiRlYTBjMGIyYSQxcQB+AA9xAH4ADw==',
  /** The writer failed in the middle: TC_EXCEPTION (cut short here). */
  exception:
    'rO0ABXVyABNbTGphdmEubGFuZy5PYmplY3Q7kM5YnxBzKWwCAAB4cAAAAAJ0AAFze3NyACBqYXZhLmlv',
  /** "one", reset(), "one" again, writeInt(5). */
  reset:
    'rO0ABXQAA29uZXl0AANvbmV3BAAAAAU=',
} as const

export function loadJavaStream(name: keyof typeof javaStreams): Uint8Array {
  return new Uint8Array(Buffer.from(javaStreams[name], 'base64'))
}
