#!/usr/bin/env bash
# Starts real services on loopback, for development and tests: Apache Kafka 4.1.1 (from its published jars, KRaft, one
# node), Mosquitto, PostgreSQL. Nothing of them is reachable from outside, none of it is meant for production.
#
#   deploy/real-services.sh start|stop|status|crash|remove [kafka] [mosquitto] [postgres]     (no name: all three)
#
#   start    starts what does not run yet, waits until it answers, prints the settings for Cairn
#   stop     stops in order; data stays        crash    kill -9, as a power cut would        remove    stop, then delete data
#
# Needs Java 17 and Maven for Kafka, the system's Mosquitto and PostgreSQL for the others
# (Debian: apt-get install openjdk-17-jre-headless maven mosquitto postgresql).
#
#   CAIRN_SERVICES_HOME            jars, fetched once                ~/.cache/cairn
#   CAIRN_SERVICES_RUN             data, logs, pids                  /var/tmp/cairn-services-<user id>
#   CAIRN_SERVICES_KAFKA_PORT      9092, and the next for the controller
#   CAIRN_SERVICES_MOSQUITTO_PORT  1883 for devices, and the next for ingest
#   CAIRN_SERVICES_POSTGRES_PORT   15432
#
# Of Kafka, where it is to ask for TLS and passwords:
#   CAIRN_SERVICES_KAFKA_PROPERTIES  file of settings that stand before those made here
#   CAIRN_SERVICES_KAFKA_USERS       file of users of a new broker, one a line: SCRAM-SHA-512=[name=...,password=...]
set -euo pipefail

DEPLOY=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SERVICES_HOME=${CAIRN_SERVICES_HOME:-$HOME/.cache/cairn}
RUN=${CAIRN_SERVICES_RUN:-/var/tmp/cairn-services-$(id -u)}
KAFKA_PORT=${CAIRN_SERVICES_KAFKA_PORT:-9092}
MOSQUITTO_PORT=${CAIRN_SERVICES_MOSQUITTO_PORT:-1883}
POSTGRES_PORT=${CAIRN_SERVICES_POSTGRES_PORT:-15432}
KAFKA_VERSION=4.1.1
READY_SECONDS=60
STOP_SECONDS=20

fail() { echo "real-services: $*" >&2; exit 1; }
say() { echo "real-services: $*" >&2; }

need() { # program, how to get it
  command -v "$1" > /dev/null || fail "$1 is missing: $2"
}

# --- processes -----------------------------------------------------------------------------------------------------
# A pid counts as ours only while its command line names our run folder: pids are used again by the system.

pid_of() { # service
  local file=$RUN/$1/pid pid
  [ -s "$file" ] || return 1
  pid=$(head -n 1 "$file")
  ps -ww -p "$pid" -o args= 2> /dev/null | grep -qF -- "$RUN/$1" || return 1
  echo "$pid"
}

port_open() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

require_free_port() { # service, port
  ! port_open "$2" || fail "port $2 is taken by another program: set CAIRN_SERVICES_$(echo "$1" | tr a-z A-Z)_PORT"
}

wait_until_ready() { # service, command that succeeds when it is
  local service=$1 waited=0
  shift
  until "$@"; do
    pid_of "$service" > /dev/null || { tail -n 20 "$RUN/$service/log" >&2; fail "$service ended while starting, see $RUN/$service/log"; }
    [ $waited -lt $((READY_SECONDS * 10)) ] || fail "$service does not answer after $READY_SECONDS s, see $RUN/$service/log"
    sleep 0.1
    waited=$((waited + 1))
  done
}

end_service() { # service, signal
  local service=$1 signal=$2 pid waited=0
  pid=$(pid_of "$service") || { say "$service does not run"; return 0; }
  kill "-$signal" "$pid" 2> /dev/null || true
  while pid_of "$service" > /dev/null; do
    [ $waited -lt $((STOP_SECONDS * 10)) ] || { say "$service does not stop, ending it by force"; kill -9 "$pid" 2> /dev/null || true; }
    sleep 0.1
    waited=$((waited + 1))
    [ $waited -lt $((STOP_SECONDS * 10 + 50)) ] || fail "$service (pid $pid) cannot be ended"
  done
  rm -f "$RUN/$service/pid"
  say "$service ended"
}

folder_for() { # service
  mkdir -p -m 0755 "$RUN"
  [ -O "$RUN" ] || fail "$RUN belongs to someone else: set CAIRN_SERVICES_RUN"
  mkdir -p "$RUN/$1"
}

# --- Kafka ---------------------------------------------------------------------------------------------------------

