#!/usr/bin/env python3
"""A client of a C2SP tlog-tiles log that shares no code with Cairn: standard library and `cryptography`.

    log_client.py read URL POLICY [--pin CHECKPOINT] [--exact] [--save FILE]

Reads every file that a log of its size has, over plain HTTP, and recomputes the root from the entry bundles, from the tiles of
level 0 and from the upper tiles. --pin reads the log of an older signed checkpoint, which must still be complete, and asks that
the newest one extends it. --exact also demands what only a fresh server can promise: that nothing else is there.

Prints one JSON object; exit code 0, or 1 with a line on standard error for each thing that is wrong.
"""

import argparse
import base64
import hashlib
import json
import struct
import sys
import urllib.error
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256


class Wrong(Exception):
    """The log is not what it should be."""


# --- Hashes: RFC 6962, by recursion as the standard writes it down, since clarity is what this program is for.


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count):
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def tree_head(leaves):
    """MTH of section 2.1; level by level, which gives the same tree and needs no deep recursion."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    row = list(leaves)
    while len(row) > 1:
        above = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        if len(row) % 2:
            above.append(row[-1])
        row = above
    return row[0]


def consistency_holds(m, n, old_root, new_root, path):
    """RFC 9162 section 2.1.4.2."""
    if m == n:
        return not path and old_root == new_root
    path = list(path)
    if m & (m - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = m - 1, n - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0


def consistency_path(m, leaves, whole=True):
    """SUBPROOF of RFC 6962 section 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if whole else [tree_head(leaves)]
    k = split(n)
    if m <= k:
        return consistency_path(m, leaves[:k], whole) + [tree_head(leaves[k:])]
    return consistency_path(m - k, leaves[k:], False) + [tree_head(leaves[:k])]


# --- Notes and policies: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy.


def read_vkey(text):
    name, key_id, key = text.split("+", 2)
    key = base64.b64decode(key, validate=True)
    if hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() != key_id:
        raise Wrong(f"the vkey of {name} has another key id")
    return name, bytes.fromhex(key_id), key[0], key[1:]


def read_policy(path):
    logs, witnesses, groups, quorum = [], {}, {}, None
    for line in open(path, encoding="utf-8"):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "log":
            logs.append(read_vkey(words[1]))
        elif words[0] == "witness":
            witnesses[words[1]] = read_vkey(words[2])
        elif words[0] == "group":
            members = words[3:]
            count = {"all": len(members), "any": 1}.get(words[2]) or int(words[2])
            groups[words[1]] = (count, members)
        elif words[0] == "quorum":
            quorum = words[1]
    return logs, witnesses, groups, quorum


def good_signature(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def open_checkpoint(note, policy):
    logs, witnesses, groups, quorum = policy
    end = note.rindex(b"\n\n") + 1
    text, lines = note[:end], note[end + 1 :].decode("utf-8").splitlines()
    origin, size, root = text.decode("utf-8").split("\n")[:3]
    signed, cosigned = False, set()
    for line in lines:
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if dash != "\u2014":
            raise Wrong("a signature line does not begin with an em dash")
        for log_name, key_id, kind, key in logs:
            if (log_name, key_id) == (name, blob[:4]) and name == origin and kind == 1:
                if not good_signature(key, text, blob[4:]):
                    raise Wrong("the signature of the log is bad")
                signed = True
        for witness, (witness_name, key_id, kind, key) in witnesses.items():
            if (witness_name, key_id) == (name, blob[:4]) and kind == 4:
                time = struct.unpack(">Q", blob[4:12])[0]
                message = b"cosignature/v1\ntime %d\n" % time + text
                if not good_signature(key, message, blob[12:]):
                    raise Wrong(f"the cosignature of {witness} is bad")
                cosigned.add(witness)
    for group, (count, members) in groups.items():
        if sum(member in cosigned for member in members) >= count:
            cosigned.add(group)
    if not signed:
        raise Wrong("no log of the policy has signed the checkpoint")
    if quorum != "none" and quorum not in cosigned:
        raise Wrong(f"the quorum {quorum} has not cosigned")
    if str(int(size)) != size:
        raise Wrong("the size is not written as it should be")
    return origin, int(size), base64.b64decode(root, validate=True)


# --- Files: C2SP tlog-tiles.


def tile_name(index):
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups)


