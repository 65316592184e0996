import 'server-only'

/** Variables of this console's environment that Flink's scripts and ssh may need; its own secrets are not passed on. */
const wanted =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TERM|JAVA_HOME|SSH_AUTH_SOCK|SSH_AGENT_PID|KRB5CCNAME|(?:HADOOP|YARN|HBASE|KRB5)_[A-Z_]+|FLINK_(?:PID_DIR|LOG_DIR|IDENT_STRING|ENV_JAVA_OPTS[A-Z_]*|SSH_OPTS))$/

export function toScriptEnvironment(own: NodeJS.ProcessEnv, over: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => wanted.test(name))
  return { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), ...over }
}
