# Runs a server and stops it when standard input ends: our pipe closes even when its writer is killed with SIGKILL.
# Arguments: the signal that stops the server, the seconds it gets for it, the command.
signal=$1 grace=$2
shift 2
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(
  while read -r _; do :; done <&3
  kill -s "$signal" "$server" 2>/dev/null
  sleep "$grace"
  kill -s KILL -- "-$$"
) &
exec 3<&-
wait "$server"
status=$?
# What is left of the session (this script leads it): the watcher above and processes the server forgot.
trap '' TERM
kill -s TERM -- "-$$"
exit "$status"
