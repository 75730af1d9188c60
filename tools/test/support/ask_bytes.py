"""Asks tools/verify.py about one bundle with bytes changed: {"evidence", "policy", "changes": [[at, byte], ...]} in the file named.

{"exit", "notChecked"} a line out, for each change. What is no UTF-8 then is given to the verifier as the command gives it: as no text at all.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import verify


def text_of(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


with open(sys.argv[1], encoding="utf-8") as file:
    case = json.load(file)
data = bytearray(case["evidence"].encode("utf-8"))
for at, byte in case["changes"]:
    kept, data[at] = data[at], byte
    verdict = verify.judge(text_of(bytes(data)), case["policy"], None).data()
    print(json.dumps({"exit": verdict["exit"], "notChecked": verdict["notChecked"]}))
    data[at] = kept
