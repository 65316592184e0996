import 'server-only'
import { z } from 'zod'
import { isLoopback } from '@/lib/base/host-names'
import { SettingsError } from './errors'
import { isOrigin, isRoleRule, issuerWords, mostSessionHours, roleRuleWords, toOidcSettings, type OidcSettings } from './oidc-settings'

const text = z
  .string()
  .trim()
  .max(4_096)
  .optional()
  .transform((value) => value || null)

const origin = text.refine(
  (value) => value === null || isOrigin(value),
  'write where people reach the console, like https://understudy.example.org, without a path',
)

/** One working shift: a browser left open in the evening is signed out in the morning. */
const defaultIdleHours = 12

const schema = z.object({
  HOST: z
    .string()
    .trim()
    .default('127.0.0.1')
    .transform((host) => host || '127.0.0.1'),
  PORT: z.coerce.number().default(8080),
  UNDERSTUDY_URL: origin,
  UNDERSTUDY_TLS_CERT: text,
  UNDERSTUDY_TLS_KEY: text,
  UNDERSTUDY_SECRET: text.refine((value) => value === null || value.length >= 32, 'a secret has 32 characters or more'),
  UNDERSTUDY_FIRST_ADMINISTRATOR: text.pipe(z.email('name the e-mail address of the first administrator').nullable()),
  UNDERSTUDY_IDLE_HOURS: text
    .refine((value) => value === null || isHours(value), 'write hours, from 0.25 to 168')
    .transform((value) => (value === null ? defaultIdleHours : Number(value))),
  UNDERSTUDY_SECOND_FACTOR: text.refine(
    (value) => value === null || value === 'administrators',
    'write administrators to require one of them, or leave it away',
  ),
  UNDERSTUDY_OIDC_ISSUER: text.refine((value) => value === null || isOrigin(value, true), issuerWords),
  UNDERSTUDY_OIDC_CLIENT_ID: text,
  UNDERSTUDY_OIDC_CLIENT_SECRET: text,
  UNDERSTUDY_OIDC_NAME: text,
  UNDERSTUDY_OIDC_SCOPES: text,
  UNDERSTUDY_OIDC_SESSION_HOURS: text.refine(
    (value) => value === null || (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= mostSessionHours),
    `write whole hours, 1 to ${mostSessionHours}`,
  ),
  UNDERSTUDY_OIDC_ROLES: text.refine((value) => value === null || splitList(value).every(isRoleRule), roleRuleWords),
})

export interface AccessEnvironment {
  /** Address under which people reach the console, without a slash at the end. */
  publicUrl: string
  port: number
  /** Whether only this machine can reach the console. */
  isLoopbackOnly: boolean
  secret: string | null
  firstAdministrator: string | null
  /** Hours without use after which the session of an operator or administrator ends. */
  idleHours: number
  /** Roles that need a second factor; null: none. */
  secondFactor: 'administrators' | null
  /** null: understudy.yaml may configure one. */
  oidc: OidcSettings | null
}

type Parsed = z.infer<typeof schema>

/**
 * The environment's sign-in settings, checked once at start.
 * @throws SettingsError `bad-environment` naming each variable
 */
export function getAccessEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): AccessEnvironment {
  const parsed = schema.safeParse(variables)
  const faults = parsed.success ? findHalves(parsed.data) : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  if (!parsed.success || faults.length > 0) {
    throw new SettingsError('bad-environment', `The environment cannot be used. ${faults.join('; ')}. Correct or unset these variables.`)
  }
  const { data } = parsed
  return {
    publicUrl: toPublicUrl(data),
    port: data.PORT,
    isLoopbackOnly: isLoopback(data.HOST),
    secret: data.UNDERSTUDY_SECRET,
    firstAdministrator: data.UNDERSTUDY_FIRST_ADMINISTRATOR?.toLowerCase() ?? null,
    idleHours: data.UNDERSTUDY_IDLE_HOURS,
    secondFactor: data.UNDERSTUDY_SECOND_FACTOR === null ? null : 'administrators',
    oidc: toOidc(data),
  }
}

/** Variables that are set without the ones they need. */
function findHalves(data: Parsed): string[] {
  const faults: string[] = []
  if ((data.UNDERSTUDY_TLS_CERT === null) !== (data.UNDERSTUDY_TLS_KEY === null))
    faults.push('UNDERSTUDY_TLS_CERT and UNDERSTUDY_TLS_KEY: TLS needs both')
  const oidc = [data.UNDERSTUDY_OIDC_ISSUER, data.UNDERSTUDY_OIDC_CLIENT_ID, data.UNDERSTUDY_OIDC_CLIENT_SECRET, data.UNDERSTUDY_OIDC_ROLES]
  if (oidc.some((one) => one !== null) && oidc.some((one) => one === null))
    faults.push('UNDERSTUDY_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _ROLES: OpenID Connect needs all four')
  return faults
}

function toPublicUrl({ HOST, PORT, UNDERSTUDY_URL, UNDERSTUDY_TLS_CERT }: Parsed): string {
  if (UNDERSTUDY_URL !== null) return new URL(UNDERSTUDY_URL).origin
  const scheme = UNDERSTUDY_TLS_CERT === null ? 'http' : 'https'
  const host = HOST === 'localhost' || HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return new URL(`${scheme}://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${PORT}`).origin
}

function toOidc(data: Parsed): OidcSettings | null {
  const { UNDERSTUDY_OIDC_ISSUER: issuer, UNDERSTUDY_OIDC_CLIENT_ID: clientId, UNDERSTUDY_OIDC_CLIENT_SECRET: clientSecret } = data
  if (issuer === null || clientId === null || clientSecret === null) return null
  const scopes = data.UNDERSTUDY_OIDC_SCOPES?.split(/[\s,]+/) ?? null
  return toOidcSettings({
    issuer,
    clientId,
    clientSecret,
    name: data.UNDERSTUDY_OIDC_NAME,
    scopes,
    texts: splitList(data.UNDERSTUDY_OIDC_ROLES ?? ''),
    sessionHours: data.UNDERSTUDY_OIDC_SESSION_HOURS === null ? null : Number(data.UNDERSTUDY_OIDC_SESSION_HOURS),
  })
}

function isHours(value: string): boolean {
  return /^\d{1,3}(\.\d{1,2})?$/.test(value) && Number(value) >= 0.25 && Number(value) <= 168
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