kafka_jars() {
  local jars=$SERVICES_HOME/kafka-$KAFKA_VERSION complete
  complete=$jars/complete-$(cksum < "$DEPLOY/kafka/pom.xml" | cut -d ' ' -f 1)
  if [ ! -e "$complete" ]; then
    need mvn 'install Maven (Debian: apt-get install maven)'
    say "fetching the jars of Apache Kafka $KAFKA_VERSION into $jars, once"
    mkdir -p "$jars"
    mvn -q -B -f "$DEPLOY/kafka/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$jars" >&2 ||
      fail "the jars of Kafka could not be fetched"
    touch "$complete"
  fi
  KAFKA_CLASSES="$jars/*"
}

kafka_ready() { grep -q 'Kafka Server started' "$RUN/kafka/log" 2> /dev/null && port_open "$KAFKA_PORT"; }

start_kafka() {
  local folder=$RUN/kafka version
  need java 'Kafka needs Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)'
  version=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "Kafka needs Java 17 or later, this is ${version:-unknown}"
  kafka_jars
  require_free_port kafka "$KAFKA_PORT"
  {
    cat "$DEPLOY/kafka/broker.properties"
    echo "listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT,CONTROLLER://127.0.0.1:$((KAFKA_PORT + 1))"
    echo "advertised.listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT"
    echo "controller.listener.names=CONTROLLER"
    echo "controller.quorum.bootstrap.servers=127.0.0.1:$((KAFKA_PORT + 1))"
    echo "log.dirs=$folder/data"
    # After a crash the broker is let in again only when its old session has run out: 9 s by default.
    echo "broker.session.timeout.ms=2000"
    echo "broker.heartbeat.interval.ms=500"
    # The last of several lines counts.
    [ -z "${CAIRN_SERVICES_KAFKA_PROPERTIES:-}" ] || cat "$CAIRN_SERVICES_KAFKA_PROPERTIES"
  } > "$folder/server.properties"
  if [ ! -e "$folder/data/meta.properties" ]; then
    local users=() user
    if [ -n "${CAIRN_SERVICES_KAFKA_USERS:-}" ]; then
      while read -r user; do users+=(--add-scram "$user"); done < "$CAIRN_SERVICES_KAFKA_USERS"
    fi
    java -Xmx128m "-Dlog4j2.configurationFile=$DEPLOY/kafka/log4j2.yaml" -cp "$KAFKA_CLASSES" kafka.tools.StorageTool format --standalone \
      --cluster-id "$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c 1-22)" \
      ${users[@]+"${users[@]}"} --config "$folder/server.properties" > "$folder/format.log" 2>&1 ||
      { cat "$folder/format.log" >&2; fail "the data folder of Kafka could not be made"; }
  fi
  : > "$folder/log"
  nohup java -Xms256m -Xmx512m -XX:+UseSerialGC "-Dlog4j2.configurationFile=$DEPLOY/kafka/log4j2.yaml" -cp "$KAFKA_CLASSES" \
    kafka.Kafka "$folder/server.properties" > "$folder/log" 2>&1 < /dev/null &
  echo $! > "$folder/pid"
  wait_until_ready kafka kafka_ready
}

settings_kafka() { echo "CAIRN_KAFKA_BROKERS=127.0.0.1:$KAFKA_PORT"; }

# --- Mosquitto -----------------------------------------------------------------------------------------------------

mosquitto_listener() { # port, password file, access list
  echo "listener $1 127.0.0.1"
  echo "allow_anonymous false"
  echo "password_file $RUN/mosquitto/$2"
  echo "acl_file $DEPLOY/mosquitto/$3"
}

start_mosquitto() {
  local folder=$RUN/mosquitto
  PATH=$PATH:/usr/sbin:/usr/local/sbin
  need mosquitto 'install Mosquitto (Debian: apt-get install mosquitto)'
  require_free_port mosquitto "$MOSQUITTO_PORT"
  require_free_port mosquitto "$((MOSQUITTO_PORT + 1))"
  if [ ! -e "$folder/ingest-password" ]; then
    (umask 077 && head -c 24 /dev/urandom | base64 | tr '+/' '-_' > "$folder/ingest-password")
  fi
  [ -e "$folder/ingest-passwords" ] ||
    "$DEPLOY/mosquitto/set-password.sh" "$folder/ingest-passwords" cairn-ingest < "$folder/ingest-password"
  if [ ! -e "$folder/passwords" ]; then (umask 077 && : > "$folder/passwords"); fi
  # Before listeners were apart it stood with those of devices.
  "$DEPLOY/mosquitto/end-password.sh" "$folder/passwords" cairn-ingest
  {
    cat "$DEPLOY/mosquitto/common.conf"
    [ "$(id -u)" -ne 0 ] || echo "user root"
    mosquitto_listener "$MOSQUITTO_PORT" passwords acl-devices.conf
    echo "use_username_as_clientid true"
    mosquitto_listener "$((MOSQUITTO_PORT + 1))" ingest-passwords acl-ingest.conf
  } > "$folder/mosquitto.conf"
  nohup mosquitto -c "$folder/mosquitto.conf" > "$folder/log" 2>&1 < /dev/null &
  echo $! > "$folder/pid"
  wait_until_ready mosquitto port_open "$((MOSQUITTO_PORT + 1))"
}

