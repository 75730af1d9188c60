#!/usr/bin/env bash
# Takes the password of a device out of Mosquitto's password file, replacing the file in one step:
#   end-password.sh FILE NAME          then: kill -HUP the broker, which ends the connection that the password opened
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: end-password.sh FILE NAME" >&2; exit 2; }
file=$1 name=$2
case $name in '' | *[:/+#]* | *[[:space:]]*) echo "a user name is a device id, without : / + # and spaces" >&2; exit 2 ;; esac
[ -f "$file" ] || { echo "there is no password file $file" >&2; exit 1; }

# One change at a time: of two at once the second would write what the first had not yet changed.
if command -v flock > /dev/null; then exec 9< "$(dirname "$file")" && flock -w 10 9; fi
umask 077
new=$(mktemp "$(dirname "$file")/.passwords.XXXXXX")
trap 'rm -f "$new"' EXIT
name=$name awk -F: '$1 != ENVIRON["name"]' "$file" > "$new"
chown --reference="$file" "$new" 2> /dev/null || true
chmod --reference="$file" "$new" 2> /dev/null || true
mv "$new" "$file"
