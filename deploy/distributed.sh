# Sourced by deploy/run: the three roles as processes of their own, and the backends they talk over.
# Needs the variables `root`, `port` and `java_options`, and the functions of deploy/build.sh.
# shellcheck shell=bash disable=SC2154

# Each process runs under the guardian of deploy/backends, which stops it when its standard input ends. This shell holds
# the only other end, so that nothing stays behind however this shell ends.
declare -A distributed_pid=() distributed_input=()
distributed_folder=''
distributed_order=(demo collector processor alerter backends)

run_distributed() {
  local backends=$root/deploy/backends/target/classes standalone=$root/deploy/standalone/target/quarkus-app
  distributed_build
  # What a killed run left there is in nobody's way: the next one uses the same folder.
  distributed_folder=$LOGBELL_DATA/run
  rm -rf "$distributed_folder"
  mkdir -p "$distributed_folder"
  chmod 0700 "$distributed_folder"
  trap 'distributed_stop' EXIT
  trap 'echo; exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP

  distributed_start backends java -XX:+UseSerialGC -Xmx64m -cp "$backends" dev.logbell.backends.Main \
    --data "$LOGBELL_DATA/backends" --env-file "$distributed_folder/environment"
  distributed_await backends test -s "$distributed_folder/environment"
  local line
  while IFS= read -r line; do export "${line?}"; done <"$distributed_folder/environment"

  # What one process has read is in its own store: this form begins by itself.
  export COLLECTOR_DATA=${COLLECTOR_DATA:-$LOGBELL_DATA/distributed}
  if [[ -z "${COLLECTOR_FILES:-}" ]]; then
    export COLLECTOR_FILES=$LOGBELL_DATA/demo/demo.log
    mkdir -p "$LOGBELL_DATA/demo"
    distributed_start demo java -XX:+UseSerialGC -Xmx32m -cp "$standalone/app/*:$standalone/lib/main/*" \
      dev.logbell.standalone.demo.DemoLog "$COLLECTOR_FILES"
  fi
  # For people who watch: no banner, no line for each time this script asks whether it is ready.
  export QUARKUS_BANNER_ENABLED=${QUARKUS_BANNER_ENABLED:-false}
  export QUARKUS_LOG_CATEGORY__IO_SMALLRYE_HEALTH__LEVEL=${QUARKUS_LOG_CATEGORY__IO_SMALLRYE_HEALTH__LEVEL:-WARN}
  export QUARKUS_LOG_CATEGORY__IO_SMALLRYE_REACTIVE__LEVEL=${QUARKUS_LOG_CATEGORY__IO_SMALLRYE_REACTIVE__LEVEL:-WARN}
  local role number=0 options java
  for role in processor collector alerter; do
    options=("${java_options[@]}")
    java=(java)
    if [[ "$role" == collector && -z "${LOGBELL_JAVA_OPTIONS:-}" ]]; then
      # Chunks live for some milliseconds: with survivor spaces that hold all on their way they never reach the old generation.
      options+=(-Xms32m -Xmx192m -Xmn21m -XX:SurvivorRatio=1 -XX:TargetSurvivorRatio=90 -XX:MinHeapFreeRatio=5
        -XX:MaxHeapFreeRatio=15 -XX:MetaspaceSize=36m -XX:TrimNativeHeapInterval=5000
        -XX:CompileCommand=quiet '-XX:CompileCommand=MemLimit,*.*,8m~stop' -XX:CompileThresholdScaling=5)
      java=(env MALLOC_ARENA_MAX=1 java)
    fi
    QUARKUS_HTTP_PORT=$((port + number)) distributed_start "$role" \
      "${java[@]}" "${options[@]}" -jar "$root/$role/target/quarkus-app/quarkus-run.jar"
    number=$((number + 1))
  done
  number=0
  for role in processor collector alerter; do
    distributed_await "$role" distributed_answers $((port + number))
    number=$((number + 1))
  done

  cat <<UP

Logbell is up, as three services:

  processor  http://127.0.0.1:$port  page, search and alerts
  collector  http://127.0.0.1:$((port + 1))/q/health
  alerter    http://127.0.0.1:$((port + 2))/q/health

  Follows    ${COLLECTOR_FILES//,/$'\n'             }
  Keeps      $LOGBELL_DATA
  Search     curl${LOGBELL_TOKEN:+ -H "Authorization: Bearer \$LOGBELL_TOKEN"} -G 'http://127.0.0.1:$port/api/v1/logs' --data-urlencode 'query=severity:>=ERROR' -d limit=5
  Stop       Ctrl-C; the next start goes on where this one stopped

UP
  while distributed_all_run; do sleep 1; done
  exit 1
}

distributed_build() {
  local role stale=()
  build_is_current "$root/deploy/backends/target/classes/dev/logbell/backends/Main.class" "$root/deploy/backends" ||
    stale+=(deploy/backends)
  for role in collector processor alerter; do
    build_is_current "$root/$role/target/quarkus-app/quarkus-run.jar" "$root/src-shared" "$root/$role" || stale+=("$role")
  done
  if [[ -z "${COLLECTOR_FILES:-}" ]]; then
    build_is_current "$root/deploy/standalone/target/quarkus-app/quarkus-run.jar" \
      "$root"/{src-shared,collector,processor,alerter,deploy/standalone} || stale+=(deploy/standalone)
  fi
  [[ ${#stale[@]} -eq 0 ]] || build_modules "${stale[@]}"
}

# distributed_start NAME COMMAND...: in the background, each line of its output behind its name.
distributed_start() {
  local name=$1 pipe=$distributed_folder/$1.pipe input
  shift
  mkfifo "$pipe"
  exec {input}<>"$pipe"
  (
    local held
    for held in "${distributed_input[@]}" "$input"; do exec {held}>&-; done
    # The opening waits for no writer: this shell's parent has the pipe open for both.
    exec setsid sh "$root/deploy/backends/src/main/resources/dev/logbell/backends/guardian.sh" TERM 30 "$@" <"$pipe" \
      > >(trap '' INT TERM HUP && exec sed -u "s/^/$(printf '%-9s' "$name") | /") 2>&1
  ) &
  distributed_pid[$name]=$!
  distributed_input[$name]=$input
}

# distributed_await NAME CONDITION...: until the command succeeds; ends this script if a process dies before.
distributed_await() {
  local name=$1 end=$((SECONDS + 180))
  shift
  until "$@"; do
    distributed_all_run || exit 1
    if ((SECONDS > end)); then
      say "$name is not ready after 3 minutes; stopping everything"
      exit 1
    fi
    sleep 0.3
  done
}

distributed_answers() {
  local status=''
  {
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
    IFS= read -r -t 5 status <&3 || true
    exec 3>&-
  } 2>/dev/null
  [[ "$status" == *' 200 '* ]]
}

distributed_all_run() {
  local name status=0
  for name in "${!distributed_pid[@]}"; do
    if ! kill -0 "${distributed_pid[$name]}" 2>/dev/null; then
      wait "${distributed_pid[$name]}" || status=$?
      unset "distributed_pid[$name]"
      say "$name ended with status $status; stopping the others"
      return 1
    fi
  done
}

# From the source of the lines to their end, so that each has its next one until it is done; the backends last.
distributed_stop() {
  local name input
  trap '' INT TERM HUP
  for name in "${distributed_order[@]}"; do
    [[ -n "${distributed_pid[$name]:-}" ]] || continue
    echo "Stopping $name ..."
    input=${distributed_input[$name]}
    exec {input}>&-
    wait "${distributed_pid[$name]}" || true
  done
  [[ -z "$distributed_folder" ]] || rm -rf "$distributed_folder"
}
