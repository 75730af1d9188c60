#!/usr/bin/env bash
# Makes Cairn's topics on a cluster of three or more brokers, where its programs may not make any themselves
# (they make what is missing at their start, with the same settings: libs/transport/stream/kafka/topics.ts).
# CAIRN_KAFKA_PREFIX begins their names, as it does for the programs.
#   create-topics.sh BROKERS [--command-config FILE]          with Kafka's bin folder on PATH
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: create-topics.sh BROKERS [--command-config FILE]" >&2; exit 2; }
brokers=$1
shift
for stream in scans receipts lookups; do
  kafka-topics.sh --bootstrap-server "$brokers" "$@" --create --if-not-exists --topic "${CAIRN_KAFKA_PREFIX:-cairn.}$stream.v1" \
    --partitions 4 --replication-factor 3 \
    --config min.insync.replicas=2 \
    --config max.message.bytes=5242880 \
    --config retention.ms=-1 \
    --config retention.bytes=-1 \
    --config cleanup.policy=delete \
    --config compression.type=uncompressed \
    --config segment.bytes=134217728
done
