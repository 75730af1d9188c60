#!/usr/bin/env bash
# Sets a password in one of Mosquitto's password files, replacing the file in one step: that of a device in `passwords`, that of
# cairn-ingest in `ingest-passwords`.
#   set-password.sh FILE NAME < password          then: kill -HUP the broker, which ends a connection that the password
# of before has opened, and no other
# The password comes by standard input, where no list of processes shows it.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: set-password.sh FILE NAME < password" >&2; exit 2; }
file=$1 name=$2
command -v mosquitto_passwd > /dev/null || { echo "mosquitto_passwd is missing: install Mosquitto (Debian: apt-get install mosquitto)" >&2; exit 1; }
case $name in '' | *[:/+#]* | *[[:space:]]*) echo "a user name is a device id, without : / + # and spaces" >&2; exit 2 ;; esac
read -r password || true
[ -n "$password" ] || { echo "the password is empty" >&2; exit 2; }

# One change at a time: of two at once the second would write what the first had not yet changed.
if command -v flock > /dev/null; then exec 9< "$(dirname "$file")" && flock -w 10 9; fi
umask 077
folder=$(dirname "$file")
new=$(mktemp "$folder/.passwords.XXXXXX")
one=$(mktemp "$folder/.password.XXXXXX")
trap 'rm -f "$new" "$one"' EXIT
printf '%s:%s\n' "$name" "$password" > "$one"
mosquitto_passwd -U "$one" # hashes in place
if [ -e "$file" ]; then
  name=$name awk -F: '$1 != ENVIRON["name"]' "$file" > "$new"
  chown --reference="$file" "$new" 2> /dev/null || true
  chmod --reference="$file" "$new" 2> /dev/null || true
fi
cat "$one" >> "$new"
mv "$new" "$file"