class Log:
    def __init__(self, url):
        self.url = url if url.endswith("/") else url + "/"
        self.wrong = []
        self.asked = 0

    def get(self, path):
        """Status, headers and body."""
        self.asked += 1
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def say(self, what):
        self.wrong.append(what)

    def tile(self, prefix, index, width):
        """A tile or bundle of this width, or the full one where the partial one is gone. Full bytes and their width."""
        path = f"tile/{prefix}/{tile_name(index)}"
        for suffix, found in ([(f".p/{width}", width)] if width < WIDTH else []) + [("", WIDTH)]:
            status, headers, body = self.get(path + suffix)
            if status == 200:
                self.check_headers(path + suffix, headers, found == WIDTH)
                return body, found
            if status != 404:
                raise Wrong(f"{path}{suffix} answers {status}")
        raise Wrong(f"{path} of width {width} is missing")

    def check_headers(self, path, headers, is_full):
        kind = headers.get("Content-Type")
        if kind != "application/octet-stream":
            self.say(f"{path} has the type {kind}")
        caching = headers.get("Cache-Control")
        if caching is not None and ("no-store" in caching or (is_full and "max-age=31536000" not in caching)):
            self.say(f"{path} may be kept only {caching}")

    def hashes(self, level, size):
        """All hashes of a level at this size."""
        count = size // WIDTH**level
        hashes = []
        for index in range((count + WIDTH - 1) // WIDTH):
            width = min(WIDTH, count - index * WIDTH)
            body, found = self.tile(level, index, width)
            if len(body) != 32 * found:
                self.say(f"tile/{level}/{tile_name(index)} of width {found} has {len(body)} bytes")
            hashes += [body[at * 32 : at * 32 + 32] for at in range(width)]
        return hashes

    def entries(self, size):
        entries = []
        for index in range((size + WIDTH - 1) // WIDTH):
            width = min(WIDTH, size - index * WIDTH)
            body, found = self.tile("entries", index, width)
            bundle, at = [], 0
            while at < len(body):
                (length,) = struct.unpack(">H", body[at : at + 2])
                if at + 2 + length > len(body):
                    raise Wrong(f"bundle {index} is cut")
                bundle.append(body[at + 2 : at + 2 + length])
                at += 2 + length
            if len(bundle) != found:
                self.say(f"bundle {index} of width {found} has {len(bundle)} entries")
            entries += bundle[:width]
        return entries

    def must_be_absent(self, size, level_max):
        """Empty tiles, tiles behind the end, tiles of levels that the tree has not."""
        for prefix, count in [("entries", size)] + [(level, size // WIDTH**level) for level in range(level_max + 2)]:
            full, rest = divmod(count, WIDTH)
            paths = [f"{tile_name(full)}.p/0", f"{tile_name(full + 1)}", f"{tile_name(full)}"]
            paths += [f"{tile_name(full)}.p/{rest + 1}"] if rest < WIDTH - 1 else []
            paths += [f"{tile_name(full)}.p/256", f"{tile_name(full)}.p/0{rest}"]
            for path in paths:
                status, _, _ = self.get(f"tile/{prefix}/{path}")
                if status != 404:
                    self.say(f"tile/{prefix}/{path} answers {status} at size {size}, and must not exist")


def read_log(arguments):
    policy = read_policy(arguments.policy)
    log = Log(arguments.url)
    status, headers, note = log.get("checkpoint")
    if status != 200:
        raise Wrong(f"the checkpoint answers {status}")
    if headers.get("Content-Type") != "text/plain; charset=utf-8":
        log.say(f"the checkpoint has the type {headers.get('Content-Type')}")
    caching = headers.get("Cache-Control")
    if caching is not None and "max-age=31536000" in caching:
        log.say("the checkpoint may be kept for a year")
    origin, newest_size, newest_root = open_checkpoint(note, policy)
    size, root = newest_size, newest_root
    if arguments.pin:
        with open(arguments.pin, "rb") as file:
            pinned_origin, size, root = open_checkpoint(file.read(), policy)
        if pinned_origin != origin:
            raise Wrong("the pinned checkpoint is of another log")

    entries = log.entries(size)
    leaves = [leaf_hash(entry) for entry in entries]
    if tree_head(leaves) != root:
        log.say(f"the entries of size {size} do not give the root")
    below, level = leaves, 0
    while True:
        hashes = log.hashes(level, size)
        if not hashes:
            break
        wanted = below if level == 0 else [
            tree_head(below[at * WIDTH : at * WIDTH + WIDTH]) for at in range(len(below) // WIDTH)
        ]
        if hashes != wanted:
            log.say(f"the tiles of level {level} are not those of the level below")
        # The rest of the lower levels stands to the right of what this level covers.
        parts = [hashes] if level == 0 else [hashes] + rests
        if root_of_levels(parts) != root:
            log.say(f"the tiles of level {level} and the edges below do not give the root of size {size}")
        rests = [hashes[len(hashes) // WIDTH * WIDTH :]] + (rests if level else [])
        below, level = hashes, level + 1
    if arguments.exact:
        log.must_be_absent(size, level)
    if size < newest_size and size > 0:
        newest = [leaf_hash(entry) for entry in log.entries(newest_size)]
        path = consistency_path(size, newest)
        if not consistency_holds(size, newest_size, root, newest_root, path):
            log.say(f"size {newest_size} does not extend size {size}")
    if arguments.save:
        with open(arguments.save, "wb") as file:
            file.write(note)
    return log, {"origin": origin, "size": size, "newest": newest_size, "levels": level, "asked": log.asked}


def root_of_levels(parts):
    """The root from the hashes of one level and, highest first, what the levels below have beyond it."""
    runs = []
    for place, hashes in enumerate(parts):
        width = len(hashes)
        at = 0
        while width:
            power = 1
            while power * 2 <= width:
                power *= 2
            runs.append(tree_head(hashes[at : at + power]))
            at, width = at + power, width - power
    root = runs.pop()
    while runs:
        root = node_hash(runs.pop(), root)
    return root


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="read a whole log and recompute its root")
    read.add_argument("url")
    read.add_argument("policy")
    read.add_argument("--pin", help="file with an older signed checkpoint: read the log of that size")
    read.add_argument("--exact", action="store_true", help="also ask for what must not be there")
    read.add_argument("--save", help="keep the newest checkpoint in this file")
    arguments = parser.parse_args()
    try:
        log, result = read_log(arguments)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    for what in log.wrong:
        print(what, file=sys.stderr)
    print(json.dumps(result))
    return 1 if log.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
