#!/usr/bin/env bash
# Gives each program of Cairn what it needs at Kafka, and nothing else, where each logs in as a user of its own (CAIRN_KAFKA_USER):
#   cairn-anchor  reads scans and look-ups, writes receipts, takes away what is done, makes the topics; with it the commands of the operator enrol devices
#   cairn-ingest  writes scans, reads receipts
#   cairn-api     writes look-ups
#   create-acls.sh BROKERS [--command-config FILE]          with Kafka's bin folder on PATH, as a user who may change rights
# Users that are called otherwise: CAIRN_KAFKA_ANCHOR_USER, CAIRN_KAFKA_INGEST_USER, CAIRN_KAFKA_API_USER.
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: create-acls.sh BROKERS [--command-config FILE]" >&2; exit 2; }
brokers=$1
shift
connection=(--bootstrap-server "$brokers" "$@")
anchor=User:${CAIRN_KAFKA_ANCHOR_USER:-cairn-anchor}
ingest=User:${CAIRN_KAFKA_INGEST_USER:-cairn-ingest}
api=User:${CAIRN_KAFKA_API_USER:-cairn-api}
scans=cairn.scans.v1
receipts=cairn.receipts.v1
lookups=cairn.lookups.v1

allow() { kafka-acls.sh "${connection[@]}" --force --add --allow-principal "$@"; }

allow "$anchor" --operation Read --operation Write --operation Delete --operation Create --topic "$scans" --topic "$receipts" --topic "$lookups"
allow "$anchor" --operation Read --group cairn-anchor --resource-pattern-type prefixed
allow "$ingest" --operation Write --topic "$scans"
allow "$ingest" --operation Read --topic "$receipts"
allow "$ingest" --operation Read --group cairn-ingest --resource-pattern-type prefixed
allow "$api" --operation Write --topic "$lookups"
