import 'server-only'
import { z } from 'zod'
import { parseQuorum } from '@/lib/flink/configuration/quorum'
import { parseOwnSshOptions } from '@/lib/flink/ssh-options/own-ssh-options'
import { isOrigin, isRoleRule, issuerWords, mostSessionHours, roleRuleWords } from './oidc-settings'
import { checkStatusPages, statusPages } from './status-page-schema'

function refuseSshOptions(text: string, context: z.RefinementCtx): void {
  const { problem } = parseOwnSshOptions(text)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
}

const path = z.string().trim().min(1, 'a path is wanted').max(4_096)

const zookeeper = z.strictObject({
  /** How this console reaches ZooKeeper, where that differs from the cluster's own configuration. */
  quorum: z
    .string()
    .max(10_000)
    .superRefine((text, context) => {
      for (const { sentence, whatToDo } of parseQuorum(text).problems)
        context.addIssue({ code: 'custom', message: `${sentence} ${whatToDo}` })
    })
    .optional(),
  auth: z
    .strictObject({
      scheme: z.literal('digest'),
      credentials: z
        .string()
        .regex(/^[^:]+:.+$/s, 'write user:password')
        .max(1_000),
    })
    .optional(),
  /** PEM files. */
  tls: z
    .strictObject({ ca: path.optional(), cert: path.optional(), key: path.optional(), servername: z.string().max(253).optional() })
    .optional(),
})

const webUi = z
  .string()
  .max(2_000)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null
    const isLink = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    if (isLink) return `${url.origin}${url.pathname.replace(/\/$/, '')}`
    context.addIssue({ code: 'custom', message: 'webUi is an address like https://flink.example.org, without a password' })
    return z.NEVER
  })

const cluster = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'an id has small letters, digits and dashes inside, at most 63')
      .refine((id) => id !== 'events', 'the id “events” is the name of a stream of the API; choose another'),
    name: z.string().trim().min(1).max(100).optional(),
    flinkHome: path.optional(),
    confDir: path.optional(),
    zookeeper: zookeeper.optional(),
    /** Where readers reach Flink's web UI, where that is not the leader's own address: links go there. */
    webUi: webUi.optional(),
    /** Permitted actions on its hosts: `local` (this machine, the default), `ssh` (the others too), `none`. */
    control: z.enum(['local', 'ssh', 'none'], 'control is local, ssh or none').optional(),
    /** Options of ssh, separated by spaces, instead of FLINK_SSH_OPTS and env.ssh.opts; of the latter only harmless ones are used. */
    sshOptions: z.string().max(4_096).superRefine(refuseSshOptions).optional(),
    /** Conf folders of ZooKeeper members that share a machine, by the N of `server.N`. */
    memberConfDirs: z.record(z.string().regex(/^\d{1,3}$/, 'name a member by the N of its server.N line'), path).optional(),
  })
  .refine(
    ({ flinkHome, confDir }) => flinkHome !== undefined || confDir !== undefined,
    'name flinkHome or confDir, so that it is known where the configuration lies',
  )

/** Where a secret is stored: more people read this file than should know it. */
const secret = z.union(
  [z.strictObject({ env: z.string().regex(/^[A-Za-z_]\w{0,99}$/) }), z.strictObject({ file: path })],
  'a secret does not stand in this file: write { env: NAME } for a variable of the console’s environment, or { file: path }',
)

/** Sign-in through an OpenID provider; UNDERSTUDY_OIDC_… of the environment replace it, when they are set. */
const oidc = z.strictObject({
  issuer: z
    .string()
    .trim()
    .max(4_096)
    .refine((text) => isOrigin(text, true), issuerWords),
  clientId: z.string().trim().min(1, 'name the client as the provider knows it').max(1_000),
  clientSecret: secret,
  /** Name on the sign-in button. */
  name: z.string().trim().min(1).max(100).optional(),
  scopes: z
    .array(z.string().regex(/^[^\s,]{1,200}$/, 'a scope has no blanks'))
    .min(1)
    .max(50)
    .optional(),
  /** Duration of a session that began through the provider. */
  sessionHours: z.number().int().min(1).max(mostSessionHours).optional(),
  roles: z.array(z.string().max(300).refine(isRoleRule, roleRuleWords)).min(1, 'without a rule no person can sign in').max(500),
})

/** For security.txt, where RFC 9116 requires a URI; one line of visible ASCII, so that it cannot add lines to the file. */
const securityContact = z
  .string()
  .regex(
    /^(?:mailto:|https:\/\/|tel:)[\x21-\x7e]{1,500}$/,
    'write a URI: mailto:security@example.org, https://example.org/security or tel:+1-201-555-0123',
  )

/** The shape of understudy.yaml. Unknown keys are refused: they are mostly typing errors. */
export const understudySchema = z
  .strictObject({
    clusters: z.array(cluster).min(1, 'name at least one cluster').max(1_000),
    oidc: oidc.optional(),
    statusPages: statusPages.optional(),
    securityContact: securityContact.optional(),
  })
  .superRefine(({ clusters, statusPages: pages }, context) => {
    const ids = clusters.map(({ id }) => id)
    clusters.forEach(({ id }, index) => {
      const first = ids.indexOf(id)
      if (first < index)
        context.addIssue({
          code: 'custom',
          path: ['clusters', index, 'id'],
          message: `the id “${id}” is taken by cluster ${first + 1} already`,
        })
    })
    checkStatusPages(pages ?? [], ids, context)
  })

export type UnderstudyFile = z.infer<typeof understudySchema>
