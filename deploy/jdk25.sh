# Sourced by mvnw, deploy/run, deploy/verify and deploy/backends/start: finds a JDK 25 and puts it in JAVA_HOME and PATH.
# Looks at JAVA_HOME, PATH, /usr/lib/jvm and the usual places of SDKMAN, asdf, jenv, Gradle, IntelliJ and macOS.
# shellcheck shell=bash

jdk25_is() {
  [[ -n "$1" && -x "$1/bin/javac" ]] || return 1
  if [[ -r "$1/release" ]]; then
    grep -q '^JAVA_VERSION="25[".]' "$1/release"
  else
    [[ "$("$1/bin/javac" -version 2>&1)" =~ ^javac\ 25(\.|$) ]]
  fi
}

jdk25_on_path() {
  local javac
  javac=$(command -v javac) || return 0
  dirname "$(dirname "$(readlink -f "$javac")")"
}

jdk25_use() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(jdk25_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.gradle/jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.jenv/versions/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if jdk25_is "$candidate"; then
      export JAVA_HOME=$candidate PATH=$candidate/bin:$PATH
      return 0
    fi
  done
  cat >&2 <<'MISSING'
Logbell needs a JDK 25, and there is none in JAVA_HOME, on the PATH, in /usr/lib/jvm or in ~/.sdkman.
Install one, for example:
  apt-get install openjdk-25-jdk     Debian 14 and Ubuntu 25.10 or later
  apt-get install temurin-25-jdk     any Debian or Ubuntu, once the Adoptium repository is added
  dnf install java-25-openjdk-devel  Fedora
  sdk install java 25-tem            SDKMAN, without root
If it is somewhere else, set JAVA_HOME to its folder.
MISSING
  return 1
}
