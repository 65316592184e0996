import 'server-only'

/**
 * POSIX sh, also under `set -uf`: `sees` prints `all`, or `some` where processes of others are hidden from this user. The last mount
 * of /proc counts. Its `hidepid` shows them to CAP_SYS_PTRACE (bit 19 of CapEff; a container's root mostly lacks it) and, but for
 * `ptraceable` (4), to the group of `gid=` (Linux fs/proc/base.c, `has_pid_permissions`). Without /proc: macOS shows all, others to root.
 */
export const seesFunction = `
sees() {
  if [ ! -r /proc/self/stat ]; then
    if [ "$(uname -s)" = Darwin ] || [ "$(id -u)" = 0 ]; then echo all; else echo some; fi
    return
  fi
  hiding=$(awk '$2 == "/proc" { o = "," $4 "," } END { print o }' /proc/mounts 2>/dev/null)
  case $hiding in
    '') echo some; return ;;
    *,hidepid=0,*|*,hidepid=off,*) echo all; return ;;
    *,hidepid=*) ;;
    *) echo all; return ;;
  esac
  case $(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status 2>/dev/null) in *[89abcdef]????) echo all; return ;; esac
  group=$(printf '%s' "$hiding" | sed -n 's/^.*,gid=\\([0-9]*\\),.*$/\\1/p')
  case $hiding in *,hidepid=4,*|*,hidepid=ptraceable,*) group='' ;; esac
  case " $(id -G) " in *" \${group:-none} "*) echo all ;; *) echo some ;; esac
}
`
