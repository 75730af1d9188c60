"""Asks tools/verify.py for canonical URIs: one JSON string a line in the file named; a line out is a JSON string, or null if refused."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import verify


def canonical(text):
    try:
        return verify.canonical_uri(text)
    except verify.Refused:
        return None


with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        print(json.dumps(canonical(json.loads(line))))
