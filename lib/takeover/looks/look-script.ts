import 'server-only'
import { seesFunction } from '@/lib/sources/hosts/hidepid'
import { listLinksFunction, socketLink } from '@/lib/sources/hosts/list-links'

/**
 * Runs on the host of a process, given to `sh -s` on its standard input; POSIX sh, read only but for `kill`; its arguments are
 * numbers and a boot id. It prints one fact per line; `end` last, so that a cut connection is no answer.
 *
 *   look PID                     everything, also command line, sockets and log
 *   death PID PORT…              only what proves a death, and who holds the ports
 *   kill PID START BOOT PORT…    SIGKILL to exactly this process, waits up to 3 s for its end, then `death`
 *
 * `kill -0` is not used: it is true for zombies. The threads are listed twice, so that one started between two reads is seen.
 * Whether it is there is asked last: one that goes while it is read is gone, and not one that cannot be read.
 */
const ground = `set -uf
LC_ALL=C; export LC_ALL
mode=\${1:-} pid=\${2:-} start='' boot='' ports=''
case $pid in ''|*[!0-9]*) exit 64;; esac
case $mode in
  look) ;;
  kill) start=\${3:-} boot=\${4:-}; shift 4; ports=$* ;;
  death) shift 2; ports=$* ;;
  *) exit 64 ;;
esac
case $ports in *[!0-9\\ ]*) exit 64;; esac
kernel=$(uname -s)
echo "kernel $kernel"
[ "$kernel" = Linux ] || { echo end; exit 0; }
now=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
echo "boot $now"
echo "namespace $(readlink /proc/self/ns/pid 2>/dev/null)"
echo "timespace $(readlink /proc/self/ns/time 2>/dev/null)"
${seesFunction}${listLinksFunction}echo "sees $(sees)"
stat_of() {
  line=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  set -- \${line##*) }
  state=$1; shift 19; ticks=$1
}
threads() { set +f; sed -n 's/^.*) \\([A-Za-z]\\) .*$/thread \\1/p' /proc/$pid/task/[0-9]*/stat 2>/dev/null; set -f; }
lives() {
  stat_of || return 1
  [ "$ticks" = "$start" ] || return 1
  case $state in Z|X|x) threads | grep -qv 'thread [ZXx]' ;; *) return 0 ;; esac
}
if [ "$mode" = kill ]; then
  if [ "$now" = "$boot" ] && stat_of && [ "$ticks" = "$start" ]; then
    if kill -9 "$pid" 2>/dev/null; then echo 'killed yes'; else echo 'killed no'; fi
    n=0
    while [ $n -lt 150 ] && lives; do n=$((n + 1)); sleep 0.02 2>/dev/null || sleep 1; done
  fi
fi
if [ -d "/proc/$pid" ]; then
  if stat_of; then echo "stat $state $ticks"; fi
  threads
  threads
fi
if [ -d "/proc/$pid" ]; then echo 'there yes'; else echo 'there no'; fi
rows() { awk -v state="$1" 'FNR > 1 && $4 == state { print $2, $3, $10 }' /proc/net/tcp && { [ ! -r /proc/net/tcp6 ] || awk -v state="$1" 'FNR > 1 && $4 == state { print $2, $3, $10 }' /proc/net/tcp6; }; }
if [ -r /proc/net/tcp ] && listening=$(rows 0A); then
  echo 'ports read'
  [ -z "$listening" ] || echo "$listening" | awk '{ n = split($1, part, ":"); print "listen " part[n] " " $3 }'
fi
`

/**
 * The processes that hold the listening sockets of `ports`: descriptors of all processes, one line each. Mostly no process listens there
 * any more.
 */
const holders = `
for port in $ports; do
  inodes=$(echo "\${listening:-}" | awk -v hex="$(printf '%04X' "$port")" '{ n = split($1, part, ":"); if (part[n] == hex) print $3 }')
  [ -n "$inodes" ] || continue
  set +f
  held=$(list_links /proc/[0-9]*/fd | awk -v inodes="$(echo $inodes)" '
    BEGIN { n = split(inodes, all, " "); for (i = 1; i <= n; i++) wanted["socket:[" all[i] "]"] = all[i] }
    /^\\/proc\\/[0-9]+\\/fd:$/ { split($0, part, "/"); holder = part[3]; next }
    /${socketLink}/ && $NF in wanted { print wanted[$NF] " " holder }' | sort -u)
  set -f
  echo "$held" | while read -r inode holder; do
    [ -n "$holder" ] || continue
    echo "holder $inode $holder $(sed -n 's/^.*) //p' "/proc/$holder/stat" 2>/dev/null | awk '{ print $20 }')"
  done
done
`

const sockets = `
if ls "/proc/$pid/fd" >/dev/null 2>&1; then
  echo 'sockets read'
  list_links "/proc/$pid/fd" | sed -n '/${socketLink}/s/^.*socket:\\[\\([0-9]*\\)\\]$/socket \\1/p'
  rows 01 | sed 's/^/connection /'
fi
echo "command $(od -An -v -tx1 "/proc/$pid/cmdline" 2>/dev/null | tr -d ' \\n')"
`

/**
 * The log file that -Dlog.file names, if the process itself has that very file open for writing; every process that has it open for
 * writing; and its lines about ZooKeeper sessions. A file system that other hosts write to is recognized by its name.
 */
const log = `
is_written() { case $(sed -n 's/^flags:[[:space:]]*//p' "/proc/$1/fdinfo/$2" 2>/dev/null) in *[12]) return 0 ;; *) return 1 ;; esac; }
file=$(tr '\\0' '\\n' < "/proc/$pid/cmdline" 2>/dev/null | sed -n 's/^-Dlog\\.file=//p' | tail -n 1)
case $file in /*) ;; *) file='' ;; esac
if [ -n "$file" ] && [ -f "/proc/$pid/root$file" ]; then
  file=/proc/$pid/root$file
  set +f
  found=$(find -L /proc/[0-9]*/fd -maxdepth 1 -samefile "$file" 2>/dev/null)
  set -f
  for fd in $found; do
    writer=\${fd#/proc/}; writer=\${writer%%/*}
    if is_written "$writer" "\${fd##*/}"; then echo "writer $writer"; fi
  done
  set +f
  for each in $(grep -lsF org.apache.flink. /proc/[0-9]*/cmdline); do
    each=\${each%/cmdline}
    [ ! -d "$each" ] || ls "$each/fd" >/dev/null 2>&1 || [ ! -d "$each" ] || echo 'writers hidden'
  done
  set -f
  echo "filesystem $(stat -f -c %T "$file" 2>/dev/null)"
  tail -c 268435456 "$file" 2>/dev/null | grep -aE 'Socket connection established, initiating session, client: |Session establishment complete on server ' | tail -n 64 | cut -c 1-2000 | tr -d '\\r' | sed 's/^/text /'
fi
`

export const lookScript = `${ground}
if [ "$mode" = look ] && [ -d "/proc/$pid" ]; then
${sockets}
${log}
else
${holders}
fi
echo end
`
