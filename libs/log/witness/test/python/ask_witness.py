"""Asks a witness as a log would, from docs/formats/log.md alone: nothing of this program is Cairn's.

    ask_witness.py URL NAME VKEY LOG_NAME LOG_SEED_HEX

Builds a tree, signs its checkpoints, asks the witness, verifies what it answers. Prints one line of JSON for each step.
Python's standard library and the package `cryptography`.
"""
import base64
import hashlib
import json
import sys
import time
import urllib.error
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def sha256(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:]))


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def consistency(m, leaves, whole=True):
    """RFC 6962 section 2.1.2."""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return consistency(m, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def note_of(log_name, key, leaves):
    text = f"{log_name}\n{len(leaves)}\n{base64.b64encode(root(leaves)).decode()}\n"
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signature = key_id(log_name, 1, public) + key.sign(text.encode())
    return text, f"{text}\n\u2014 {log_name} {base64.b64encode(signature).decode()}\n"


def ask(url, old, proof, note):
    lines = "".join(base64.b64encode(node).decode() + "\n" for node in proof)
    body = f"old {old}\n{lines}\n{note}".encode()
    request = urllib.request.Request(f"{url}/add-checkpoint", data=body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.headers["Content-Type"], response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read()


def time_of(answer, text, name, vkey):
    """The POSIX time of the one cosignature in the answer; fails unless it is good."""
    vkey_name, id_hex, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    assert vkey_name == name and key[0] == 4 and len(key) == 33
    assert key_id(name, 4, key[1:]).hex() == id_hex
    assert answer.endswith(b"\n") and answer.count(b"\n") == 1
    dash, line_name, encoded = answer.decode()[:-1].split(" ")
    assert dash == "\u2014" and line_name == name
    signature = base64.b64decode(encoded, validate=True)
    assert len(signature) == 4 + 8 + 64 and signature[:4].hex() == id_hex
    seconds = int.from_bytes(signature[4:12], "big")
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[12:], message)
    return seconds


def main(url, name, vkey, log_name, seed_hex):
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed_hex))
    leaves = [sha256(b"\x00" + f"entry {at}".encode()) for at in range(300)]
    other = leaves[:100] + [sha256(b"\x00other" + bytes([at])) for at in range(200)]

    def step(what, old, size, tree=leaves, proof=None, signer=key, origin=log_name):
        text, note = note_of(origin, signer, tree[:size])
        path = consistency(old, tree[:size]) if proof is None and 0 < old <= size else proof or []
        status, kind, answer = ask(url, old, path, note)
        said = {"step": what, "status": status, "type": kind}
        if status == 200:
            seconds = time_of(answer, text, name, vkey)
            said["near"] = abs(seconds - time.time()) < 300
            try:
                time_of(answer, text.replace("\n", "\n ", 1), name, vkey)
                said["forged"] = True
            except InvalidSignature:
                pass
        if status == 409:
            said["body"] = answer.decode()
        print(json.dumps(said))

    step("first", 0, 1)
    for old, size in [(1, 2), (2, 3), (3, 8), (8, 100), (100, 255), (255, 256), (256, 257)]:
        step(f"{old} to {size}", old, size)
    step("again", 257, 257)
    step("stale", 100, 300)
    step("forked", 257, 300, tree=other)
    step("other root", 257, 257, tree=other)
    step("no proof", 257, 300, proof=[])
    step("old above size", 257, 256, proof=[])
    step("stranger", 257, 300, signer=Ed25519PrivateKey.generate())
    step("unknown", 0, 1, origin="stranger.example")
    step("next", 257, 300)


if __name__ == "__main__":
    main(*sys.argv[1:])