settings_mosquitto() {
  echo "CAIRN_MQTT_URL=mqtt://cairn-ingest:$(cat "$RUN/mosquitto/ingest-password")@127.0.0.1:$((MOSQUITTO_PORT + 1))"
  echo "CAIRN_MQTT_PUBLIC_URL=mqtt://127.0.0.1:$MOSQUITTO_PORT"
}

# --- PostgreSQL ----------------------------------------------------------------------------------------------------

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

postgres_ready() { "$POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p "$POSTGRES_PORT"; }

start_postgres() {
  local folder=$RUN/postgres
  POSTGRES_BIN=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)
  [ -n "$POSTGRES_BIN" ] || POSTGRES_BIN=$(dirname "$(command -v postgres || echo missing/missing)")
  [ -x "$POSTGRES_BIN/initdb" ] || fail 'PostgreSQL is missing: install it, 15 or later (Debian: apt-get install postgresql)'
  require_free_port postgres "$POSTGRES_PORT"
  [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
  if [ ! -e "$folder/data/PG_VERSION" ]; then
    echo cairn > "$folder/initial-password"
    as_postgres "$POSTGRES_BIN/initdb" -D "$folder/data" -U cairn --auth=scram-sha-256 "--pwfile=$folder/initial-password" --encoding=UTF8 --locale=C \
      > "$folder/format.log" 2>&1 || { cat "$folder/format.log" >&2; fail "the data folder of PostgreSQL could not be made"; }
  fi
  as_postgres nohup "$POSTGRES_BIN/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 -c "port=$POSTGRES_PORT" \
    -c "unix_socket_directories=$folder" -c max_connections=200 -c shared_buffers=128MB > "$folder/log" 2>&1 < /dev/null &
  local waited=0
  until [ -s "$folder/data/postmaster.pid" ] && cp "$folder/data/postmaster.pid" "$folder/pid" && pid_of postgres > /dev/null; do
    [ $waited -lt 100 ] || { tail -n 20 "$folder/log" >&2; fail "PostgreSQL ended while starting, see $folder/log"; }
    sleep 0.1
    waited=$((waited + 1))
  done
  wait_until_ready postgres postgres_ready
  PGPASSWORD=cairn "$POSTGRES_BIN/psql" -q -h 127.0.0.1 -p "$POSTGRES_PORT" -U cairn -d postgres -tAc \
    "SELECT 'CREATE DATABASE cairn' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'cairn')" |
    PGPASSWORD=cairn "$POSTGRES_BIN/psql" -q -h 127.0.0.1 -p "$POSTGRES_PORT" -U cairn -d postgres
}

settings_postgres() { echo "CAIRN_DATABASE_URL=postgres://cairn:cairn@127.0.0.1:$POSTGRES_PORT/cairn"; }

# --- commands ------------------------------------------------------------------------------------------------------

command=${1:-help}
shift || true
services=("$@")
[ ${#services[@]} -gt 0 ] || services=(kafka mosquitto postgres)
for service in "${services[@]}"; do
  case $service in kafka | mosquitto | postgres) ;; *) fail "$service is not known: kafka, mosquitto or postgres" ;; esac
done

case $command in
  start)
    for service in "${services[@]}"; do
      folder_for "$service"
      if pid_of "$service" > /dev/null; then say "$service runs already"; else "start_$service"; say "$service is ready"; fi
      "settings_$service"
    done
    ;;
  stop) for service in "${services[@]}"; do if [ "$service" = postgres ]; then end_service postgres INT; else end_service "$service" TERM; fi; done ;;
  crash) for service in "${services[@]}"; do end_service "$service" KILL; done ;;
  remove)
    for service in "${services[@]}"; do
      if [ "$service" = postgres ]; then end_service postgres INT; else end_service "$service" TERM; fi
      rm -rf "${RUN:?}/$service"
    done
    ;;
  status)
    for service in "${services[@]}"; do
      if pid=$(pid_of "$service"); then echo "$service runs (pid $pid)"; "settings_$service"; else echo "$service does not run"; fi
    done
    ;;
  *) sed -n '2,22s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; [ "$command" = help ] || exit 2 ;;
esac
