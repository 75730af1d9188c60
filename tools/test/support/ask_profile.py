"""Asks the signature profile of tools/verify.py about cases: one JSON a line in the file named, one JSON a line out.

`valid` is its verdict. `decided` is the verdict of a library that accepts whatever it is asked: what is false there is refused by the
rules of the program itself, and not because one library happens to refuse it, too. `point`: the Ed25519 key is a point, canonically.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[2]))
import verify

anything = SimpleNamespace(verify=lambda *_: None)
lenient = {
    "ed25519": SimpleNamespace(Ed25519PublicKey=SimpleNamespace(from_public_bytes=lambda key: anything)),
    "ec": SimpleNamespace(
        EllipticCurvePublicKey=SimpleNamespace(from_encoded_point=lambda curve, key: anything),
        SECP256R1=lambda: None,
        ECDSA=lambda digest: None,
    ),
}
real = {name: getattr(verify, name) for name in lenient}


def judged(library, case):
    for name, module in library.items():
        setattr(verify, name, module)
    verify.is_valid_signature.cache_clear()
    fields = [bytes.fromhex(case[name]) for name in ("publicKey", "message", "signature")]
    return verify.is_valid_signature(case["algorithm"], *fields)


with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        case = json.loads(line)
        key = bytes.fromhex(case["publicKey"])
        point = verify.ed_point(key) is not None if case["algorithm"] == 1 and len(key) == 32 else None
        print(json.dumps({"valid": judged(real, case), "decided": judged(lenient, case), "point": point}))
