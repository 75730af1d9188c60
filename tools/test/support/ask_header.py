"""Asks tools/verify.py to read headers: hex, one a line in the file named; a line out is the code of the refusal, or null."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import verify


def refusal(data):
    try:
        verify.read_message(verify.HEADER, data)
        return None
    except verify.Refused as error:
        return error.code


with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        print(json.dumps(refusal(bytes.fromhex(line))))
