import 'server-only'
import { z } from 'zod'
import { SettingsError } from './errors'
import { streamLimitsText, type StreamLimits } from './stream-limits'

const folder = z
  .string()
  .trim()
  .max(4_096)
  .optional()
  .transform((path) => path || null)

const days = (normally: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{0,5}$/, 'days are a number from 1 to 36500')
    .optional()
    .transform((text) => (text ? Number(text) : normally))
    .pipe(z.number().min(1, 'days are a number from 1 to 36500').max(36_500, 'days are a number from 1 to 36500'))

const schema = z.object({
  /** Flink's distribution; its conf folder is watched. */
  FLINK_HOME: folder,
  FLINK_CONF_DIR: folder,
  /** Path of understudy.yaml. */
  UNDERSTUDY_CONFIG: folder,
  HOST: z
    .string()
    .trim()
    .max(253)
    .default('127.0.0.1')
    .transform((host) => host || '127.0.0.1'),
  PORT: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, 'a port is a number from 0 to 65535')
    .transform(Number)
    .pipe(z.number().max(65_535, 'a port is a number from 0 to 65535'))
    .default(8080),
  /** Folder of the journal's SQLite file, when DATABASE_URL is not set. Created with mode 0700. */
  UNDERSTUDY_DATA_DIR: folder,
  DATABASE_URL: z
    .string()
    .trim()
    .max(4_096)
    .regex(/^(postgres(ql)?:\/\/.+)?$/, 'write postgres://user:password@host:5432/database')
    .optional()
    .transform((url) => url || null),
  UNDERSTUDY_KEEP_DAYS: days(400),
  UNDERSTUDY_KEEP_SNAPSHOTS_DAYS: days(90),
  UNDERSTUDY_STREAMS: streamLimitsText,
  UNDERSTUDY_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export interface Environment {
  flinkHome: string | null
  flinkConfDir: string | null
  understudyConfig: string | null
  host: string
  port: number
  /** The variable's value, or `.understudy`: relative to the working folder. */
  dataDir: string
  databaseUrl: string | null
  /** How long the journal keeps terms, events and spans, and how long snapshots for time travel. */
  keepDays: number
  keepSnapshotsDays: number
  /** Values that replace those of lib/settings/stream-limits.ts. */
  streams: Partial<StreamLimits>
  logLevel: z.infer<typeof schema>['UNDERSTUDY_LOG_LEVEL']
}

/**
 * Settings from the environment, checked once at start.
 * @throws SettingsError `bad-environment` naming each variable
 */
export function getEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const parsed = schema.safeParse(variables)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new SettingsError('bad-environment', `The environment cannot be used. ${faults.join('; ')}. Correct or unset these variables.`)
  }
  return toEnvironment(parsed.data)
}

function toEnvironment(data: z.infer<typeof schema>): Environment {
  return {
    flinkHome: data.FLINK_HOME,
    flinkConfDir: data.FLINK_CONF_DIR,
    understudyConfig: data.UNDERSTUDY_CONFIG,
    host: data.HOST,
    port: data.PORT,
    dataDir: data.UNDERSTUDY_DATA_DIR ?? '.understudy',
    databaseUrl: data.DATABASE_URL,
    keepDays: data.UNDERSTUDY_KEEP_DAYS,
    keepSnapshotsDays: Math.min(data.UNDERSTUDY_KEEP_SNAPSHOTS_DAYS, data.UNDERSTUDY_KEEP_DAYS),
    streams: data.UNDERSTUDY_STREAMS,
    logLevel: data.UNDERSTUDY_LOG_LEVEL,
  }
}
