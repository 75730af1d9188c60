#!/usr/bin/env python3
"""Judges Cairn evidence offline, written from docs/formats alone and sharing no code with the rest of the project.

    python3 tools/verify.py evidence.json --policy policy.txt [--object URI] [--json]
    python3 tools/verify.py --batch cases.jsonl

A line of the batch is {"evidence": text, "policy": text, "object"?: URI, "nowMs"?: number, "freshMs"?: number}; one JSON verdict
comes out for each. A batch reads no clock; one file is held against that of this machine, or the time of --now.
Exit codes: 0 intact, 10 intact with a notice, 20 does not match, 30 could not be judged, 2 wrong call, 1 internal error.
Needs Python 3.11 and the package `cryptography`.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import time
from collections import namedtuple
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from itertools import dropwhile, zip_longest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

NUMBER_MAX = 2**53 - 1
TIME_MAX = 253_402_300_799_999
TIME_MIN_PLAUSIBLE = 946_684_800_000
HOURS_48_MS = 48 * 3_600_000
CLOCK_AHEAD_MS = 5 * 60_000
FRESH_MS = 24 * 3_600_000  # where nobody asks for another age
ARRIVAL_BACK_MS = 60_000  # logs from before arrivals had an order swap them by seconds
EVIDENCE_CHARACTERS_MAX = 67_108_864
ENTRIES_MAX = 2_000
OMITTED_MAX = 10_000
CHAIN_HEADERS_MAX = 10_000
ENTRIES_FULL = 1_000  # a bundle above this size may end before its checkpoint
UNITS_MAX = 8
JSON_LEVELS_MAX = 32
POLICY_CHARACTERS_MAX = 1_000_000
ZERO_HASH = bytes(32)


class Refused(Exception):
    """What was read breaks a rule of the pages. `code` is the word of the page for it."""

    def __init__(self, code, text=""):
        super().__init__(f"{code}: {text}" if text else code)
        self.code = code


class Unjudged(Exception):
    """What was read may be right, but this program cannot say so."""


def sha256(data):
    return hashlib.sha256(data).digest()


def tagged_hash(tag, text):
    return sha256(tag.encode() + b"\0" + text.encode())


def object_key(uri):
    return tagged_hash("cairn.object.v1", uri)


def party_key(name):
    return tagged_hash("cairn.party.v1", name)


def is_named_so(name, value, device, party):
    """Whether a claim that names a device or party gives the key that stands beside it."""
    if name == "deviceId":
        return device is None or tagged_hash("cairn.device.v1", value) == device
    if name not in ("partyGln", "partyUri") or party is None:
        return True
    gln = re.fullmatch(r"https://id\.gs1\.org/417/([0-9]{13})", value) if name == "partyUri" else None
    return party_key(gln[1] if gln else value) == party


def operator_key(origin):
    return tagged_hash("cairn.operator.v1", origin)


def leaf_hash(entry):
    return sha256(b"\0" + entry)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


# --- canonical JSON (RFC 8785) -------------------------------------------------------------------------------------


def number_text(value):
    """ECMAScript's shortest form of a double."""
    if value != value or value in (float("inf"), float("-inf")):
        raise Refused("NOT_CANONICAL", "a number that JSON has not")
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    sign = "-" if value < 0 else ""
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    exponent_text = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + exponent_text


HALF_PAIR = re.compile("[\ud800-\udfff]")
json_string = json.JSONEncoder(ensure_ascii=False).encode


def string_text(value):
    if HALF_PAIR.search(value):
        raise Refused("NOT_CANONICAL", "half a surrogate pair")
    return json_string(value)


def canonical_json(value, levels_left):
    if isinstance(value, str):
        return string_text(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return number_text(value)
    if levels_left == 0:
        raise Refused("NOT_CANONICAL", "nested too deep")
    if isinstance(value, list):
        return "[" + ",".join(canonical_json(v, levels_left - 1) for v in value) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{string_text(k)}:{canonical_json(v, levels_left - 1)}" for k, v in members) + "}"


def no_constant(name):
    raise ValueError(name)


def parse_json(text):
    try:
        return json.loads(text, parse_int=float, parse_float=float, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("NOT_JSON", str(error)) from error


def parse_canonical(text):
    value = parse_json(text)
    if canonical_json(value, JSON_LEVELS_MAX) != text:
        raise Refused("NOT_CANONICAL", "another spelling of the same JSON")
    return value


# --- canonical URIs (object-keys.md) ---------------------------------------------------------------------------------

SET_82 = re.compile(r"""[A-Za-z0-9!"%&'()*+,\-./:;<=>?_]*""")
SET_39 = re.compile(r"[A-Z0-9#\-/]*")
DIGITS = re.compile(r"[0-9]*")

# AI: (numbers of leading digits, check digit at, set of the text, least, most, has company prefix, kept, dropped)
GS1_KEYS = {
    "00": ((18,), 18, None, 0, 0, False, (), ()),
    "01": ((8, 12, 13, 14), 14, None, 0, 0, False, ("21", "235", "10"), ("22",)),
    "253": ((13,), 13, SET_82, 0, 17, False, (), ()),
    "255": ((13,), 13, DIGITS, 0, 12, False, (), ()),
    "401": ((0,), 0, SET_82, 4, 30, True, (), ()),
    "402": ((17,), 17, None, 0, 0, False, (), ()),
    "414": ((13,), 13, None, 0, 0, False, ("254",), ("7040",)),
    "415": ((13,), 13, None, 0, 0, False, ("8020",), ()),
    "417": ((13,), 13, None, 0, 0, False, (), ("7040",)),
    "8003": ((14,), 14, SET_82, 0, 16, False, (), ()),
    "8004": ((0,), 0, SET_82, 4, 30, True, (), ("7040",)),
    "8006": ((18,), 14, None, 0, 0, False, ("21", "10"), ("22",)),
    "8010": ((0,), 0, SET_39, 4, 30, True, ("8011",), ()),
    "8013": ((0,), 0, SET_82, 7, 25, True, (), ()),
    "8017": ((18,), 18, None, 0, 0, False, (), ("8019",)),
    "8018": ((18,), 18, None, 0, 0, False, (), ("8019",)),
}
QUALIFIERS = {
    "10": (SET_82, 1, 20), "21": (SET_82, 1, 20), "22": (SET_82, 1, 20), "254": (SET_82, 1, 20), "235": (SET_82, 1, 28),
    "7040": (SET_82, 4, 4), "8011": (DIGITS, 1, 12), "8019": (DIGITS, 1, 10), "8020": (SET_82, 1, 25),
}  # fmt: skip
PATH_NAMES = {
    "sscc": "00", "gtin": "01", "lot": "10", "ser": "21", "cpv": "22", "tpx": "235", "gdti": "253", "glnx": "254", "gcn": "255", "ginc": "401",
    "gsin": "402", "gln": "414", "payTo": "415", "party": "417", "grai": "8003", "giai": "8004", "itip": "8006", "cpid": "8010", "cpsn": "8011",
    "gmn": "8013", "gsrnp": "8017", "gsrn": "8018", "srin": "8019", "refNo": "8020",
}  # fmt: skip
NUMBERED_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
PAIR_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def check_digit(digits):
    return str(-sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))) % 10)


def check_pair(text):
    rest = sum(NUMBERED_82.index(c) * prime for c, prime in zip(reversed(text), PRIMES)) % 1_021
    return PAIR_CHARACTERS[rest >> 5] + PAIR_CHARACTERS[rest & 31]


def percent_decode(text):
    out, at = [], 0
    while at < len(text):
        if text[at] != "%":
            out.append(text[at])
            at += 1
            continue
        if not re.fullmatch(r"[0-9A-Fa-f]{2}", text[at + 1 : at + 3]):
            raise Refused("PERCENT_ENCODING")
        number = int(text[at + 1 : at + 3], 16)
        if not 0x20 <= number <= 0x7E:
            raise Refused("CHARACTERS")
        out.append(chr(number))
        at += 3
    return "".join(out)


def percent_encode(text):
    return "".join(c if re.fullmatch(r"[A-Za-z0-9\-._~]", c) else f"%{ord(c):02X}" for c in text)


def key_value(ai, value):
    counts, check_at, text_set, least, most, has_prefix, _, _ = GS1_KEYS[ai]
    if ai == "01" and len(value) in counts:
        value = value.rjust(14, "0")
    count = 14 if ai == "01" else counts[0]
    lead, text = value[:count], value[count:]
    if len(lead) != count:
        raise Refused("LENGTH")
    if not re.fullmatch(r"[0-9]*", lead) or not (text_set or DIGITS).fullmatch(text):
        raise Refused("CHARACTERS")
    if not least <= len(text) <= most:
        raise Refused("LENGTH")
    if check_at and check_digit(lead[: check_at - 1]) != lead[check_at - 1]:
        raise Refused("CHECK_DIGIT")
    if ai == "8003" and lead[0] != "0":
        raise Refused("CHARACTERS")
    if has_prefix and not re.match(r"[0-9]{4}", text):
        raise Refused("COMPANY_PREFIX")
    if ai == "8013" and check_pair(text[:-2]) != text[-2:]:
        raise Refused("CHECK_DIGIT")
    return value


def key_uri(ai, value, qualifiers):
    kept, dropped = GS1_KEYS[ai][6:]
    value = key_value(ai, value)
    seen = {}
    for qualifier, text in qualifiers:
        if qualifier in seen or qualifier not in kept + dropped:
            raise Refused("QUALIFIER")
        characters, least, most = QUALIFIERS[qualifier]
        if not least <= len(text) <= most:
            raise Refused("LENGTH")
        if not characters.fullmatch(text):
            raise Refused("CHARACTERS")
        seen[qualifier] = text
    uri = f"https://id.gs1.org/{ai}/{percent_encode(value)}"
    for qualifier in kept:
        if qualifier in seen:
            return f"{uri}/{qualifier}/{percent_encode(seen[qualifier])}"
    return uri


def element_string_uri(text):
    keys, others, at = [], [], 0
    while at < len(text):
        start = re.compile(r"\(([0-9]{2,4})\)").match(text, at)
        if not start:
            raise Refused("CHARACTERS")
        end = start.end()
        while end < len(text) and not (text[end] == "(" and text[end - 1] != "\\"):
            end += 1
        (keys if start[1] in GS1_KEYS else others).append((start[1], text[start.end() : end].replace("\\(", "(")))
        at = end
    if len(keys) != 1:
        raise Refused("TWO_KEYS" if keys else "UNKNOWN_KEY")
    ai, value = keys[0]
    return key_uri(ai, value, [q for q in others if q[0] in GS1_KEYS[ai][6] + GS1_KEYS[ai][7]])


def digital_link_uri(text):
    """The canonical URI of a Digital Link, or None if it is a link of another kind."""
    match = re.match(r"https?://([^/?#]*)([^?#]*)", text, re.IGNORECASE)
    at_home = match[1].lower() == "id.gs1.org"
    path = match[2].removeprefix("/").removesuffix("/")
    segments = path.split("/")
    ai_of = lambda segment: PATH_NAMES.get(segment, segment)
    place = next((i for i in range(len(segments) - 2, -1, -2) if ai_of(segments[i]) in GS1_KEYS), None)
    if place is None:
        if at_home:
            raise Refused("UNKNOWN_KEY")
        return None
    ai = ai_of(segments[place])
    if not at_home:
        has_check = GS1_KEYS[ai][1] > 0
        if has_check and not re.match(r"[0-9]{8}", segments[place + 1]) or not has_check and place != 0:
            return None
    rest = segments[place:]
    if len(rest) % 2:
        raise Refused("QUALIFIER")
    pairs = [(ai_of(rest[i]), percent_decode(rest[i + 1])) for i in range(0, len(rest), 2)]
    return key_uri(ai, pairs[0][1], pairs[1:])


def container_uri(text):
    code = re.sub(r"[ -]", "", text[len("urn:epc:id:bic:") :]).upper()
    if len(code) != 11:
        raise Refused("LENGTH")
    if not re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", code):
        raise Refused("CHARACTERS")
    letters = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n not in (11, 22, 33))))
    total = sum((letters[c] if c in letters else int(c)) << i for i, c in enumerate(code[:10]))
    if str(total % 11 % 10) != code[10]:
        raise Refused("CHECK_DIGIT")
    return "urn:epc:id:bic:" + code


def epc_parts(fields, count):
    parts = fields.split(".", count - 1)
    if len(parts) != count:
        raise Refused("LENGTH")
    if not re.fullmatch(r"[0-9]{6,12}", parts[0]):
        raise Refused("COMPANY_PREFIX")
    return parts


def with_check(digits, count):
    if len(digits) != count:
        raise Refused("LENGTH")
    if not re.fullmatch(r"[0-9]+", digits):
        raise Refused("CHARACTERS")
    return digits + check_digit(digits)


def front(parts, count):
    """p and r with the first digit of r before the prefix, as GTIN and SSCC have it."""
    p, r = parts[0], parts[1]
    if r == "":
        raise Refused("LENGTH")
    return with_check(r[0] + p + r[1:], count)


def epc_uri(kind, fields):
    text = percent_decode
    if kind in ("id:sgtin", "id:upui", "class:lgtin", "id:lgtin"):
        parts = epc_parts(fields, 3)
        qualifier = {"id:sgtin": "21", "id:upui": "235"}.get(kind, "10")
        return key_uri("01", front(parts, 13), [(qualifier, text(parts[2]))])
    if kind.startswith("idpat:"):
        return class_uri(kind.partition(":")[2], fields)
    if kind == "id:sscc":
        return key_uri("00", front(epc_parts(fields, 2), 17), [])
    if kind == "id:sgln":
        parts = epc_parts(fields, 3)
        extension = [] if parts[2] == "0" else [("254", text(parts[2]))]
        return key_uri("414", with_check(parts[0] + parts[1], 12), extension)
    if kind == "id:pgln":
        return key_uri("417", with_check("".join(epc_parts(fields, 2)), 12), [])
    if kind in ("id:grai", "id:gdti", "id:sgcn"):
        parts = epc_parts(fields, 3)
        digits = with_check(parts[0] + parts[1], 12)
        ai = {"id:grai": "8003", "id:gdti": "253", "id:sgcn": "255"}[kind]
        return key_uri(ai, ("0" if kind == "id:grai" else "") + digits + text(parts[2]), [])
    if kind in ("id:giai", "id:ginc"):
        parts = epc_parts(fields, 2)
        return key_uri("8004" if kind == "id:giai" else "401", parts[0] + text(parts[1]), [])
    if kind == "id:cpi":
        parts = epc_parts(fields, 3)
        return key_uri("8010", parts[0] + text(parts[1]), [("8011", text(parts[2]))])
    if kind == "id:gsin":
        return key_uri("402", with_check("".join(epc_parts(fields, 2)), 16), [])
    if kind in ("id:gsrn", "id:gsrnp"):
        return key_uri("8018" if kind == "id:gsrn" else "8017", with_check("".join(epc_parts(fields, 2)), 17), [])
    if kind == "id:itip":
        parts = epc_parts(fields, 5)
        return key_uri("8006", front(parts, 13) + parts[2] + parts[3], [("21", text(parts[4]))])
    return None


def class_uri(scheme, fields):
    """The key without its serial: the last field is any."""
    count = {"sgtin": 3, "upui": 3, "grai": 3, "gdti": 3, "sgcn": 3, "cpi": 3, "itip": 5}.get(scheme)
    if count is None:
        raise Refused("UNKNOWN_KEY")
    parts = epc_parts(fields, count)
    if parts[-1] != "*" or "*" in parts[:-1]:
        raise Refused("UNKNOWN_KEY")
    if scheme in ("sgtin", "upui"):
        return key_uri("01", front(parts, 13), [])
    if scheme == "cpi":
        return key_uri("8010", parts[0] + percent_decode(parts[1]), [])
    if scheme == "itip":
        return key_uri("8006", front(parts, 13) + parts[2] + parts[3], [])
    ai = {"grai": "8003", "gdti": "253", "sgcn": "255"}[scheme]
    return key_uri(ai, ("0" if scheme == "grai" else "") + with_check(parts[0] + parts[1], 12), [])


def document_uri(text):
    gln, colon, number = text[len("urn:epcglobal:cbv:bt:") :].partition(":")
    if not colon or not is_gln(gln):
        raise Refused("CHECK_DIGIT")
    number = percent_decode(number)
    if not 1 <= len(number) <= 200:
        raise Refused("LENGTH")
    if not all(0x20 <= ord(c) <= 0x7E for c in number) or number != number.strip(" "):
        raise Refused("CHARACTERS")
    return f"urn:epcglobal:cbv:bt:{gln}:{percent_encode(number)}"


def other_uri(text):
    if text.partition(":")[0].lower() in ("javascript", "vbscript", "data", "blob", "file", "about"):
        raise Refused("SCHEME")
    if re.search(r'["<>]', text):
        raise Refused("CHARACTERS")
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise Refused("PERCENT_ENCODING")
    return text


def check_absolute(text):
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:\S", text):
        raise Refused("NOT_A_URI")
    if not re.fullmatch(r"""[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%"<>]*""", text):
        raise Refused("CHARACTERS")


@lru_cache(maxsize=100_000)
def canonical_uri(text):
    """The one URI of a thing; raises Refused."""
    if len(text) > 2_048:
        raise Refused("LENGTH")
    if text.startswith("("):
        return element_string_uri(text)
    check_absolute(text)
    lower = text.lower()
    if lower.startswith(("http://", "https://")):
        link = digital_link_uri(text)
        return other_uri(text) if link is None else link
    if lower.startswith("urn:epc:id:bic:"):
        return container_uri(text)
    epc = re.match(r"urn:epc:([a-z]+):([^:]*):(.*)", text, re.IGNORECASE)
    if epc:
        uri = epc_uri(f"{epc[1]}:{epc[2]}".lower(), epc[3])
        if uri is not None:
            return uri
        if epc[1].lower() != "id":
            raise Refused("UNKNOWN_KEY")
        return other_uri(text)
    if lower.startswith("urn:epcglobal:cbv:bt:"):
        return document_uri(text)
    return other_uri(text)


def captured_uri(text):
    """The same, but a foreign code that is malformed stays as it is (object-keys.md, Captured codes); raises Refused."""
    try:
        return canonical_uri(text)
    except Refused:
        link = re.match(r"https?://([^/?#]*)", text, re.IGNORECASE)
        is_foreign = text.lower().startswith("urn:epc:") or link is not None and link[1].lower() != "id.gs1.org"
        if len(text) > 2_048 or not is_foreign:
            raise
    check_absolute(text)
    return other_uri(text)


def is_result(text, canonical):
    try:
        return canonical(text) == text
    except Refused:
        return False


def is_canonical(text):
    return is_result(text, captured_uri)


def is_strictly_canonical(text):
    return is_result(text, canonical_uri)


def is_gln(text):
    return bool(re.fullmatch(r"[0-9]{13}", text)) and check_digit(text[:12]) == text[12]


# --- claims (claims.md) ------------------------------------------------------------------------------------------------

BIZ_STEPS = frozenset("""
accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning departing
destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing picking receiving
removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking
storing transporting unloading unpacking void_shipping""".split())
DISPOSITIONS = frozenset("""
active available completeness_inferred completeness_verified conformant container_closed container_open damaged destroyed dispensed disposed
encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement no_pedigree_match
non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible
stolen unavailable unknown""".split())
TRANSPORT_MODES = frozenset("sea rail road air air_charter mail multimodal fixed inland_water".split())
INCOTERMS = frozenset("EXW FCA FAS FOB CFR CIF CPT CIP DAP DPU DDP DAT DAF DES DEQ DDU".split())
COUNTRIES = frozenset("""
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM
CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY
HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF
MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE
RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ
VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW""".split())
CLAIM_SPACES = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
DECIMAL = re.compile(r"0|-?[1-9][0-9]{0,17}|-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,9}")


def is_text(value):
    return not re.search(r"[\x00-\x1f\x7f]", value) and value == value.strip(CLAIM_SPACES)


def is_decimal(value):
    return bool(DECIMAL.fullmatch(value)) and not (value[0] == "-" and Fraction(value) == 0)


def is_date(value):
    if not re.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def json_or_none(value):
    try:
        return parse_canonical(value)
    except Refused:
        return None


def is_list_of(value, member):
    return isinstance(value, list) and value != [] and all(isinstance(v, dict) and isinstance(v.get(member), str) for v in value)


def is_sensor_element(value):
    element = json_or_none(value)
    return isinstance(element, dict) and is_list_of(element.get("sensorReport"), "type")


def is_word_or_uri(words):
    return lambda value: value in words or ":" in value and is_canonical(value)


def is_canonical_under(prefix):
    return lambda value: value.startswith(prefix) and is_strictly_canonical(value)


def is_reference(value):
    try:
        return canonical_uri(value) == value
    except Refused:
        return is_text(value)


def is_json_of(accepts):
    return lambda value: accepts(json_or_none(value))


def is_text_like(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_some_text(value):
    return isinstance(value, str) and value != ""


def is_whole(least, most=NUMBER_MAX):
    return lambda value: isinstance(value, float) and value.is_integer() and least <= value <= most


def is_closed(must, may={}):
    """An object with exactly these members, some of which may be missing."""
    rules = {**must, **may}
    return lambda value: (
        isinstance(value, dict) and must.keys() <= value.keys() <= rules.keys() and all(rules[name](member) for name, member in value.items())
    )


def is_list_where(accepts):
    return lambda value: isinstance(value, list) and value != [] and all(map(accepts, value))


def is_grantee(value):
    return isinstance(value, str) and (value == "*" or is_gln(value) or is_canonical(value))


def is_remedies(value):
    if not is_closed({"remedies": is_list_where(is_text_like("refund|repair|replacement"))}, {"why": is_list_where(is_local_text)})(value):
        return False
    return ascending(value["remedies"]) and (len(value["remedies"]) == 1) == ("why" in value)


def is_part(value):
    match = re.fullmatch(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})", value)
    return match is not None and int(match[1]) <= int(match[2])


is_object = lambda value: isinstance(value, dict)
is_local_text = is_closed({"language": is_text_like(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"), "text": is_some_text})


ENCODINGS = {
    "text": is_text,
    "decimal": is_decimal,
    "date": is_date,
    "count": lambda value: bool(re.fullmatch(r"0|[1-9][0-9]{0,15}", value)) and int(value) <= NUMBER_MAX,
    "hash": is_text_like("[0-9a-f]{64}"),
    "uri": is_canonical,
    "reference": is_reference,
    "document": is_strictly_canonical,
    "party": is_canonical_under("https://id.gs1.org/417/"),
    "container": is_canonical_under("urn:epc:id:bic:"),
    "gln": is_gln,
    "lot": lambda value: 1 <= len(value) <= 20 and bool(SET_82.fullmatch(value)),
    "country": COUNTRIES.__contains__,
    "hsCode": lambda value: bool(re.fullmatch(r"[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}", value)),
    "unit": lambda value: bool(re.fullmatch(r"[A-Z0-9]{2,3}", value)),
    "flag": lambda value: value == "true",
    "quantityList": lambda value: is_list_of(json_or_none(value), "epcClass"),
    "sensorElement": is_sensor_element,
    "bizStep": is_word_or_uri(BIZ_STEPS),
    "disposition": is_word_or_uri(DISPOSITIONS),
    "transportMode": TRANSPORT_MODES.__contains__,
    "incoterm": INCOTERMS.__contains__,
    "temperatureVerdict": ("within", "above", "below").__contains__,
    "locode": lambda value: bool(re.fullmatch("[A-Z]{2}[A-Z2-9]{3}", value)) and value[:2] in COUNTRIES,
    "errorReason": is_word_or_uri(("did_not_occur", "incorrect_data")),
    "decision": ("release", "hold", "inspect", "sample_taken", "refer", "seize", "lift").__contains__,
    "proposal": ("release", "inspect", "refer").__contains__,
    "share": ("own", "named", "chain").__contains__,
    "caseState": ("received", "with_brand", "answered", "agreed", "disagreed", "with_authority", "closed").__contains__,
    "part": is_part,
    "capturePlace": is_text_like(r"[0-9a-f]{32}/(0|[1-9][0-9]{0,5})"),
    "eventHash": is_text_like(r"ni:///sha-256;[0-9a-f]{64}\?ver=CBV2\.0"),
    "json": is_json_of(is_object),
    "epcisEvent": is_json_of(lambda value: is_object(value) and isinstance(value.get("type"), str)),
    "ilmd": is_json_of(is_object),
    "declarationValue": is_json_of(
        is_closed(
            {"currency": is_text_like("[A-Z]{3}"), "line": is_whole(1), "value": is_text_like(r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?")}
        )
    ),
    "submission": is_json_of(
        is_closed(
            {
                "device": is_some_text,
                "key": is_text_like("[0-9a-f]{16}"),
                "signature": is_text_like("[0-9a-f]{128}"),
                "time": is_whole(1, TIME_MAX),
            }
        )
    ),
    "grant": is_json_of(
        is_closed(
            {"claims": is_text_like("all|public"), "party": is_grantee},
            {"prefix": is_text_like("[0-9]{4,14}"), "until": is_whole(1, TIME_MAX)},
        )
    ),
    "localText": is_json_of(is_local_text),
    "remedies": is_json_of(is_remedies),
    "picture": is_json_of(
        is_closed(
            {
                "sha256": is_text_like("[0-9a-f]{64}"),
                "uri": lambda value: isinstance(value, str) and re.match("https?:", value) is not None and is_canonical(value),
            }
        )
    ),
}
VALUE_BYTES_MAX = {"epcisEvent": 131_072, "ilmd": 65_536, "sensorElement": 65_536}
BIZ_TRANSACTIONS = "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt declaration order quotation other"
OLD_BIZ_TRANSACTIONS = "asn invoice certificate"
CLAIMS = {
    name: encoding
    for encoding, names in {
        "bizStep": "bizStep",
        "disposition": "disposition persistentDisposition.set persistentDisposition.unset",
        "uri": "readPoint bizLocation partyUri caseObject source.owning_party source.possessing_party source.location"
        " destination.owning_party destination.possessing_party destination.location",
        "reference": "transformationId source.other destination.other eventId certificationInfo informationProvider "
        + " ".join(f"bizTransaction.{kind}" for kind in BIZ_TRANSACTIONS.split()),
        "country": "readPointCountry bizLocationCountry sourceCountry destinationCountry manufacturerCountry originCountry partyCountry"
        " deviceCountry declarationCountry",
        "locode": "readPointLocode",
        "party": "sourceParty destinationParty",
        "text": "manufacturer vendor productName productGroup brand vesselName sealNumber operatorBadge partyName partyKind deviceId"
        " deviceKind note decisionReason sampleId legalBasis caseNumber officerName documentType recallNumber",
        "document": " ".join(f"bizTransaction.{kind}" for kind in OLD_BIZ_TRANSACTIONS.split()),
        "hsCode": "hsCode",
        "lot": "lotNumber",
        "date": "expiryDate bestBeforeDate productionDate",
        "decimal": "quantity grossWeightKg netWeightKg lineItemValueUsd freightCostUsd insuranceUsd temperatureMinC temperatureMaxC",
        "unit": "uom",
        "quantityList": "quantityList childQuantityList inputQuantityList outputQuantityList",
        "incoterm": "incoterm",
        "transportMode": "transportMode",
        "container": "containerNumber",
        "sensorElement": "sensorElement",
        "temperatureVerdict": "temperatureVerdict",
        "gln": "partyGln",
        "flag": "demo simulated",
        "hash": "secondCode declarationSource linesRoot documentHash",
        "count": "documentBytes",
        "errorReason": "errorReason",
        "eventHash": "eventHash",
        "epcisEvent": "epcisEvent",
        "ilmd": "ilmd",
        "capturePlace": "capture",
        "part": "part",
        "json": "errorDeclaration declarationHead declarationLine recallScope",
        "declarationValue": "declarationValue",
        "decision": "decision",
        "proposal": "proposal",
        "submission": "documentSignature",
        "share": "share",
        "grant": "grant",
        "localText": "recallHazard recallAction recallContact recallSold caseWords",
        "remedies": "recallRemedies",
        "picture": "recallPicture",
        "caseState": "caseState",
    }.items()
    for name in names.split()
}
CLAIMS_MANY = frozenset(n for n in CLAIMS if n.startswith(("bizTransaction.", "source.", "destination.", "persistentDisposition."))) | set(
    "sealNumber sensorElement note certificationInfo declarationLine declarationValue decisionReason sampleId legalBasis grant recallHazard"
    " recallAction recallContact recallSold recallPicture caseWords".split()
)


def disclosure(index, salt, name, value):
    name_bytes, value_bytes = name.encode(), value.encode()
    if len(salt) != 16 or not 1 <= len(name_bytes) <= 64 or index > 255:
        raise Refused("DISCLOSURE_FORM")
    return b"\2" + index.to_bytes(4, "big") + salt + len(name_bytes).to_bytes(2, "big") + name_bytes + value_bytes


def check_claim(name, value):
    encoding = CLAIMS[name]
    if value == "" or len(value.encode()) > VALUE_BYTES_MAX.get(encoding, 16_384) or not ENCODINGS[encoding](value):
        raise Refused("CLAIM_VALUE", name)


# --- strict reading of messages (scan.md, entry.md) ------------------------------------------------------------------------


class Field:
    """One row of a table. `kind`: number, bytes, text or message; `size` is the exact length of bytes."""

    def __init__(self, name, kind, must=False, size=None, many=False, most=NUMBER_MAX, words=None, rule=None, bytes_max=None, count_max=None):
        self.name, self.kind, self.must, self.size, self.many = name, kind, must, size, many
        self.most, self.words, self.rule, self.bytes_max, self.count_max = most, words, rule, bytes_max, count_max


class Rule:
    def __init__(self, fields, one_of=False, bytes_max=None, check=None):
        self.fields, self.one_of, self.bytes_max, self.check = fields, one_of, bytes_max, check


def read_varint(data, at, end):
    value = shift = 0
    for count in range(10):
        if at >= end:
            raise Refused("TRUNCATED")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            if byte == 0 and count > 0:
                raise Refused("VARINT_OVERLONG")
            return value, at
    raise Refused("VARINT_OVERLONG")


def read_message(rule, data, at=0, end=None):
    """Fields by name; `places` says where the content of each bytes field or list element stands in `data`."""
    end = len(data) if end is None else end
    if rule.bytes_max is not None and end - at > rule.bytes_max:
        raise Refused("LIMIT")
    out, places, last, seen = {}, {}, 0, set()
    while at < end:
        tag, at = read_varint(data, at, end)
        number, wire = tag >> 3, tag & 7
        field = rule.fields.get(number)
        if number == 0 and last != 0:
            raise Refused("TRAILING_BYTES")
        if field is None:
            raise Refused("UNKNOWN_FIELD", str(number))
        if wire != (0 if field.kind == "number" else 2):
            raise Refused("WIRE_TYPE", field.name)
        if number < last:
            raise Refused("FIELD_ORDER", field.name)
        if number == last and not field.many or rule.one_of and seen and number not in seen:
            raise Refused("REPEATED_FIELD", field.name)
        seen.add(number)
        last = number
        content, at = read_varint(data, at, end)
        if field.kind == "number":
            if content == 0:
                raise Refused("DEFAULT_VALUE_ENCODED", field.name)
            if content > field.most:
                raise Refused("NUMBER_TOO_LARGE", field.name)
            if field.words is not None and content not in field.words:
                raise Refused("ENUM_UNKNOWN", field.name)
            out[field.name] = content
            continue
        if content > end - at:
            raise Refused("TRUNCATED", field.name)
        if content == 0 and field.kind != "message":
            raise Refused("DEFAULT_VALUE_ENCODED", field.name)
        if field.size is not None and content != field.size:
            raise Refused("LENGTH_WRONG", field.name)
        if field.bytes_max is not None and content > field.bytes_max:
            raise Refused("LIMIT", field.name)
        start, at = at, at + content
        if field.kind == "message":
            value = read_message(field.rule, data, start, at)
        elif field.kind == "text":
            try:
                value = data[start:at].decode("utf-8")
            except UnicodeDecodeError as error:
                raise Refused("UTF8_INVALID", field.name) from error
        else:
            value = data[start:at]
        if field.many:
            out.setdefault(field.name, []).append(value)
            places.setdefault(field.name, []).append(start)
            if field.count_max is not None and len(out[field.name]) > field.count_max:
                raise Refused("LIMIT", field.name)
        else:
            out[field.name] = value
            places[field.name] = start
    if rule.one_of and not seen:
        raise Refused("FIELD_MISSING")
    for number, field in rule.fields.items():
        if field.must and number not in seen:
            raise Refused("FIELD_MISSING", field.name)
        if field.many:
            out.setdefault(field.name, [])
            places.setdefault(field.name, [])
    out["places"] = places
    if rule.check is not None:
        rule.check(out)
    return out


MILLISECOND, MINUTE, DAY = 1, 2, 3
OBJECT_EVENT, AGGREGATION, TRANSACTION, TRANSFORMATION, ASSOCIATION = 1, 2, 3, 4, 5
ADD, OBSERVE, DELETE = 1, 2, 3
SUBJECT, PARENT, CHILD, INPUT, OUTPUT, INPUT_AND_OUTPUT, CONTEXT = ALL_ROLES = range(1, 8)
CLASS = 16  # the bit of a role byte that says: a class of things
MANY = 10**9
# (event type, action or None for any): {role: (least, most)}
ROLES = {
    (OBJECT_EVENT, None): {SUBJECT: (1, MANY)},
    (AGGREGATION, ADD): {PARENT: (1, 1), CHILD: (1, MANY)},
    (AGGREGATION, OBSERVE): {PARENT: (0, 1), CHILD: (1, MANY)},
    (AGGREGATION, DELETE): {PARENT: (1, 1), CHILD: (0, MANY)},
    (TRANSACTION, None): {PARENT: (0, 1), SUBJECT: (0, MANY)},
    (TRANSFORMATION, None): {INPUT: (0, MANY), OUTPUT: (0, MANY), INPUT_AND_OUTPUT: (0, MANY)},
    (ASSOCIATION, ADD): {PARENT: (1, 1), CHILD: (1, MANY)},
    (ASSOCIATION, OBSERVE): {PARENT: (1, 1), CHILD: (1, MANY)},
    (ASSOCIATION, DELETE): {PARENT: (1, 1), CHILD: (0, MANY)},
}


def ascending(items):
    return all(a < b for a, b in zip(items, items[1:]))


def check_header(header):
    if ("action" in header) == (header["event_type"] == TRANSFORMATION):
        raise Refused("ACTION_COMBINATION")
    if not ascending(header["objects"]):
        raise Refused("OBJECTS_ORDER")
    roles = header["roles"]
    if len(roles) != len(header["objects"]):
        raise Refused("ROLES_LENGTH")
    if any(byte & ~CLASS not in ALL_ROLES for byte in roles):
        raise Refused("ROLE_UNKNOWN")
    if any(byte & CLASS and byte & ~CLASS in (PARENT, CONTEXT) for byte in roles):
        raise Refused("ROLE_COMBINATION")
    roles = [byte & ~CLASS for byte in roles]
    event_type = header["event_type"]
    allowed = ROLES.get((event_type, header.get("action"))) or ROLES[event_type, None]
    if CONTEXT in roles and event_type in (OBJECT_EVENT, TRANSACTION):
        allowed = {CONTEXT: (1, MANY)}
    for role in ALL_ROLES:
        least, most = allowed.get(role, (0, 0))
        if not least <= roles.count(role) <= most:
            raise Refused("ROLE_COMBINATION")
    if "seen_checkpoint" in header and int.from_bytes(header["seen_checkpoint"][:8], "big") > NUMBER_MAX:
        raise Refused("NUMBER_TOO_LARGE")


def check_previous(statement):
    if (statement["counter"] == 1) != (statement["previous"] == ZERO_HASH):
        raise Refused("PREVIOUS_FORM")


def check_profile(scan):
    check_previous(scan)
    if scan["verification_profile"] != 1:
        raise Refused("PROFILE_UNKNOWN")


def check_public_key_length(body):
    if len(body["public_key"]) != {1: 32, 2: 33}[body["algorithm"]]:
        raise Refused("LENGTH_WRONG")


def check_last(last):
    if ("counter" in last) != ("statement_hash" in last):
        raise Refused("FIELD_MISSING" if "counter" in last else "VALUE_INVALID")


def check_boot(body):
    if ("algorithm" in body) != ("public_key" in body):
        raise Refused("FIELD_MISSING")
    if "public_key" in body:
        check_public_key_length(body)
    elif EXPIRES in body:
        raise Refused("VALUE_INVALID")


def check_rotation(body):
    body["terms"] = read_message(ROTATION_TERMS, body["rotation"])


def check_equivocation(body):
    if body["first"]["device"] != body["second"]["device"]:
        raise Refused("STATEMENTS_UNRELATED")
    if body["reason"] not in ("COUNTER_REUSED", "PREVIOUS_MISMATCH"):
        raise Refused("ENUM_UNKNOWN")


def last_counter(a_range):
    return a_range.get("last", a_range["first"])


def check_refusal(body):
    statement, ranges = body["statement"], body["ranges"]
    if not ranges:
        if "last" in body or "root" in body:
            raise Refused("VALUE_INVALID")
        return
    if "root" not in body:
        raise Refused("FIELD_MISSING")
    if any("last" in one and one["last"] <= one["first"] for one in ranges):
        raise Refused("RANGES_FORM")
    if any(after["first"] <= last_counter(before) + 1 for before, after in zip(ranges, ranges[1:])):
        raise Refused("RANGES_FORM")
    if statement["counter"] != ranges[0]["first"]:
        raise Refused("RANGES_FORM")
    highest = last_counter(ranges[-1])
    if (highest == statement["counter"]) == ("last" in body):
        raise Refused("VALUE_INVALID" if "last" in body else "FIELD_MISSING")
    statements = [statement]
    if "last" in body:
        last = body["last"]
        statements.append(last)
        if last["counter"] != highest:
            raise Refused("RANGES_FORM")
        if (last["device"], last["boot"]) != (statement["device"], statement["boot"]):
            raise Refused("STATEMENTS_UNRELATED")
    if sum(last_counter(one) - one["first"] + 1 for one in ranges) == len(statements):
        # All statements are at hand, and so is their root.
        leaves = [leaf_hash(sha256(statement_bytes(one, one["header_hash"]))) for one in statements]
        if body["root"] != (leaves[0] if len(leaves) == 1 else node_hash(*leaves)):
            raise Refused("RANGES_FORM")


def check_objects(body):
    if not ascending(body["objects"]):
        raise Refused("OBJECTS_ORDER")


def check_decision(body):
    check_objects(body)
    if int.from_bytes(body["checkpoint"][:8], "big") > NUMBER_MAX:
        raise Refused("NUMBER_TOO_LARGE")


def check_codes(body):
    if not re.fullmatch(r"[0-9]{4,14}", body["digits"]):
        raise Refused("VALUE_INVALID")
    if "until_ms" in body and body["until_ms"] <= body.get("from_ms", 0):
        raise Refused("VALUE_INVALID")


HEADER = Rule(
    {
        1: Field("event_time_ms", "number", most=TIME_MAX),
        2: Field("precision", "number", must=True, words=(MILLISECOND, MINUTE, DAY)),
        3: Field("zone_offset_minutes", "number", most=1_680),
        4: Field("event_type", "number", must=True, words=(1, 2, 3, 4, 5)),
        5: Field("action", "number", words=(ADD, OBSERVE, DELETE)),
        6: Field("objects", "bytes", must=True, size=32, many=True, count_max=500),
        7: Field("roles", "bytes", must=True),
        8: Field("to", "bytes", size=32),
        9: Field("claims", "bytes", size=32, many=True, count_max=256),
        10: Field("seen_checkpoint", "bytes", size=40),
    },
    bytes_max=60_000,
    check=check_header,
)
STATEMENT_FIELDS = {
    1: Field("device", "bytes", must=True, size=32),
    2: Field("key_id", "bytes", must=True, size=8),
    3: Field("boot", "bytes", must=True, size=16),
    4: Field("counter", "number", must=True),
    5: Field("previous", "bytes", must=True, size=32),
}
SCAN = Rule(
    {
        **STATEMENT_FIELDS,
        6: Field("header", "bytes", must=True, bytes_max=60_000),
        7: Field("signature", "bytes", must=True, size=64),
        8: Field("received_time_ms", "number", must=True, most=TIME_MAX),
        9: Field("after", "number"),
        10: Field("verification_profile", "number", must=True),
    },
    check=check_profile,
)
SIGNED_STATEMENT = Rule(
    {
        **STATEMENT_FIELDS,
        6: Field("header_hash", "bytes", must=True, size=32),
        7: Field("signature", "bytes", must=True, size=64),
    },
    check=check_previous,
)
EVENT = Rule(
    {
        1: Field("kind", "number", must=True, words=range(1, 2**31)),
        2: Field("body", "bytes", must=True),
        3: Field("signer_key_id", "bytes", must=True, size=8),
        4: Field("signature", "bytes", must=True, size=64),
        5: Field("objects", "bytes", must=True, size=32, many=True, count_max=500),
    },
    bytes_max=65_531,
)
ENTRY = Rule(
    {1: Field("scan", "message", rule=SCAN), 2: Field("event", "message", rule=EVENT)},
    one_of=True,
    bytes_max=65_535,
)
KEY_FIELDS = {
    2: Field("algorithm", "number", must=True, words=(1, 2)),
    3: Field("public_key", "bytes", must=True),
}
COMMITMENTS = Field("claims", "bytes", size=32, many=True, count_max=256)
OPERATOR, PARTY, ENROL, BOOT, ROTATE, RETIRE, COMPROMISED, RECEIPT_KEY, EQUIVOCATION, REFUSED = 1, 2, 3, 4, 5, 6, 7, 8, 10, 11
RECALL, DECISION, DOCUMENT, CODES, GRANT = 13, 14, 15, 16, 17
GATEWAY = 2  # a kind of device that scans for others
SYSTEM, DESK = 3, 4  # kinds of devices that sign no scans
KIND_NAMES = {
    OPERATOR: "operator", PARTY: "party", ENROL: "enrol", BOOT: "boot", ROTATE: "rotate", RETIRE: "retire", COMPROMISED: "compromised",
    RECEIPT_KEY: "receipt_key", EQUIVOCATION: "equivocation", REFUSED: "refused", RECALL: "recall", DECISION: "decision",
    DOCUMENT: "document", CODES: "codes", GRANT: "grant",
}  # fmt: skip
EXPIRES = "expires_ms"
LAST_STATEMENT = Rule(
    {
        1: Field("boot", "bytes", must=True, size=16),
        2: Field("counter", "number"),
        3: Field("statement_hash", "bytes", size=32),
    },
    check=check_last,
)
ROTATION_TERMS = Rule(
    {
        1: Field("subject", "bytes", must=True, size=32),
        **KEY_FIELDS,
        4: Field("last", "message", rule=LAST_STATEMENT),
        5: Field("time_ms", "number", must=True, most=TIME_MAX),
        6: Field(EXPIRES, "number", most=TIME_MAX),
    },
    check=check_public_key_length,
)
COUNTER_RANGE = Rule({1: Field("first", "number", must=True), 2: Field("last", "number")})
EVENT_OBJECTS = Field("objects", "bytes", must=True, size=32, many=True, count_max=80)
BODIES = {
    OPERATOR: Rule(
        {
            1: Field("operator", "bytes", must=True, size=32),
            **KEY_FIELDS,
            4: Field("log_origin", "text", must=True, bytes_max=255),
            5: Field("time_ms", "number", must=True, most=TIME_MAX),
        },
        check=check_public_key_length,
    ),
    PARTY: Rule(
        {
            1: Field("party", "bytes", must=True, size=32),
            2: Field("time_ms", "number", must=True, most=TIME_MAX),
            3: COMMITMENTS,
            4: Field("kind", "number", words=range(1, 15)),
            5: Field("demo", "number", most=1),
        }
    ),
    ENROL: Rule(
        {
            1: Field("device", "bytes", must=True, size=32),
            **KEY_FIELDS,
            4: Field("boot", "bytes", must=True, size=16),
            5: Field("party", "bytes", must=True, size=32),
            6: Field("time_ms", "number", must=True, most=TIME_MAX),
            7: Field("objects_max", "number", most=500),
            8: Field("claims_max", "number", most=256),
            9: COMMITMENTS,
            10: Field(EXPIRES, "number", most=TIME_MAX),
            11: Field("kind", "number", words=(2, SYSTEM, DESK)),
            12: Field("object", "bytes", size=32),
        },
        check=check_public_key_length,
    ),
    BOOT: Rule(
        {
            1: Field("device", "bytes", must=True, size=32),
            2: Field("boot", "bytes", must=True, size=16),
            3: Field("last", "message", must=True, rule=LAST_STATEMENT),
            4: Field("algorithm", "number", words=(1, 2)),
            5: Field("public_key", "bytes"),
            6: Field("time_ms", "number", must=True, most=TIME_MAX),
            7: Field(EXPIRES, "number", most=TIME_MAX),
        },
        check=check_boot,
    ),
    ROTATE: Rule(
        {
            1: Field("rotation", "bytes", must=True),
            2: Field("new_signature", "bytes", must=True, size=64),
        },
        check=check_rotation,
    ),
    RETIRE: Rule(
        {
            1: Field("subject", "bytes", must=True, size=32),
            2: Field("key_id", "bytes", must=True, size=8),
            3: Field("last", "message", rule=LAST_STATEMENT),
            4: Field("time_ms", "number", must=True, most=TIME_MAX),
        }
    ),
    COMPROMISED: Rule(
        {
            1: Field("subject", "bytes", must=True, size=32),
            2: Field("key_id", "bytes", must=True, size=8),
            3: Field("since_ms", "number", most=TIME_MAX),
            4: Field("time_ms", "number", must=True, most=TIME_MAX),
        }
    ),
    RECEIPT_KEY: Rule(
        {
            1: Field("operator", "bytes", must=True, size=32),
            **KEY_FIELDS,
            4: Field("time_ms", "number", must=True, most=TIME_MAX),
        },
        check=check_public_key_length,
    ),
    EQUIVOCATION: Rule(
        {
            1: Field("first", "message", must=True, rule=SIGNED_STATEMENT),
            2: Field("second", "message", must=True, rule=SIGNED_STATEMENT),
            3: Field("time_ms", "number", must=True, most=TIME_MAX),
            4: Field("reason", "text", must=True),
        },
        check=check_equivocation,
    ),
    REFUSED: Rule(
        {
            1: Field("statement", "message", must=True, rule=SIGNED_STATEMENT),
            2: Field("reason", "text", must=True, bytes_max=64),
            3: Field("time_ms", "number", must=True, most=TIME_MAX),
            4: Field("last", "message", rule=SIGNED_STATEMENT),
            5: Field("ranges", "message", many=True, count_max=64, rule=COUNTER_RANGE),
            6: Field("root", "bytes", size=32),
        },
        check=check_refusal,
    ),
    RECALL: Rule(
        {
            1: Field("party", "bytes", must=True, size=32),
            2: Field("time_ms", "number", must=True, most=TIME_MAX),
            3: COMMITMENTS,
            4: EVENT_OBJECTS,
            5: Field("status", "number", must=True, words=(1, 2, 3)),
            6: Field("replaces", "bytes", size=32),
        },
        check=check_objects,
    ),
    DECISION: Rule(
        {
            1: Field("device", "bytes", must=True, size=32),
            2: EVENT_OBJECTS,
            3: Field("checkpoint", "bytes", must=True, size=40),
            4: Field("rules", "bytes", must=True, size=32),
            5: Field("replaces", "bytes", size=32),
            6: Field("time_ms", "number", must=True, most=TIME_MAX),
            7: COMMITMENTS,
        },
        bytes_max=4_096,
        check=check_decision,
    ),
    DOCUMENT: Rule(
        {
            1: Field("capture", "bytes", must=True, size=16),
            2: Field("party", "bytes", must=True, size=32),
            3: Field("time_ms", "number", must=True, most=TIME_MAX),
            4: COMMITMENTS,
        }
    ),
    CODES: Rule(
        {
            1: Field("party", "bytes", must=True, size=32),
            2: Field("digits", "text", must=True, bytes_max=14),
            3: Field("role", "number", must=True, words=(1, 2)),
            4: Field("from_ms", "number", most=TIME_MAX),
            5: Field("until_ms", "number", most=TIME_MAX),
            6: Field("time_ms", "number", must=True, most=TIME_MAX),
        },
        check=check_codes,
    ),
    GRANT: Rule(
        {
            1: Field("party", "bytes", must=True, size=32),
            2: Field("time_ms", "number", must=True, most=TIME_MAX),
            3: COMMITMENTS,
        }
    ),
}


def quoted_statements(kind, body):
    refused = lambda: [body["statement"]] + ([body["last"]] if "last" in body else [])
    return {EQUIVOCATION: lambda: [body["first"], body["second"]], REFUSED: refused}.get(kind, list)()


def objects_of_event(kind, body):
    if kind in (RECALL, DECISION):
        return body["objects"]
    if kind == REFUSED and body["ranges"]:
        return [sha256(b"cairn.refusals.v1\0" + body["statement"]["device"])]
    if kind == DOCUMENT:
        return [sha256(b"cairn.capture.v1\0" + body["capture"])]
    if kind == CODES:
        return [tagged_hash("cairn.codes.v1", body["digits"])]
    if kind == GRANT:
        return [sha256(b"cairn.grants.v1\0" + body["party"])]
    if kind in (EQUIVOCATION, REFUSED):
        return [quoted_statements(kind, body)[0]["device"]]
    if kind == ROTATE:
        return [body["terms"]["subject"]]
    names = {OPERATOR: "operator", PARTY: "party", ENROL: "device", BOOT: "device", RETIRE: "subject", COMPROMISED: "subject", RECEIPT_KEY: "operator"}
    return [body[names[kind]]]


def statement_bytes(statement, header_hash):
    return b"".join(
        (
            b"cairn.scan.v1\0", statement["device"], statement["key_id"], statement["boot"],
            statement["counter"].to_bytes(8, "big"), statement["previous"], header_hash,
        )
    )  # fmt: skip


# --- signatures (scan.md, verification profile 1) ------------------------------------------------------------------------------

ED_P = 2**255 - 19
ED_L = 2**252 + 27742317777372353535851937790883648493
ED_D = -121665 * pow(121666, -1, ED_P) % ED_P
ED_SQRT_M1 = pow(2, (ED_P - 1) // 4, ED_P)
SMALL_ORDER_R = frozenset(
    bytes.fromhex(line)
    for line in """
0000000000000000000000000000000000000000000000000000000000000000
0100000000000000000000000000000000000000000000000000000000000000
26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05
c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f""".split()
)
P256_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def ed_add(a, b):
    """Sum of two points of edwards25519 in extended coordinates."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    p, q = (y1 - x1) * (y2 - x2) % ED_P, (y1 + x1) * (y2 + x2) % ED_P
    c, d = 2 * t1 * t2 * ED_D % ED_P, 2 * z1 * z2 % ED_P
    e, f, g, h = q - p, d - c, d + c, q + p
    return e * f % ED_P, g * h % ED_P, f * g % ED_P, e * h % ED_P


def ed_multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = ed_add(result, point)
        point = ed_add(point, point)
        scalar >>= 1
    return result


def ed_is_identity(point):
    return point[0] % ED_P == 0 and (point[1] - point[2]) % ED_P == 0


def ed_point(encoded):
    """The point of 32 canonical bytes, or None."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= ED_P:
        return None
    u, v = (y * y - 1) % ED_P, (ED_D * y * y + 1) % ED_P
    x = u * pow(v, 3, ED_P) * pow(u * pow(v, 7, ED_P), (ED_P - 5) // 8, ED_P) % ED_P
    if v * x * x % ED_P != u:
        x = x * ED_SQRT_M1 % ED_P
        if v * x * x % ED_P != u:
            return None
    if x == 0 and sign:
        return None
    if x & 1 != sign:
        x = ED_P - x
    return x, y, 1, x * y % ED_P


@lru_cache(maxsize=10_000)
def is_acceptable_key(algorithm, public_key):
    if algorithm == 1:
        point = ed_point(public_key) if len(public_key) == 32 else None
        return point is not None and not ed_is_identity(ed_multiply(8, point)) and ed_is_identity(ed_multiply(ED_L, point))
    if len(public_key) != 33 or public_key[0] not in (2, 3):
        return False
    x = int.from_bytes(public_key[1:], "big")
    square = (x * x * x - 3 * x + P256_B) % P256_P
    return x < P256_P and pow(square, (P256_P - 1) // 2, P256_P) in (0, 1)


def ed25519_is_valid(public_key, message, signature):
    r, s = bytearray(signature[:32]), int.from_bytes(signature[32:], "little")
    r[31] &= 0x7F
    if bytes(r) in SMALL_ORDER_R or s >= ED_L:
        return False
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def p256_is_valid(public_key, message, signature):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (1 <= r < P256_N and 1 <= s < P256_N):
        return False
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=100_000)
def is_valid_signature(algorithm, public_key, message, signature):
    if len(signature) != 64 or not is_acceptable_key(algorithm, public_key):
        return False
    return (ed25519_is_valid if algorithm == 1 else p256_is_valid)(public_key, message, signature)


def key_id_of(algorithm, public_key):
    return sha256(bytes([algorithm]) + public_key)[:8]


# --- policy and checkpoint (log.md) --------------------------------------------------------------------------------------------------

WHITE_SPACE = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
VKEY_LOG, VKEY_COSIGNATURE, VKEY_MLDSA = 0x01, 0x04, 0x06


def base64_bytes(text):
    """RFC 4648 section 4 with padding, in its one spelling."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise Refused("BASE64") from error
    if base64.b64encode(data).decode() != text:
        raise Refused("BASE64")
    return data


def check_name(name):
    if name == "" or "+" in name or WHITE_SPACE.search(name):
        raise Refused("NAME", name)


def decimal_number(text):
    if not re.fullmatch(r"0|[1-9][0-9]*", text):
        raise Refused("NUMBER", text)
    number = int(text) if len(text) <= 20 else NUMBER_MAX + 1
    if number > NUMBER_MAX:
        raise Refused("NUMBER_TOO_LARGE", text)
    return number


class Vkey:
    def __init__(self, text, types):
        name, key_id, key = (text.split("+", 2) + ["", ""])[:3]
        check_name(name)
        if not re.fullmatch(r"[0-9a-f]{8}", key_id):
            raise Refused("VKEY", text)
        data = base64_bytes(key)
        if not data or data[0] not in types or len(data) != {VKEY_MLDSA: 1_313}.get(data[0], 33):
            raise Refused("VKEY", text)
        self.name, self.type, self.public_key = name, data[0], data[1:]
        self.key_id = sha256(name.encode() + b"\n" + data)[:4]
        if self.key_id.hex() != key_id:
            raise Refused("VKEY", text)


class Policy:
    """Who is trusted: `logs` and `witnesses` (vkeys by name) and the tree of groups."""

    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, None
        if len(text) > POLICY_CHARACTERS_MAX or re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text):
            raise Refused("POLICY", "too long, or a control character")
        for line in text.split("\n"):
            items = [item for item in re.split(r"[ \t]+", line) if item]
            if items and not items[0].startswith("#"):
                self.read(items[0], items[1:])
        if self.quorum is None:
            raise Refused("POLICY", "no quorum")

    def read(self, word, items):
        if word == "log" and len(items) in (1, 2):
            vkey = Vkey(items[0], (VKEY_LOG, VKEY_MLDSA))
            if any(vkey.public_key == other.public_key for other in self.logs):
                raise Refused("POLICY", "a log key twice")
            self.logs.append(vkey)
        elif word == "witness" and len(items) in (2, 3):
            self.define(items[0])
            vkey = Vkey(items[1], (VKEY_COSIGNATURE, VKEY_MLDSA))
            if any(vkey.public_key == other.public_key for other in self.witnesses.values()):
                raise Refused("POLICY", "a witness key twice")
            self.witnesses[items[0]] = vkey
        elif word == "group" and len(items) >= 3:
            self.define(items[0])
            members = items[2:]
            for member in members:
                if member not in self.witnesses and member not in self.groups:
                    raise Refused("POLICY", f"{member} is not defined")
                if any(member in others for _, others in self.groups.values()) or members.count(member) > 1:
                    raise Refused("POLICY", f"{member} is a member twice")
            needed = {"all": len(members), "any": 1}.get(items[1]) or decimal_number(items[1])
            if not 1 <= needed <= len(members):
                raise Refused("POLICY", "a group that cannot be")
            self.groups[items[0]] = (needed, members)
        elif word == "quorum" and len(items) == 1 and self.quorum is None:
            if items[0] != "none" and items[0] not in self.witnesses and items[0] not in self.groups:
                raise Refused("POLICY", f"{items[0]} is not defined")
            self.quorum = items[0]
        else:
            raise Refused("POLICY", word)

    def define(self, name):
        if name == "none" or name in self.witnesses or name in self.groups:
            raise Refused("POLICY", f"{name} is defined twice")

    def is_met(self, cosigned, name=None):
        name = self.quorum if name is None else name
        if name == "none" or name in cosigned:
            return True
        if name not in self.groups:
            return False
        needed, members = self.groups[name]
        return sum(self.is_met(cosigned, member) for member in members) >= needed


class Note:
    def __init__(self, text):
        data = text.encode()
        if len(data) > 262_144:
            raise Refused("NOTE", "too long")
        if re.search(r"[\x00-\x09\x0b-\x1f]", text) or not text.endswith("\n"):
            raise Refused("NOTE", "a control character, or no line feed at the end")
        cut = text.rfind("\n\n")
        if cut < 0:
            raise Refused("NOTE", "no empty line")
        self.text = text[: cut + 1]
        lines = text[cut + 2 :].split("\n")[:-1]
        if not 1 <= len(lines) <= 100:
            raise Refused("NOTE", "no signatures, or too many")
        self.signatures = [self.signature(line) for line in lines]

    @staticmethod
    def signature(line):
        items = line.split(" ")
        if len(items) != 3 or items[0] != "\u2014":
            raise Refused("NOTE", "a signature line")
        check_name(items[1])
        data = base64_bytes(items[2])
        if len(data) < 5:
            raise Refused("NOTE", "a signature line")
        return items[1], data[:4], data[4:]


class Checkpoint:
    def __init__(self, note):
        lines = note.text.split("\n")[:-1]
        if len(lines) < 3 or "" in lines:
            raise Refused("CHECKPOINT", "not three lines")
        self.origin, self.size, self.root = lines[0], decimal_number(lines[1]), base64_bytes(lines[2])
        self.has_extensions = len(lines) > 3
        if len(self.root) != 32 or self.size == 0 and self.root != sha256(b""):
            raise Refused("CHECKPOINT", "the root")


def note_signature_is_valid(vkey, note, signature):
    text = note.text.encode()
    if vkey.type == VKEY_LOG:
        return is_valid_signature(1, vkey.public_key, text, signature)
    if len(signature) != 72 or int.from_bytes(signature[:8], "big") > NUMBER_MAX:
        return False
    time = int.from_bytes(signature[:8], "big")
    return is_valid_signature(1, vkey.public_key, f"cosignature/v1\ntime {time}\n".encode() + text, signature[8:])


# --- the bundle (evidence.md) --------------------------------------------------------------------------------------------------------


def base64url_bytes(text):
    if not isinstance(text, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        raise Refused("FORM", "not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Refused("FORM", "unused bits")
    return data


def evidence_number(text):
    if not isinstance(text, str) or not re.fullmatch(r"0|[1-9][0-9]*", text):
        raise Refused("FORM", "not a number")
    number = int(text) if len(text) <= 20 else NUMBER_MAX + 1
    if number > NUMBER_MAX:
        raise Refused("FORM", "a number above 2^53 - 1")
    return number


def members(value, *names):
    if not isinstance(value, dict) or set(value) != set(names):
        raise Refused("FORM", "missing or unknown members")
    return [value[name] for name in names]


class Entry:
    """One entry put together: its bytes, and what the bundle opens of it (`claims` is [(name, value)])."""

    def __init__(self, index, parts):
        if not isinstance(parts, list) or len(parts) % 2 == 0:
            raise Refused("FORM", "parts of an entry")
        data, openings = bytearray(), []
        for i, part in enumerate(parts):
            if i % 2 == 0:
                data += base64url_bytes(part)
            else:
                openings.append((len(data), part))
                data += ZERO_HASH
        self.index, self.claims, self.uris, self.uri_of, self.unknown_claims = index, [], [], {}, 0
        if openings:
            self.open(data, openings)
        self.bytes = bytes(data)
        self.leaf = leaf_hash(self.bytes)

    def open(self, data, openings):
        """Puts the hashes back. Whether URIs and claims are such as the pages allow is for `read` to say."""
        object_places, claim_places = places_of_hashes(bytes(data))
        for place, part in openings:
            if not isinstance(part, dict):
                raise Refused("FORM", "parts of an entry")
            if "uri" in part:
                [uri] = members(part, "uri")
                if not isinstance(uri, str) or place not in object_places:
                    raise Refused("FORM", "a URI where no object key stands")
                self.uris.append(uri)
                data[place : place + 32] = key = object_key(uri)
                self.uri_of[key] = uri
                continue
            name, salt, value = members(part, "name", "salt", "value")
            if not isinstance(name, str) or not isinstance(value, str) or place not in claim_places:
                raise Refused("FORM", "a claim where no commitment stands")
            data[place : place + 32] = sha256(disclosure(claim_places.index(place), base64url_bytes(salt), name, value))
            self.claims.append((name, value))

    def claim(self, name):
        return next((value for other, value in self.claims if other == name), None)

    def read(self):
        """The rest of the work on one entry, by entry.md."""
        message = read_message(ENTRY, self.bytes)
        self.scan, self.event, self.body = message.get("scan"), message.get("event"), None
        if self.scan is not None:
            self.header = read_message(HEADER, self.scan["header"])
            self.statement_hash = sha256(statement_bytes(self.scan, sha256(self.scan["header"])))
        else:
            self.read_body(self.event["kind"])
        for uri in self.uris:
            if not is_canonical(uri):
                raise Refused("URI_NOT_CANONICAL", uri)
        names = set()
        for name, value in self.claims:
            if name not in CLAIMS:
                self.unknown_claims += 1
                continue
            check_claim(name, value)
            if name in names and name not in CLAIMS_MANY:
                raise Refused("CLAIM_REPEATED", name)
            names.add(name)

    def read_body(self, kind):
        """The body stays None if this version has none for the kind."""
        if not ascending(self.event["objects"]):
            raise Refused("OBJECTS_ORDER")
        if kind in BODIES:
            self.body = read_message(BODIES[kind], self.event["body"])
            if self.event["objects"] != objects_of_event(kind, self.body):
                raise Refused("EVENT_OBJECTS_MISMATCH")

    def is_event(self, kind):
        return self.event is not None and self.event["kind"] == kind


def walk_varint(data, at, end):
    value = shift = 0
    while at < end:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    return None, end + 1


def walk(data, start, end):
    """The fields of one message as [(number, start, end)] of their content, by no other rule than that they lie within it."""
    fields, at = [], start
    while at < end:
        tag, content = walk_varint(data, at, end)
        value, after = walk_varint(data, content, end)
        if tag is None or value is None:
            break
        is_bytes = tag & 7 == 2
        field = (tag >> 3, after, after + value) if is_bytes else (tag >> 3, content, after)
        if field[2] > end:
            break
        fields.append(field)
        at = field[2]
    return fields


def first_field(fields, number):
    return next(((start, end) for found, start, end in fields if found == number), (0, 0))


def places_of_hashes(data):
    """Where object keys stand in an entry, and where commitments, in their order."""
    message = walk(data, 0, len(data))[:1]
    if not message:
        return [], []
    [(number, start, end)] = message
    fields = walk(data, start, end)
    if number == 1:
        header = walk(data, *first_field(fields, 6))
        return [at for found, at, _ in header if found == 6], [at for found, at, _ in header if found == 9]
    kind, _ = walk_varint(data, *first_field(fields, 1))
    claims_number = {PARTY: 3, ENROL: 9, RECALL: 3, DECISION: 7, DOCUMENT: 4, GRANT: 3}.get(kind)
    body = walk(data, *first_field(fields, 2))
    return [], [at for found, at, _ in body if found == claims_number]


def row_of_hashes(text):
    data = base64url_bytes(text)
    if len(data) % 32:
        raise Refused("FORM", "not a row of hashes")
    return [data[i : i + 32] for i in range(0, len(data), 32)]


class Chain:
    """Header hashes between a late scan and the last statement of its segment."""

    def __init__(self, value):
        boot, device, begin, headers = members(value, "boot", "device", "from", "headers")
        self.boot, self.device, self.begin = base64url_bytes(boot), base64url_bytes(device), evidence_number(begin)
        self.headers = row_of_hashes(headers)
        self.place = (self.device, self.boot, self.begin)
        if len(self.boot) != 16 or len(self.device) != 32 or not self.headers:
            raise Refused("FORM", "a chain")

    def hashes(self, scan, statement_hash):
        """Statement hashes by counter, from the scan that it begins behind."""
        found = {scan["counter"]: statement_hash}
        for counter, header_hash in enumerate(self.headers, scan["counter"] + 1):
            statement_hash = sha256(statement_bytes({**scan, "counter": counter, "previous": statement_hash}, header_hash))
            found[counter] = statement_hash
        return found


FORMATS = {"cairn.evidence.v1": 1, "cairn.evidence.v2": 2}


class Bundle:
    def __init__(self, text):
        if len(text.encode("utf-16-le", "surrogatepass")) > 2 * EVIDENCE_CHARACTERS_MAX:
            raise Unjudged("too large")
        value = parse_json(text)
        if canonical_json(value, JSON_LEVELS_MAX) != text:
            raise Refused("FORM", "not canonical")
        if not isinstance(value, dict):
            raise Refused("FORM", "no object")
        if not isinstance(value.get("format"), str):
            raise Refused("FORM", "format is no string")
        self.version = FORMATS.get(value["format"])
        if self.version is None:
            raise Unjudged("another format")
        names = ("chains", "checkpoint", "entries", "format", "object", "proof", "until", *["omitted"] * (self.version == 2))
        chains, checkpoint, entries, _, self.object, proof, until, *omitted = members(value, *names)
        if not isinstance(checkpoint, str) or not isinstance(self.object, str) or not isinstance(entries, list) or not isinstance(chains, list):
            raise Refused("FORM", "a member of another type")
        self.chains = [Chain(chain) for chain in chains]
        if not ascending([chain.place for chain in self.chains]) or sum(len(chain.headers) for chain in self.chains) > CHAIN_HEADERS_MAX:
            raise Refused("FORM", "chains are not ascending, or have too many headers")
        self.checkpoint_text, self.until = checkpoint, evidence_number(until)
        self.proof = row_of_hashes(proof)
        self.omitted = omitted_of(*omitted) if omitted else []
        if len(entries) > ENTRIES_MAX or not entries and not self.omitted:
            raise Refused("FORM", "no entries, or too many")
        pairs = [members(entry, "index", "parts") for entry in entries]
        self.entries = [Entry(evidence_number(index), parts) for index, parts in pairs]
        if not ascending([entry.index for entry in self.entries]):
            raise Refused("FORM", "entries are not ascending")
        self.leaves = sorted([*((entry.index, entry.leaf) for entry in self.entries), *self.omitted])


def omitted_of(text):
    """What is left out of a bundle, as [(index, leaf)]."""
    data = base64url_bytes(text)
    pairs = [(int.from_bytes(data[at : at + 8], "big"), data[at + 8 : at + 40]) for at in range(0, len(data), 40)]
    indexes = [index for index, _ in pairs]
    if len(data) % 40 or len(pairs) > OMITTED_MAX or not ascending(indexes) or indexes and indexes[-1] > NUMBER_MAX:
        raise Refused("FORM", "what is left out")
    return pairs


def middle_of(start, end):
    return start + (1 << ((end - start - 1).bit_length() - 1))


def tree_of(size, leaves, proof):
    """The hashes that leaves, [(index, hash)], and proof give, by (start, end) of their leaves; raises Refused unless every hash is used."""
    hashes_left, tree = iter(proof), {}

    def root(start, end, low, high):
        if low == high:
            value = next(hashes_left, None)
            if value is None:
                raise Refused("PROOF", "too few hashes")
            return value
        if end - start == 1:
            return leaves[low][1]
        middle = middle_of(start, end)
        cut = low
        while cut < high and leaves[cut][0] < middle:
            cut += 1
        left = tree[start, middle] = root(start, middle, low, cut)
        right = tree[middle, end] = root(middle, end, cut, high)
        return node_hash(left, right)

    if leaves[-1][0] >= size or not ascending([index for index, _ in leaves]):
        raise Refused("PROOF", "an entry above the size, or both here and left out")
    tree[0, size] = root(0, size, 0, len(leaves))
    if next(hashes_left, None) is not None:
        raise Refused("PROOF", "too many hashes")
    return tree


def known_root(tree, start, end):
    """The root over the leaves from start to end, as far as the tree has the hashes for it, else None."""
    if (start, end) in tree or end - start <= 1:
        return tree.get((start, end))
    middle = middle_of(start, end)
    left = known_root(tree, start, middle)
    right = left and known_root(tree, middle, end)
    return right and node_hash(left, right)


# --- keys and signatures (evidence.md, KEYS) ---------------------------------------------------------------------------------------------


class Refusal(Exception):
    """Why an event makes nothing known; `is_open`: because something may be missing."""

    def __init__(self, text, is_open=False):
        super().__init__(text)
        self.is_open = is_open


class Key:
    def __init__(self, body, index):
        self.algorithm, self.public_key, self.index = body["algorithm"], body["public_key"], index
        self.id = key_id_of(self.algorithm, self.public_key)
        self.expires = body.get(EXPIRES)
        self.ended = self.report = None  # index of the event that ended it (operator); (index, since) of the report

    def is_expired(self, time):
        return self.expires is not None and time >= self.expires


class Segment:
    """The counters of a boot that one key signs."""

    def __init__(self, boot, key, begin, index):
        self.boot, self.key, self.begin, self.opened = boot, key, begin, index
        self.closed = self.closed_by = self.end = self.last_hash = self.barred = None

    def close(self, index, kind, last=None):
        self.closed, self.closed_by = index, kind
        if last is not None:
            self.end, self.last_hash = last.get("counter", 0), last.get("statement_hash")


class Device:
    """Keys and boots of one device (entry.md, Keys that age)."""

    def __init__(self, body, index):
        self.identity, self.party, self.kind, self.index = body["device"], body["party"], body.get("kind"), index
        self.own_key = body.get("object")
        key = Key(body, index)
        self.keys = {key.id: key}
        self.segments = [Segment(body["boot"], key, 1, index)]

    @property
    def active(self):
        newest = self.segments[-1]
        return newest.key if newest.closed is None else None

    def check_last(self, last):
        if last is None:
            raise Refusal("it names no last statement")
        newest = self.segments[-1]
        if all(segment.boot != last["boot"] for segment in self.segments):
            raise Refusal("its last statement is of a boot that is not known", is_open=True)
        named = (last.get("counter", 0), last.get("statement_hash"))
        if last["boot"] != newest.boot:
            raise Refusal("its last statement is of an earlier boot")
        if newest.closed is None:
            if named[0] < newest.begin - 1:
                raise Refusal("its last statement is of the key before")
            if named[0] == newest.begin - 1 > 0 and named != (self.segments[-2].end, self.segments[-2].last_hash):
                raise Refusal("its last statement is not that of the key before")
        elif newest.end is not None and named != (newest.end, newest.last_hash):
            raise Refusal("another last statement was named before")

    def close(self, index, kind, last):
        self.check_last(last)
        if self.segments[-1].closed is None:
            self.segments[-1].close(index, kind, last)

    def rotate(self, index, terms):
        if self.active is None:
            raise Refusal("the device has no active key")
        self.close(index, ROTATE, terms.get("last"))
        self.open(self.segments[-1].boot, Key(terms, index), self.segments[-1].end + 1, index)

    def boot(self, index, body):
        key = Key(body, index) if "public_key" in body else self.active
        if key is None:
            raise Refusal("the device has no active key")
        if any(segment.boot == body["boot"] for segment in self.segments):
            raise Refusal("a boot that was announced before")
        self.close(index, BOOT, body["last"])
        self.open(body["boot"], key, 1, index)

    def open(self, boot, key, begin, index):
        self.keys[key.id] = key
        self.segments.append(Segment(boot, key, begin, index))

    def retire(self, index, body):
        if body["key_id"] not in self.keys:
            raise Refusal("no key of the device", is_open=True)
        if self.active is None or self.active.id != body["key_id"]:
            raise Refusal("a key that has ended")
        self.close(index, RETIRE, body.get("last"))

    def compromise(self, index, body):
        key = self.keys.get(body["key_id"])
        if key is None:
            raise Refusal("no key of the device", is_open=True)
        if key.report is not None:
            raise Refusal("reported before")
        key.report = (index, body.get("since_ms", 0))
        for segment in self.segments:
            if segment.key is key:
                segment.barred = index
                if segment.closed is None:
                    segment.close(index, COMPROMISED)

    def judge(self, index, scan, statement_hash):
        """The segment that the scan counts in, and whether it is late."""
        if self.kind in (SYSTEM, DESK):
            raise Refusal("by a device that signs no scans")
        of_boot = [segment for segment in self.segments if segment.boot == scan["boot"]]
        opened = [segment for segment in of_boot if segment.opened < index]
        if not opened:
            raise Refusal("of a boot that was not announced before", is_open=not of_boot)
        key = self.keys.get(scan["key_id"])
        if key is None or key.index >= index:
            raise Refusal("by a key that was not made known before", is_open=key is None)
        counter = scan["counter"]
        segment = None
        for one in opened:
            one_is_closed = one.closed is not None and one.closed < index and one.end is not None
            if one.begin <= counter and (not one_is_closed or counter <= one.end):
                segment = segment or one
        if segment is None or segment.key is not key or segment.barred is not None and segment.barred < index:
            raise Refusal("by a key that does not sign this counter, or no longer")
        if segment.closed is not None and segment.closed < index:
            return segment, True
        if key.is_expired(scan["received_time_ms"]):
            raise Refusal("by a key that had expired")
        if segment.end is not None and (counter > segment.end or counter == segment.end and statement_hash != segment.last_hash):
            raise Refusal("contradicted by the last statement that is named later")
        return segment, False


class Keys:
    """What the key events of a bundle say, the problems among them, and the signatures to check."""

    def __init__(self, entries, origin, chains):
        self.failed, self.unjudged, self.signatures = [], [], []
        self.origin, self.chains, self.unused_chains = origin, chains, list(chains)
        self.roles, self.known, self.devices, self.parties = {OPERATOR: [], RECEIPT_KEY: []}, set(), {}, {}
        for entry in entries:
            if entry.body is not None:
                self.attempt(entry, self.take)
            if entry.is_event(PARTY) or entry.is_event(ENROL):
                for name, value in entry.claims:
                    if not is_named_so(name, value, entry.body.get("device"), entry.body["party"]):
                        self.failed.append(f"entry {entry.index}: its {name} is not the one of the key beside it")
        late = {}
        for entry in entries:
            if entry.scan is not None:
                self.attempt(entry, lambda one: self.check_scan(one, late))
            elif entry.body is not None:
                self.attempt(entry, self.check_quoted)
        for segment, scans in late.values():
            self.check_chain(segment, scans)
        for identity, device in self.devices.items():
            if device.party not in self.parties:
                self.unjudged.append(f"the party of device {identity.hex()[:8]} is not known")

    def attempt(self, entry, work):
        try:
            work(entry)
        except Refusal as refusal:
            (self.unjudged if refusal.is_open else self.failed).append(f"entry {entry.index}: {refusal}")

    def active(self, role):
        return [key for key in self.roles[role] if key.ended is None]

    def signer_for(self, key_id, may_sign):
        """The active key of the device that has this key, if that device may sign."""
        owners = [device for device in self.devices.values() if key_id in device.keys and may_sign(device)]
        return [device.active for device in owners if device.active is not None]

    def signers(self, kind, body, device, index, key_id):
        """The keys that may sign an event."""
        operators = self.active(OPERATOR)
        own = [device.active] if device is not None and device.active is not None else []
        if kind == OPERATOR:
            return [Key(body, index)]
        if kind in (EQUIVOCATION, REFUSED, DOCUMENT):
            return self.active(RECEIPT_KEY)
        if kind in (RECALL, GRANT):
            kinds = (None, SYSTEM) if kind == RECALL else (SYSTEM,)
            return self.signer_for(key_id, lambda one: one.party == body["party"] and one.kind in kinds) + operators
        if kind == DECISION:
            return self.signer_for(key_id, lambda one: one.identity == body["device"] and one.kind == DESK)
        if kind == ROTATE:
            return operators if device is None else own
        if kind == RETIRE or kind == BOOT and "public_key" not in body:
            return own + operators
        return operators

    def take(self, entry):
        """One event. With a problem it makes nothing known, and its signature is not looked at."""
        event, body, kind, index = entry.event, entry.body, entry.event["kind"], entry.index
        if kind != OPERATOR and not self.roles[OPERATOR]:
            raise Refusal("the operator is not known", is_open=True)
        terms = body["terms"] if kind == ROTATE else body
        device = None
        if kind in (BOOT, ROTATE, RETIRE, COMPROMISED):
            subject = objects_of_event(kind, body)[0]
            if kind == BOOT or subject != operator_key(self.origin):
                device = self.devices.get(subject)
                if device is None:
                    raise Refusal("about a device that is not known", is_open=True)
        signer = next((key for key in self.signers(kind, body, device, index, event["signer_key_id"]) if key.id == event["signer_key_id"]), None)
        if signer is None:
            is_known = event["signer_key_id"] in self.known
            raise Refusal("signed by a key that may not sign this" if is_known else "signed by a key that is not known", is_open=not is_known)
        if signer.is_expired(terms["time_ms"]):
            raise Refusal("signed by a key that had expired")
        new = Key(terms, index) if "public_key" in terms else None
        if new is not None and new.id in self.known:
            raise Refusal("it brings a key that is known")
        self.apply(kind, index, body, device)
        self.must_have_signed(index, signer, f"cairn.{KIND_NAMES[kind]}.v1\0".encode() + event["body"], event["signature"])
        if kind == ROTATE:
            self.must_have_signed(index, new, b"cairn.rotation.v1\0" + body["rotation"], body["new_signature"])
        if new is not None:
            self.known.add(new.id)
            if not is_acceptable_key(new.algorithm, new.public_key):
                self.failed.append(f"entry {index}: a key that no one may use")

    def apply(self, kind, index, body, device):
        if kind == OPERATOR:
            if index != 0 or body["log_origin"] != self.origin or body["operator"] != operator_key(self.origin):
                raise Refusal("not the operator of this log")
            self.roles[OPERATOR].append(Key(body, index))
        elif kind == RECEIPT_KEY:
            if body["operator"] != operator_key(self.origin):
                raise Refusal("not of the operator of this log")
            self.roles[RECEIPT_KEY].append(Key(body, index))
        elif kind == PARTY:
            self.parties[body["party"]] = body.get("kind")
        elif kind == ENROL:
            if body["device"] in self.devices:
                raise Refusal("a second enrolment")
            self.devices[body["device"]] = Device(body, index)
        elif kind == BOOT:
            device.boot(index, body)
        elif kind == ROTATE and device is not None:
            device.rotate(index, body["terms"])
        elif kind == ROTATE:
            if "last" in body["terms"] or EXPIRES in body["terms"]:
                raise Refusal("a key of the operator has no last statement and does not expire")
            self.roles[OPERATOR].append(Key(body["terms"], index))
        elif kind == RETIRE:
            device.retire(index, body) if device is not None else self.end(kind, index, body)
        elif kind == COMPROMISED:
            device.compromise(index, body) if device is not None else self.end(kind, index, body)

    def end(self, kind, index, body):
        """A key of the operator ends."""
        if "last" in body:
            raise Refusal("a key of the operator has no last statement")
        key = next((key for keys in self.roles.values() for key in keys if key.id == body["key_id"]), None)
        if key is None:
            raise Refusal("no key of the operator", is_open=True)
        if key.ended is not None and (kind == RETIRE or key.report is not None):
            raise Refusal("a key that has ended")
        if key.ended is None and self.active(OPERATOR) == [key]:
            raise Refusal("the last key of the operator")
        key.ended = index if key.ended is None else key.ended
        if kind == COMPROMISED:
            key.report = (index, body.get("since_ms", 0))

    def must_have_signed(self, index, key, message, signature):
        self.signatures.append((index, key.algorithm, key.public_key, message, signature))

    def key_of(self, statement):
        device = self.devices.get(statement["device"])
        return None if device is None else device.keys.get(statement["key_id"])

    def check_quoted(self, entry):
        statements = quoted_statements(entry.event["kind"], entry.body)
        keys = [self.key_of(statement) for statement in statements]
        if None in keys:
            raise Refusal("it quotes a device or key that is not known", is_open=True)
        for statement, key in zip(statements, keys):
            self.must_have_signed(entry.index, key, statement_bytes(statement, statement["header_hash"]), statement["signature"])

    def check_scan(self, entry, late):
        scan = entry.scan
        device = self.devices.get(scan["device"])
        if device is None:
            raise Refusal("of a device that is not known", is_open=True)
        if entry.index <= device.index:
            raise Refusal("before its device was enrolled")
        segment, is_late = device.judge(entry.index, scan, entry.statement_hash)
        self.must_have_signed(entry.index, segment.key, statement_bytes(scan, sha256(scan["header"])), scan["signature"])
        if is_late:
            late.setdefault(id(segment), (segment, []))[1].append(entry)

    def check_chain(self, segment, entries):
        """Late scans of one segment must lead to its last statement."""
        for entry in entries:
            if entry.scan["counter"] == segment.end and entry.statement_hash != segment.last_hash:
                self.failed.append(f"entry {entry.index}: late, and not the last statement of its key")
        below = {entry.scan["counter"]: entry for entry in reversed(entries) if entry.scan["counter"] < segment.end}
        device = entries[0].scan["device"]
        fitting = [chain for chain in self.chains if (chain.device, chain.boot) == (device, segment.boot) and chain.begin - 1 in below]
        chain = next((chain for chain in fitting if chain.begin <= segment.end), None)
        found = {}
        if chain is not None:
            self.unused_chains.remove(chain)
            first = below[chain.begin - 1]
            found = chain.hashes(first.scan, first.statement_hash)
        leads = chain is not None and max(found) == segment.end and found[segment.end] == segment.last_hash
        for entry in entries:
            counter = entry.scan["counter"]
            if counter >= segment.end:
                continue
            if chain is None or counter < chain.begin - 1:
                self.unjudged.append(f"entry {entry.index}: late, and what shows that it chains is not here")
            elif not leads or found[counter] != entry.statement_hash:
                self.failed.append(f"entry {entry.index}: late, and does not chain into the last statement of its key")

    def party_of(self, scan):
        device = self.devices.get(scan["device"])
        return None if device is None else device.party


# --- the story in log order (trail.md) --------------------------------------------------------------------------------------------------------------------


class Span:
    """The stay of `child` in `parent`."""

    def __init__(self, child, parent, index):
        self.child, self.parent, self.begin, self.end, self.uncertain, self.seen_alone = child, parent, index, None, False, False

    def edges(self):
        return [self.begin] if self.end is None else [self.begin, self.end]


class LogStory:
    """The story of evidence of version 1. `findings` is [(code, log index, ...)]; of `scans` everything counts."""

    is_class = hears_some = False
    has_owner = True  # nobody asks

    def __init__(self, key, entries, keys):
        self.levels, self.open_spans, self.spans = [key], [], []
        self.custodian = self.hand_over = None
        self.findings, self.elsewhere = [], {}
        self.scans = self.acting = self.reading = self.heard = self.stating = []
        # By log index: the unit of each step, the steps that are of the object itself, and those that took something out.
        self.units, self.of_itself, self.taken_out = {}, set(), set()
        for entry in entries:
            if entry.scan is not None and not set(self.levels).isdisjoint(entry.header["objects"]):
                self.scans.append(entry)
                self.tell(entry, keys.party_of(entry.scan))
        self.excursions = [entry.index for entry in self.scans if OUTSIDE in alarms_of(entry)]
        self.findings += [("SEEN_ELSEWHERE", *indexes) for indexes in self.elsewhere.values()]
        self.findings += [("SPAN_UNCERTAIN", *span.edges()) for span in self.spans if span.uncertain]

    def find(self, code, entry):
        self.findings.append((code, entry.index))

    def standing(self, party):
        if party is None:
            return False
        if self.custodian is None:
            self.custodian = party
        elif party != self.custodian and party == self.hand_over:
            self.custodian, self.hand_over = party, None
        return party == self.custodian

    def tell(self, entry, party):
        header = entry.header
        acts = self.standing(party)
        if not acts and party is not None:
            self.elsewhere.setdefault(party, []).append(entry.index)
        roles = [(key, byte & ~CLASS) for key, byte in zip(header["objects"], header["roles"])]
        parent = next((key for key, role in roles if role == PARENT), None)
        children = [key for key, role in roles if role == CHILD]
        self.units[entry.index] = parent or next(level for level in self.levels if level in header["objects"])
        if self.levels[0] in header["objects"]:
            self.of_itself.add(entry.index)
        moves = header["event_type"] in (AGGREGATION, ASSOCIATION)
        unpacks = moves and header["action"] == DELETE
        concerns = not (unpacks and children and set(children).isdisjoint(self.levels))
        if acts and "to" in header and concerns:
            self.hand_over = None if header["to"] == self.custodian else header["to"]
        before = list(self.open_spans)
        is_cycle = False
        if moves and header["action"] == ADD:
            is_cycle = self.pack(entry, acts, parent, children)
        elif unpacks:
            self.unpack(entry, acts, parent, children)
        if not acts:
            return
        if not is_cycle:
            self.see_alone(entry)
        if entry.scan["counter"] <= entry.scan.get("after", 0):
            for span in before + self.open_spans:
                span.uncertain = True

    def pack(self, entry, acts, parent, children):
        """Returns whether it was a cycle."""
        is_cycle = False
        for child in reversed([key for key in self.levels if key in children]):
            place = self.levels.index(child)
            if parent in self.levels[place + 1 :]:
                continue
            if parent in self.levels[: place + 1]:
                self.find("PACKING_IMPOSSIBLE", entry)
                is_cycle = True
            elif not acts:
                self.find("PACKING_NOT_CONFIRMED", entry)
            elif place >= UNITS_MAX:
                self.find("DEPTH", entry)
            else:
                if place < len(self.open_spans):
                    self.open_spans[place].uncertain = True
                self.cut(place, entry)
                span = Span(child, parent, entry.index)
                self.open_spans.append(span)
                self.levels.append(parent)
                self.spans.append(span)
        return is_cycle

    def unpack(self, entry, acts, parent, children):
        place = self.levels.index(parent) if parent in self.levels else 0
        if place > 0 and (not children or self.levels[place - 1] in children):
            if acts:
                self.cut(place - 1, entry)
                self.taken_out.add(entry.index)
            else:
                self.find("PACKING_NOT_CONFIRMED", entry)
            return
        for child in children:
            if child in self.levels and not acts:
                self.find("PACKING_NOT_CONFIRMED", entry)
            elif child in self.levels and self.was_not_in(child, parent):
                self.find("UNPACKED_NOT_PACKED", entry)

    def was_not_in(self, child, parent):
        place = self.levels.index(child)
        if parent in self.levels[place + 1 :]:
            return False
        since = self.open_spans[place - 1].begin if place > 0 else -1
        spans = [span for span in self.spans if span.child == child and span.begin > since]
        if not spans:
            return place == 0
        return not (spans[-1].seen_alone and spans[-1].parent == parent)

    def see_alone(self, entry):
        named = entry.header["objects"]
        for place, span in enumerate(self.open_spans):
            if span.child in named and span.parent not in named and span.begin != entry.index:
                span.uncertain = span.seen_alone = True
                self.cut(place, entry)
                return

    def cut(self, place, entry):
        """The span at `place` and those around it end."""
        for span in self.open_spans[place:]:
            span.end = entry.index
        del self.open_spans[place:]
        del self.levels[place + 1 :]


# --- the story by its own times: what is asked of a scan (story.md) ------------------------------------------------------------------------

HOUR_MS = 3_600_000
CLOCKS_DIFFER_MS, DAYS_DIFFER_MS = HOUR_MS, 25 * HOUR_MS
DAY_MS = 24 * HOUR_MS
REUSE_AFTER_MS = 365 * DAY_MS
HEADS_MAX = 64
TRIED_AGAIN_MAX = BRANCHES_MAX = LOGGERS_MAX = 16
THING = b""  # the object, among keys of 32 bytes
GS1_ID = re.compile(r"https://id\.gs1\.org/([0-9]{2,4})/([^/]+)(?:/([0-9]+)/.*)?")
HOLDER_DIGITS = {
    "00": (1, 17), "01": (1, 13), "8003": (1, 13), "8006": (1, 13), "253": (0, 13), "255": (0, 13), "401": (0, 14), "402": (0, 17), "410": (0, 13),
    "414": (0, 13), "415": (0, 13), "417": (0, 13), "8004": (0, 14), "8010": (0, 14), "8013": (0, 14), "8017": (0, 18), "8018": (0, 18),
}  # fmt: skip
OWNER, MADE_BY = 1, 2
AUTHORITY_KINDS = (9, 10)
NEVER, ALWAYS, AFTER_A_YEAR = range(3)
HANDS_OVER = frozenset("shipping departing consigning loading dispensing".split())
RECEIVES = frozenset("receiving accepting".split())
ACTS_AS_HOLDER = frozenset("receiving accepting loading unpacking stocking retail_selling dispensing".split())
COMMISSIONS = frozenset("commissioning creating_class_instance".split())
ENDS = frozenset("destroying decommissioning killing".split())
SELLS_OR_ENDS = ENDS | {"retail_selling", "dispensing"}
MARKS = frozenset("stolen destroyed damaged recalled".split())
OUTSIDE = "reading outside"


def holder_digits(uri):
    """The digits by which the holder of a code is found, and whether they are the whole of it; None if nobody can be."""
    match = GS1_ID.fullmatch(uri)
    if match is None or match[1] not in HOLDER_DIGITS:
        return None
    skipped, most = HOLDER_DIGITS[match[1]]
    if match[1] == "01" and re.fullmatch("0{6}[0-9]{8}", match[2]):
        return None if match[2][6] in "02" else (match[2][6:], True)
    digits = DIGITS.match(match[2], skipped)[0][:most]
    return None if digits == "" or re.match("02|04|2|97[789]", digits) else (digits, False)


def holder_prefixes(uri):
    """Digits under which somebody may own a code."""
    digits, is_whole = holder_digits(uri) or ("", False)
    return [digits] if is_whole else [digits[:count] for count in range(4, min(len(digits), 14) + 1)]


def party_of_uri(text):
    """The key of the party that a claim names, None if it names none."""
    if text is None:
        return None
    place = re.fullmatch(r"https://id\.gs1\.org/414/([0-9]{13})", text)
    name = place[1] if place else text
    if re.fullmatch("[0-9]{13}", name):
        return tagged_hash("cairn.party.v1", name) if is_gln(name) else None
    try:
        name = canonical_uri(name)
    except Refused:
        return None
    return tagged_hash("cairn.party.v1", name.removeprefix("https://id.gs1.org/417/"))


class Facts:
    """What the log says of the object and of devices and parties, beside the scans."""

    def __init__(self, uri, entries, keys):
        self.keys, self.key = keys, object_key(uri)
        self.own_keys = {device.own_key for device in keys.devices.values()} - {None}
        self.codes = [(entry.index, entry.body) for entry in entries if entry.is_event(CODES)]
        self.digits, self.latest = holder_digits(uri), max((entry.scan["received_time_ms"] for entry in entries if entry.scan), default=0)
        match = GS1_ID.fullmatch(uri)
        ai, qualifier = (match[1], match[3]) if match else (None, None)
        self.is_class = ai == "01" and qualifier in (None, "10")
        if not uri.startswith(("https://id.gs1.org/", "urn:epc:id:bic:")):
            self.is_class = None  # the scan with which custody begins says it
        is_container = uri.startswith("urn:epc:id:bic:") and is_strictly_canonical(uri)
        self.reuse = ALWAYS if is_container or ai in ("8003", "8004") else AFTER_A_YEAR if ai == "00" else NEVER

    def holders(self, index, time):
        """The owner of the code at an index and time, and who makes things under it beside him."""
        if self.digits is None:
            return None, set()
        digits, is_whole = self.digits
        newest = {}
        for at, body in self.codes:
            if at < index:
                newest[body["digits"], body["role"], body["party"]] = body
        live = [
            body
            for body in newest.values()
            if (body["digits"] == digits if is_whole else digits.startswith(body["digits"]))
            and body.get("from_ms", 0) <= time < body.get("until_ms", TIME_MAX + 1)
        ]
        owner = max((body for body in live if body["role"] == OWNER), key=lambda body: len(body["digits"]), default=None)
        if owner is None:
            return None, set()
        makers = {body["party"] for body in live if body["role"] == MADE_BY and len(body["digits"]) >= len(owner["digits"])}
        return owner["party"], makers


def sensor_reports(entry):
    return [report for name, value in entry.claims if name == "sensorElement" for report in parse_json(value)["sensorReport"]]


def alarms_of(entry):
    """What its claims say against the object."""
    alarms = [value for name, value in entry.claims if name in ("disposition", "persistentDisposition.set") and value in MARKS]
    rings = any(report.get("exception") in ("ALARM_CONDITION", "ERROR_CONDITION") for report in sensor_reports(entry))
    return alarms + [OUTSIDE] * (rings or entry.claim("temperatureVerdict") in ("above", "below"))


class Sighting:
    """A scan as the rules ask for it. Its place is (time, rank), which lower counters of its boot may raise."""

    def __init__(self, entry, facts):
        scan, header = entry.scan, entry.header
        self.entry, self.index, self.counter, self.boot = entry, entry.index, scan["counter"], (scan["device"], scan["boot"])
        device = facts.keys.devices.get(scan["device"])
        self.party, self.own_key = (None, None) if device is None else (device.party, device.own_key)
        self.is_wrong = entry.claim("errorReason") is not None or entry.claim("errorDeclaration") is not None
        self.moves = self.own_key is None and not self.is_wrong
        named = [THING if key == facts.key else key for key in header["objects"]]
        roles = [byte & ~CLASS for byte in header["roles"]]
        self.keys, self.names_thing = frozenset(named), THING in named
        self.is_class = any(key == THING and byte & CLASS for key, byte in zip(named, header["roles"]))
        self.biz_step = entry.claim("bizStep")
        self.fills_hole = self.counter <= scan.get("after", 0)
        self.is_day = header["precision"] == DAY
        self.has_readings = self.own_key is not None or any(name in ("sensorElement", "temperatureVerdict") for name, _ in entry.claims)
        self.received = scan["received_time_ms"]
        begin = header.get("event_time_ms", 0)
        self.thing = facts.key
        self.own_time = min(begin + DAY_MS - 1 if self.is_day else begin, self.received)
        self.time, self.rank = self.own_time, self.index
        self.to = None if self.is_wrong else header.get("to") or self.destination()
        self.packs, self.parent, self.children, self.loggers = None, None, (), []
        if not self.is_wrong and header["event_type"] in (AGGREGATION, ASSOCIATION) and header["action"] in (ADD, DELETE):
            self.packs = header["action"] == ADD
            self.parent = named[roles.index(PARENT)]
            self.children = tuple(key for key, role in zip(named, roles) if role == CHILD)
            self.loggers = [key for key in self.children if key in facts.own_keys]
        self.is_whole = self.packs is False and not self.children
        self.acts_as_holder = self.packs is False or self.biz_step in ACTS_AS_HOLDER
        is_output = any(key == THING and role == OUTPUT for key, role in zip(named, roles))
        adds = header["event_type"] == OBJECT_EVENT and header.get("action") == ADD
        makes = is_output or (adds if self.biz_step is None else self.biz_step in COMMISSIONS)
        self.commissions = self.names_thing and makes and not self.is_wrong
        owner, makers = facts.holders(self.index, self.received)
        self.is_by_owner = self.party is not None and (self.party == owner or self.party in makers)
        self.is_ownerless = owner is None
        self.is_authority = facts.keys.parties.get(self.party) in AUTHORITY_KINDS
        self.alarms = alarms_of(entry)

    def destination(self):
        """The party that a captured event hands over to."""
        if self.biz_step not in HANDS_OVER:
            return None
        possessing = party_of_uri(self.entry.claim("destination.possessing_party"))
        named = possessing or party_of_uri(self.entry.claim("destination.owning_party"))
        return None if named == self.party else named

    @property
    def may_begin(self):
        return self.moves and self.names_thing and self.party is not None and (self.is_by_owner or self.is_ownerless)

    def place(self):
        return self.time, self.rank, self.counter

    def beginning_order(self):
        """Who had it first is said by the lowest of these."""
        if self.is_by_owner:
            return (0, *self.place())
        return (1, *self.place()) if self.commissions else (2, self.index)


# --- the story by its own times: one step after the other (story.md) -----------------------------------------------------------------------

Level = namedtuple("Level", "key packed")  # a unit, and the packing that put into it what is inside
HandOver = namedtuple("HandOver", "given giver receiver")
Previous = namedtuple("Previous", "party taking chain")
Recent = namedtuple("Recent", "chain ended")
Logger = namedtuple("Logger", "key parent packed")
PackingNote = namedtuple("PackingNote", "outcome child parent is_packing")
Left = namedtuple("Left", "child level end")
State = namedtuple("State", "holder is_class open previous former chain recent loggers members named content empty_since use")
Step = namedtuple("Step", "one standing gives takes notes left state before branch has_no_effect", defaults=(None, None, False))
NOTHING_YET = State(None, False, None, None, (), (), (), (), (), (), frozenset(), 0, 1)
CONFIRMED, NOT_CONFIRMED, CYCLE, TOO_DEEP, WAS_NOT_IN_IT = "confirmed", "not confirmed", "cycle", "too deep", "was not in it"


def tolerance(one, other):
    return DAYS_DIFFER_MS if one.is_day or other.is_day else CLOCKS_DIFFER_MS


def place_in(chain, key):
    """0 for the thing, 1 for the unit around it and so on, -1 for none of them."""
    if key == THING:
        return 0
    return next((place for place, level in enumerate(chain, 1) if level.key == key), -1)


def key_at(chain, place):
    return THING if place == 0 else chain[place - 1].key


def follows(one, packing):
    if one.boot == packing.boot:
        return one.counter > packing.counter
    return one.time >= packing.time - tolerance(one, packing)


def is_clearly_after(one, packing):
    if one.boot == packing.boot:
        return one.counter > packing.counter
    return one.time > packing.time + tolerance(one, packing)


def concerns_chain(chain, one):
    if one.names_thing:
        return True
    for level in chain:
        if not follows(one, level.packed):
            return False
        if level.key in one.keys:
            return True
    return False


def concerns(state, one):
    if concerns_chain(state.chain, one):
        return True
    if any(logger.key in one.keys and follows(one, logger.packed) for logger in state.loggers):
        return True
    if not one.has_readings:
        return False
    previous = state.previous
    if previous and previous.party == one.party and one.time <= previous.taking.time + tolerance(one, previous.taking):
        if concerns_chain(previous.chain, one):
            return True
    return any(
        ended.party == one.party and ended.boot != one.boot and one.time <= ended.time + tolerance(one, ended) and concerns_chain(chain, one)
        for chain, ended in state.recent
    )


def holds(state, party):
    return party in state.members if state.is_class else party is not None and state.holder == party


def takes_over(given, one):
    return one.moves and one.time >= given.time - tolerance(one, given)


def hand_over_to(state, one):
    """The open hand-over by which the party of a scan takes over with it."""
    opened = state.named if state.is_class else [state.open] if state.open else []
    open_ = next((open_ for open_ in opened if open_.receiver == one.party), None)
    return open_ if open_ and takes_over(open_.given, one) else None


def end_from(chain, place, end):
    """What is at a place leaves its unit, and all around that."""
    return [Left(key_at(chain, at), chain[at], end if at == place else "left with its content") for at in range(place, len(chain))]


def move_chain(chain, one, acts):
    """The chain after a scan, what left its unit, and what is to be noted. Whoever does not act moves nothing."""
    if one.packs is None:
        after, left, notes = chain, [], []
    elif one.packs:
        after, left, notes = pack(chain, one, acts)
    else:
        after, left, notes = unpack(chain, one, acts)
    if not acts or any(note.outcome == CYCLE for note in notes):
        return chain, [], notes
    for place, level in enumerate(after):
        # Seen without the unit that it should be in.
        if key_at(after, place) in one.keys and level.key not in one.keys and is_clearly_after(one, level.packed):
            return after[:place], left + end_from(after, place, "seen alone"), notes
    return after, left, notes


def pack(given, one, acts):
    chain, left, notes = given, [], []
    for place in range(len(given), -1, -1):
        child = key_at(given, place)
        parent_place = place_in(chain, one.parent)
        if child not in one.children or parent_place > place:
            continue
        outcome = CYCLE if parent_place >= 0 else NOT_CONFIRMED if not acts else TOO_DEEP if place >= UNITS_MAX else CONFIRMED
        notes.append(PackingNote(outcome, child, one.parent, True))
        if outcome == CONFIRMED:
            left += end_from(chain, place, "packed elsewhere")
            chain = (*chain[:place], Level(one.parent, one))
    return chain, left, notes


def unpack(chain, one, acts):
    parent_place = place_in(chain, one.parent)
    if parent_place > 0:
        inside = key_at(chain, parent_place - 1)
        if one.is_whole or inside in one.children:
            note = PackingNote(CONFIRMED if acts else NOT_CONFIRMED, inside, one.parent, False)
            return chain[: parent_place - 1], end_from(chain, parent_place - 1, "unpacked"), [note]
    notes = []
    for place in range(len(chain) + 1):
        child = key_at(chain, place)
        if child in one.children and not (acts and parent_place > place):
            notes.append(PackingNote(WAS_NOT_IN_IT if acts else NOT_CONFIRMED, child, one.parent, False))
    return chain, [], notes


def begins_use(state, one, facts):
    """Whether a packing of a reusable thing that is empty begins a new use of it."""
    if facts.reuse == NEVER or not one.packs or one.parent != THING or state.content:
        return False
    return facts.reuse == ALWAYS or one.time >= state.empty_since + REUSE_AFTER_MS


def count_content(state, one, facts):
    """What is in a thing that is used again."""
    if facts.reuse == NEVER or one.packs is None or one.parent != THING:
        return state
    if one.packs:
        is_first = not state.content and state.empty_since == 0
        use = state.use + (not is_first and begins_use(state, one, facts))
        return state._replace(content=state.content.union(one.children), use=use)
    content = frozenset() if one.is_whole else state.content.difference(one.children)
    return state._replace(content=content, empty_since=state.empty_since if content else one.time)


def attach_loggers(state, one):
    """Loggers that a holder puts with the thing or its units, or takes away; those of units that it left are gone."""
    loggers = [logger for logger in state.loggers if place_in(state.chain, logger.parent) >= 0]
    if one.packs is not None and place_in(state.chain, one.parent) >= 0:
        loggers = [logger for logger in loggers if logger.key not in one.loggers and not (one.is_whole and logger.parent == one.parent)]
        if one.packs:
            loggers += [Logger(key, one.parent, one) for key in one.loggers]
    return state._replace(loggers=tuple(loggers[-LOGGERS_MAX:]))


def take(state, one, beginning, facts):
    """The next step: what its signer is to the thing, and what is so afterwards."""
    begins = one is beginning
    taken = None if begins or holds(state, one.party) else hand_over_to(state, one)
    if begins or taken or holds(state, one.party):
        return step_of_holder(state, one, begins, taken, facts)
    if state.holder is not None and one.moves and one.party is not None and begins_use(state, one, facts):
        return step_of_holder(state._replace(open=None), one, True, None, facts)
    standing = standing_of_other(state, one)
    notes = []
    if one.party is not None and one.packs is not None and not state.is_class:
        notes = move_chain(state.chain, one, False)[2]
    return Step(one, standing, None, None, notes, [], state)


def standing_of_other(state, one):
    previous = state.previous
    if one.party is None:
        return "unknown"
    if previous and previous.party == one.party and one.time <= previous.taking.time + tolerance(one, previous.taking):
        return "previous holder"
    if any(logger.key == one.own_key for logger in state.loggers):
        return "logger"
    return "owner" if one.is_by_owner else "authority" if one.is_authority else "outsider"


def step_of_holder(state, one, begins, taken, facts):
    standing = "began" if begins else "took over" if taken else "holder"
    if not one.moves:
        return Step(one, standing, None, None, [], [], state)
    if begins:
        is_class = one.is_class if facts.is_class is None else facts.is_class
        state = state._replace(holder=one.party, is_class=is_class, members=(one.party,) if is_class else (), open=None)
    elif taken and state.is_class:
        state = state._replace(members=(*state.members, one.party))
    elif taken:
        former = state.former if state.holder in state.former else (*state.former, state.holder)
        previous = Previous(state.holder, one, state.chain)
        state = state._replace(holder=one.party, open=None, previous=previous, former=former)
    chain, left, notes = (state.chain, [], []) if state.is_class else move_chain(state.chain, one, True)
    gives = None
    names_some = one.packs is not False or one.is_whole or any(place_in(state.chain, child) >= 0 for child in one.children)
    if one.to is not None and one.to != one.party and not holds(state, one.to) and names_some:
        gives = HandOver(one, one.party, one.to)
    after = state._replace(chain=chain)
    if left:
        after = after._replace(recent=(*state.recent, Recent(state.chain, one))[-UNITS_MAX:])
    if state.is_class:
        if gives and all(named.receiver != one.to for named in state.named):
            after = after._replace(named=(*state.named, gives))
    elif gives or one.to is not None and one.to == one.party:
        after = after._replace(open=gives)
    after = attach_loggers(count_content(after, one, facts), one)
    return Step(one, standing, gives, taken, notes, left, after)


# --- the story by its own times: which scan is told next (story.md) ------------------------------------------------------------------------


class Telling:
    """The scans with effect, and the steps that they make."""

    def __init__(self, facts):
        self.facts, self.steps, self.told, self.beginning = facts, [], set(), None
        self.boots, self.boots_of, self.hand_overs, self.packings, self.unpackings, self.beginnings = {}, {}, {}, {}, {}, []

    @property
    def state(self):
        return self.steps[-1].state if self.steps else NOTHING_YET

    def lists_of(self, one):
        lists = [self.hand_overs.setdefault(one.to, [])] if one.to is not None and one.moves else []
        if one.packs:
            lists += [self.packings.setdefault(child, []) for child in one.children]
        if one.packs is False:
            lists.append(self.unpackings.setdefault(one.party, []))
        return lists + [self.beginnings] * one.may_begin

    def add(self, group):
        for one in group:
            boot = self.boots.setdefault(one.boot, [])
            boot.append(one)
            boot.sort(key=lambda other: other.counter)
            self.boots_of.setdefault(one.party, set()).add(one.boot)
            self.settle(boot)
            for found in self.lists_of(one):
                found.append(one)
        self.begin()

    def remove(self, group):
        for one in reversed(group):
            self.boots[one.boot].remove(one)
            self.settle(self.boots[one.boot])
            for found in self.lists_of(one):
                found.pop()
        self.begin()

    def begin(self):
        """Custody begins with the first scan of whoever had it first."""
        first = min(self.beginnings, key=Sighting.beginning_order, default=None)
        same = [one for one in self.beginnings if (one.party, one.is_by_owner) == (first.party, first.is_by_owner)]
        self.beginning = min(same, key=Sighting.place, default=None)

    def settle(self, boot):
        """No scan is told before a lower counter of its boot."""
        place = (0, 0)
        for one in boot:
            place = max(place, (one.own_time, one.index))
            one.time, one.rank = place

    def tell(self):
        """Tells all steps from the beginning."""
        self.steps, self.told = [], set()
        heads, scope = None, None
        while True:
            state = self.state
            if heads is None or scope != (state.chain, state.previous, state.recent, state.loggers):
                scope = (state.chain, state.previous, state.recent, state.loggers)
                heads = {boot: self.head(boot, state) for boot in self.boots}
            one = self.next(state, sorted((head for head in heads.values() if head), key=Sighting.place))
            if one is None:
                return
            self.steps.append(take(state, one, self.beginning, self.facts))
            self.told.add(one)
            heads[one.boot] = self.head(one.boot, state)

    def head(self, boot, state):
        return next((one for one in self.boots[boot] if one not in self.told and concerns(state, one)), None)

    def next(self, state, heads):
        """The lowest that does not wait; if all wait, the lowest."""
        deadline = 0
        for place, one in enumerate(heads[:HEADS_MAX]):
            if place > 0 and deadline < one.time:
                break
            until = self.waits_until(state, one)
            if until is None:
                return one
            deadline = max(deadline, until)
        return heads[0] if heads else None

    def waits_until(self, state, one):
        """Until when a scan waits for another one that is not told yet; None if it does not."""
        if not one.moves or one.party is None:
            return None
        own_open = state.open if not state.is_class and state.open and state.open.giver == one.party else None
        if own_open and one.party == state.holder and self.is_taken_later(state, own_open):
            return float("inf")
        acts = one is self.beginning or holds(state, one.party) or hand_over_to(state, one)
        if not acts or own_open and one.biz_step in RECEIVES:
            until = self.waits_for_name(state, one)
            if until is not None:
                return until
        return self.waits_within_party(state, one)

    def waits_for_name(self, state, one):
        in_time = lambda given: given not in self.told and given.party != one.party and given.time <= one.time + tolerance(one, given)
        return self.latest(one, (given for given in self.hand_overs.get(one.party, ()) if in_time(given) and self.will_concern(state, given)))

    def latest(self, one, awaited):
        """Until when a scan waits for the last of some others that are not told yet."""
        return max((one.time + tolerance(one, other) for other in awaited if other not in self.told), default=None)

    def is_taken_later(self, state, open_):
        for given in self.hand_overs.get(open_.receiver, ()):
            if given not in self.told and given.party != open_.giver and self.will_concern(state, given):
                return False
        scans = (one for boot in self.boots_of.get(open_.receiver, ()) for one in self.boots[boot])
        return any(one not in self.told and takes_over(open_.given, one) and concerns(state, one) for one in scans)

    def waits_within_party(self, state, one):
        in_time = lambda other: other is not one and other.time <= one.time + tolerance(one, other)
        inside = {level.key: key_at(state.chain, place) for place, level in enumerate(state.chain)}
        left = {parent: child for parent, child in inside.items() if child in one.keys and parent not in one.keys}
        takes_out = lambda other: other.parent in left and (other.is_whole or left[other.parent] in other.children)
        until = self.latest(one, (other for other in self.unpackings.get(one.party, ()) if takes_out(other) and in_time(other)))
        if until is not None or one.packs is not False or place_in(state.chain, one.parent) > 0:
            return until
        packings = [other for child in one.children if place_in(state.chain, child) >= 0 for other in self.packings.get(child, ())]
        return self.latest(one, (other for other in packings if other.parent == one.parent and in_time(other)))

    def will_concern(self, state, one):
        """Whether a scan names the thing, or a unit that it is in or gets into by untold packings before the scan."""
        if concerns(state, one):
            return True
        reached = [THING, *(level.key for level in state.chain)]
        seen, begin = set(reached), 0
        for _ in range(UNITS_MAX):
            end = len(reached)
            for key in reached[begin:end]:
                for packed in self.packings.get(key, ()):
                    if packed in self.told or packed.parent in seen or packed.time > one.time + tolerance(packed, one):
                        continue
                    if packed.parent in one.keys:
                        return True
                    seen.add(packed.parent)
                    reached.append(packed.parent)
            begin = end
        return False


# --- the story by its own times: what stood, stands (story.md) -----------------------------------------------------------------------------


def custody(steps):
    return [step.one.party for step in steps if step.standing in ("began", "took over")]


def is_subsequence(some, all_):
    rest = iter(all_)
    return all(one in rest for one in some)


def pair(hand_over):
    return hand_over.giver, hand_over.receiver


class Stood:
    """The story of the scans so far, where a late scan adds and never takes away."""

    def __init__(self, facts):
        self.telling = Telling(facts)
        self.without, self.tried_in_vain, self.told_late = [], set(), []
        self.alarms, self.heard = {}, {}  # (scan, alarm) by those whose word counts; scans that say something and do not count

    def arrive(self, one):
        enters = self.enter([one])
        if not enters:
            self.without.append(one)
            self.tried_in_vain.add(one.party)
            if one.alarms:
                self.heard[one] = True
        tried = self.newest()
        parties = list(dict.fromkeys(other.party for other in tried))
        groups = [[other for other in tried if other.party == party] for party in (parties if enters else [one.party])]
        for group in [tried, *groups] if len(parties) > 1 else [tried]:
            if group in ([], [one]) or not self.enter(group):
                continue
            self.without = [other for other in self.without if other not in group]
            if group is tried:
                return

    def newest(self):
        """Of the scans without effect the newest sixteen, in turn of their parties."""
        by_party = {}
        for one in reversed(self.without):
            by_party.setdefault(one.party, []).append(one)
        turns = [one for turn in zip_longest(*by_party.values()) for one in turn if one is not None]
        return sorted(turns[:TRIED_AGAIN_MAX], key=lambda one: one.index)

    def enter(self, group):
        """Tells scans, and takes them back where something would be lost."""
        before, told = self.telling.steps, self.telling.told
        self.telling.add(group)
        self.telling.tell()
        after = self.telling.steps
        if self.is_lost(before, after, group):
            self.telling.remove(group)
            self.telling.steps, self.telling.told = before, told
            return False
        late = [one for one in group if one.fills_hole]
        if late and is_told_otherwise(before, after):
            self.told_late += late
        for step in after:
            self.hear(step)
        return True

    def hear(self, step):
        counted = counted_alarms(step)
        for alarm in counted:
            self.alarms[step.one, alarm] = True
        if len(counted) < len(step.one.alarms):
            self.heard[step.one] = True

    def is_lost(self, before, after, group):
        may_go = self.parties_of_before(before, group)
        held = [party for party in custody(before) if party not in may_go]
        if before and before[-1].state.is_class:
            is_lost = not set(held) <= set(custody(after))
        else:
            is_lost = not is_subsequence(held, custody(after))
        if is_lost:
            return True
        given, taken = ({pair(step[at]) for step in after if step[at]} for at in (2, 3))
        taken_before = {pair(step.takes) for step in before if step.takes}
        is_by_owner = self.telling.beginning is not None and self.telling.beginning.is_by_owner
        for step in before:
            for hand_over, kept in ((step.takes, taken), (step.gives, given)):
                if hand_over is None or pair(hand_over) in kept:
                    continue
                if hand_over.giver in may_go and (is_by_owner or hand_over.receiver in may_go):
                    continue
                if hand_over is step.takes or pair(hand_over) in taken_before or not yields(hand_over, after, group):
                    return True
        return False

    def parties_of_before(self, before, group):
        """Parties whose scans all lie before a beginning that comes late."""
        beginning = self.telling.beginning
        if beginning not in group:
            return set()
        latest = {}
        for step in before:
            one = step.one
            latest[one.party] = max(one.time, latest.get(one.party, one.time))
        return {party for party, time in latest.items() if time < beginning.time and party != beginning.party}


def yields(hand_over, after, group):
    """Whether an open hand-over gives way to what entered."""
    given = hand_over.given
    for one in group:
        if one.packs is not None and one.fills_hole and one.boot == given.boot and one.counter < given.counter:
            if one.received <= given.received + HOURS_48_MS:
                return True
    return any(step.takes and step.takes.giver == hand_over.giver and step.one in group for step in after)


def is_told_otherwise(before, after):
    """Whether something that was told before is told otherwise."""
    alike = lambda step: ("holder" if step.standing == "began" else step.standing, step.state.holder, len(step.left), step.state.chain)
    told = {step.one: alike(step) for step in after}
    return any(told.get(step.one) != alike(step) for step in before)


# standing: whether its steps, readings and dispositions count
WORDS = {
    "began": (True, True, True), "holder": (True, True, True), "took over": (True, True, True), "previous holder": (True, True, False),
    "logger": (False, True, False), "owner": (False, True, True), "authority": (True, True, True), "unconfirmed": (False, False, False),
    "outsider": (False, False, False), "unknown": (False, False, False),
}  # fmt: skip


def words_of(standing, one):
    if one.is_wrong:
        return False, False, False
    steps, readings, marks = WORDS[standing]
    return steps, readings, marks or one.is_by_owner


def counted_alarms(step):
    one = step.one
    _, readings, marks = words_of(step.standing, one)
    marks = marks or step.standing == "previous holder" and not one.is_wrong
    return [alarm for alarm in one.alarms if (readings if alarm == OUTSIDE else marks)]


# --- the story by its own times: branches, spans and findings (story.md) --------------------------------------------------------------------

Branch = namedtuple("Branch", "began holder open chain")


def acts_as_holder(state, one):
    return one.acts_as_holder or one.party in state.former and (one.packs is not None or one.to is not None)


class Branches:
    """Unconfirmed holders, told beside the story of those who hold the thing."""

    def __init__(self, untold):
        self.told, self.branches, self.state = [], (), NOTHING_YET
        self.waiting = sorted(untold, key=Sighting.place)
        self.begin, self.done = len(self.waiting), set()

    def tell(self, steps):
        for step in steps:
            self.tell_waiting(step.one.time)
            self.tell_step(step)
            self.state = step.state
        self.tell_waiting(float("inf"))
        return self.told

    def tell_waiting(self, until):
        """Scans of units that only branches know."""
        while self.branches and self.begin < len(self.waiting) and self.waiting[self.begin].time < until:
            one = self.waiting[self.begin]
            self.begin += 1
            if one not in self.done and any(concerns_chain(branch.chain, one) for branch in self.branches):
                self.done.add(one)
                self.tell_step(Step(one, "outsider", None, None, [], [], self.state))

    def tell_step(self, step):
        one = step.one
        if step.standing in ("began", "holder", "took over"):
            if one.moves:
                self.branches = ()
        elif self.may_be_unconfirmed(step) and one.moves and one.party is not None:
            place, branch = self.branch_of(one)
            if branch is not None:
                return self.move(step, place, branch)
        self.told.append(step._replace(before=self.state))

    def may_be_unconfirmed(self, step):
        if step.standing == "previous holder":
            return step.one.time > self.state.previous.taking.time
        return step.standing in ("outsider", "owner")

    def branch_of(self, one):
        near = [(place, branch) for place, branch in enumerate(self.branches) if concerns_chain(branch.chain, one)]
        for place, branch in near:
            if branch.holder == one.party:
                return place, branch
        for place, branch in near:
            if branch.open and branch.open.receiver == one.party and takes_over(branch.open.given, one):
                return place, branch._replace(holder=one.party, open=None)
        if not acts_as_holder(self.state, one) or not concerns_chain(self.state.chain, one):
            return None, None
        begun = Branch(one, one.party, None, self.state.chain)
        self.branches = (*self.branches, begun)[-BRANCHES_MAX:]
        return len(self.branches) - 1, begun

    def move(self, step, place, branch):
        one = step.one
        chain, left, notes = move_chain(branch.chain, one, True)
        gives = HandOver(one, one.party, one.to) if one.to is not None and one.to != one.party else None
        branch = branch._replace(chain=chain, open=gives or branch.open)
        self.branches = (*self.branches[:place], branch, *self.branches[place + 1 :])
        step = step._replace(standing="unconfirmed", gives=gives, notes=notes, left=left, before=self.state, branch=branch)
        self.told.append(step)
        if one.packs:
            again = next((at for at, other in enumerate(self.waiting) if other.time >= one.time - DAYS_DIFFER_MS), self.begin)
            self.begin = min(self.begin, again)


class TimedStory:
    """The story of evidence of version 2. `findings` is [(code, log index, ...)]; the rest is as LogStory has it."""

    hears_some = True

    def __init__(self, uri, entries, keys):
        facts = Facts(uri, entries, keys)
        self.has_owner = facts.holders(float("inf"), facts.latest)[0] is not None
        self.sightings = [Sighting(entry, facts) for entry in entries if entry.scan is not None]
        self.stood = Stood(facts)
        for one in self.sightings:
            self.stood.arrive(one)
        self.is_class = self.stood.telling.state.is_class
        told = self.stood.telling.told
        self.untold = [one for one in self.sightings if one not in told]
        without = set(self.stood.without)
        branches = Branches([one for one in self.untold if one not in without])
        self.steps = with_late(branches.tell(self.stood.telling.steps), self.stood.without)
        self.scans = [step.one.entry for step in self.steps]
        words = [(words_of(step.standing, step.one), step.one.entry) for step in self.steps]
        self.acting = [entry for (steps, _, _), entry in words if steps]
        self.reading = [entry for (_, readings, _), entry in words if readings]
        self.heard = [entry for counted, entry in words if any(counted)]
        self.stating = [entry for (steps, _, marks), entry in words if steps or marks]
        self.units = {step.one.index: unit_of(step) for step in self.steps}
        self.of_itself = {step.one.index for step in self.steps if not via(step)}
        self.taken_out = {step.one.index for step in self.steps for note in step.notes if note.outcome == CONFIRMED and not note.is_packing}
        self.excursions = self.excursions_of()
        self.wrong = list(declared_wrong(self.sightings))
        self.spans = spans_of(self.steps)
        self.findings = [*self.custody_findings(), *self.span_findings(), *packing_findings(self.steps)]

    def excursions_of(self):
        """What was outside and stands: by those whose word counts, and by those who are heard all the same."""
        parties = self.heard_parties()
        confirmed = [one for one, alarm in self.stood.alarms if alarm == OUTSIDE]
        others = [*self.stood.heard, *self.untold_alarms(parties)]
        unconfirmed = [one for one in others if OUTSIDE in one.alarms and one.party in parties]
        return [one.index for one in dict.fromkeys(confirmed + unconfirmed)]

    def heard_parties(self):
        """Who acts as a holder, whom these name, and who held it before."""
        steps = self.stood.telling.steps
        parties = set(self.stood.tried_in_vain)
        for step in steps:
            acts = step.standing != "holder" and step.one.moves and acts_as_holder(step.state, step.one)
            if acts or step.standing in ("began", "took over"):
                parties.add(step.one.party)
        names = [(one.party, one.to) for one in (*(step.one for step in steps), *self.untold) if one.to is not None]
        for _ in names:
            parties |= {named for party, named in names if party in parties}
        return parties - {None}

    def untold_alarms(self, parties):
        """Scans that speak against a unit which the thing is in by the word of such parties alone."""
        steps = self.stood.telling.steps
        speaking = [one for one in self.untold if one.alarms and one.party in parties]
        if not speaking:
            return []
        packings = [one for one in (*(step.one for step in steps), *self.untold) if one.packs and one.party in parties]
        inside = {THING, *(level.key for step in steps for level in step.state.chain)}
        into, count = {}, -1
        while count < sum(map(len, into.values())):
            count = sum(map(len, into.values()))
            for one in packings:
                if any(child in inside or child in into for child in one.children):
                    into.setdefault(one.parent, {})[one] = True
        is_inside = lambda one, key: key not in inside and any(follows(one, packing) for packing in into.get(key, ()))
        return [one for one in speaking if any(is_inside(one, key) for key in one.keys)]

    def custody_findings(self):
        in_branch = lambda step: (step.branch.began, step.one.party)
        yield from grouped("HOLDER_UNCONFIRMED", [step for step in self.steps if step.branch], in_branch)
        yield from grouped("LATE_NO_EFFECT", [step for step in self.steps if step.has_no_effect], party_of)
        for one in self.stood.told_late:
            yield "TOLD_LATE", one.index
        yield from grouped("SEEN_ELSEWHERE", [step for step in self.steps if step.standing == "outsider"], party_of)
        if not self.is_class:
            yield from grouped("CODE_SEEN_TWICE", [step for step in self.steps if is_second_thing(step)], party_of)
        for declaration, event, is_by_itself in self.wrong:
            entries = [one.index for one in (event, declaration) if one is not None]
            yield "DECLARED_WRONG" if is_by_itself else "DISPUTED", *entries
        for step in self.steps:
            provider = party_of_uri(step.one.entry.claim("informationProvider"))
            if None not in (provider, step.one.party) and provider != step.one.party:
                yield "REPORTED_FOR", step.one.index

    def span_findings(self):
        withdrawn = {event for _, event, is_by_itself in self.wrong if is_by_itself}
        for level, (ended, end) in self.spans.items():
            edges = [one for one in (level.packed, ended) if one is not None]
            if end in ("seen alone", "packed elsewhere") or not withdrawn.isdisjoint(edges):
                yield "SPAN_UNCERTAIN", *(one.index for one in edges)


def with_late(steps, without):
    """The steps, and at their places the scans without effect."""
    told, state, left = [], NOTHING_YET, sorted(without, key=lambda one: (one.time, one.index))
    no_effect = lambda one: Step(one, "unconfirmed", None, None, [], [], state, state, has_no_effect=True)
    for step in steps:
        while left and left[0].time < step.one.time:
            told.append(no_effect(left.pop(0)))
        told.append(step)
        state = step.state
    return told + [no_effect(one) for one in left]


def party_of(step):
    return step.one.party


def grouped(code, steps, group_of):
    """One finding for each group, with its first and its newest scan."""
    groups = {}
    for step in steps:
        groups.setdefault(group_of(step), []).append(step.one.index)
    for indexes in groups.values():
        yield code, *dict.fromkeys((indexes[0], indexes[-1]))


def via(step):
    """Units from the one that the thing is in to the innermost one that the scan names; none if it names the thing."""
    keys = [level.key for level in step.before.chain]
    named = [] if step.one.names_thing else [place for place, key in enumerate(keys, 1) if key in step.one.keys]
    return keys[: min(named, default=0)]


def unit_of(step):
    """What a step is about: the parent that it names, else the innermost of what the thing is and was in."""
    header = step.one.entry.header
    for key, byte in zip(header["objects"], header["roles"]):
        if byte & ~CLASS == PARENT:
            return THING if key == step.one.thing else key
    units = [level.key for level in (step.branch or step.state).chain]
    return next((key for key in (THING, *via(step), *units) if key in step.one.keys), THING)


def is_second_thing(step):
    """Whether somebody without custody brings the thing into being, sells or ends it."""
    header = step.one.entry.header
    if step.standing not in ("outsider", "unconfirmed") or via(step):
        return False
    if step.one.biz_step is None:
        return header["event_type"] == OBJECT_EVENT and header["action"] == ADD
    return step.one.biz_step in COMMISSIONS or step.standing == "outsider" and step.one.biz_step in SELLS_OR_ENDS


def declared_wrong(sightings):
    """Each declaration, the event that it is about (None if it is not here), and whether that is of the same party."""
    head = lambda one: tuple(one.entry.header.get(name) for name in ("event_time_ms", "event_type", "action", "objects", "roles"))
    event_id = lambda one: one.entry.claim("eventId")
    for declaration in sightings:
        if not declaration.is_wrong:
            continue
        alike = [one for one in sightings if not one.is_wrong and head(one) == head(declaration)]
        alike = [one for one in alike if None in (event_id(one), event_id(declaration)) or event_id(one) == event_id(declaration)]
        event = next((one for one in alike if one.party == declaration.party), alike[0] if alike else None)
        yield declaration, event, event is None or event.party == declaration.party


def spans_of(steps):
    """The times in units by those who hold the thing: by level the scan that ended it, and how."""
    spans = {}
    for step in steps:
        if step.branch is None:
            for level in step.state.chain:
                if level not in step.before.chain:
                    spans.setdefault(level, (None, None))
            spans.update((level, (step.one, end)) for _, level, end in step.left)
    return spans


PACKING_CODES = {
    NOT_CONFIRMED: "PACKING_NOT_CONFIRMED",
    CYCLE: "PACKING_IMPOSSIBLE",
    TOO_DEEP: "DEPTH",
    WAS_NOT_IN_IT: "UNPACKED_NOT_PACKED",
}


def packing_findings(steps):
    last = {}  # by key the unit that it left last, and whether it was seen without it
    for step in steps:
        for note in step.notes:
            if note.outcome in PACKING_CODES and (note.outcome != WAS_NOT_IN_IT or must_be_known(note, step.before.chain, last)):
                yield PACKING_CODES[note.outcome], step.one.index
        if step.branch is None:
            last.update((child, (level.key, end == "seen alone")) for child, level, end in step.left)


def must_be_known(note, chain, last):
    """Whether the story must know it if something had been in a unit that it is not in now."""
    place = max(0, place_in(chain, note.child))
    if place < len(chain):
        return True
    if note.child not in last:
        return place == 0
    return last[note.child] != (note.parent, True)


# --- what is missing, and what is odd (trail.md) ---------------------------------------------------------------------------------------------

AWAY = frozenset("shipping departing loading transporting consigning".split())
# claim, its value, the steps of which one is needed, whether it undoes a unit
STEP_RULES = (
    ("bizStep", "receiving", AWAY, False),
    ("bizStep", "arriving", AWAY, False),
    ("bizStep", "unloading", frozenset(["loading"]), True),
    ("bizStep", "unpacking", frozenset(["packing", "repackaging"]), True),
    ("bizStep", "void_shipping", frozenset(["shipping"]), False),
    ("disposition", "returned", AWAY | {"retail_selling", "dispensing", "receiving", "accepting"}, False),
)


def counter_findings(story, entries):
    at_hand, refused = {}, {}
    for entry in entries:
        if entry.scan is not None:
            at_hand.setdefault((entry.scan["device"], entry.scan["boot"]), set()).add(entry.scan["counter"])
        elif entry.is_event(REFUSED):
            for statement in quoted_statements(REFUSED, entry.body):
                refused.setdefault((statement["device"], statement["boot"]), set()).add(statement["counter"])
    for entry in story.acting:
        scan = entry.scan
        low, high = scan.get("after", 0) + 1, scan["counter"] - 1
        if low > high:
            continue
        chain = (scan["device"], scan["boot"])
        here = {c for c in at_hand.get(chain, ()) if low <= c <= high}
        gone = {c for c in refused.get(chain, ()) if low <= c <= high} - here
        if len(here) + len(gone) < high - low + 1:
            yield "COUNTER_HOLE", entry.index
        elif gone:
            yield "COUNTER_REFUSED", entry.index


def lacks_its_step(story, at, keys, rule):
    claim, value, needed, undoes_unit = rule
    scans = story.acting
    party, unit = keys.party_of(scans[at].scan), story.units[scans[at].index]
    if undoes_unit and (story.is_class or scans[at].index in story.taken_out):
        return False
    for entry in reversed(scans[:at]):
        step = entry.claim("bizStep")
        if step in needed or step is None and len(entry.claims) < len(entry.header["claims"]):
            return False
        same_thing = not undoes_unit or story.units[entry.index] == unit
        if not story.is_class and same_thing and entry.claim(claim) == value and keys.party_of(entry.scan) != party:
            return True
    return True


def gap_findings(story, entries, keys):
    yield from counter_findings(story, entries)
    yield from (finding for finding in story.findings if finding[0] == "UNPACKED_NOT_PACKED")
    for at, entry in enumerate(story.acting):
        for rule in STEP_RULES:
            if entry.claim(rule[0]) == rule[1] and lacks_its_step(story, at, keys, rule):
                yield "STEP_MISSING", entry.index
    if story.is_class:
        return
    is_end = lambda entry: entry.index in story.of_itself and entry.claim("bizStep") in ENDS
    indexes = [entry.index for entry in dropwhile(lambda entry: not is_end(entry), story.acting)]
    if len(indexes) > 1:
        yield "SEEN_AFTER_ITS_END", *indexes


def unnamed_equivocations(entries):
    """Counters that were refused and are logged, by one key and with other bytes, and no entry says so."""
    hash_of = lambda one: sha256(statement_bytes(one, one["header_hash"]))
    place_of = lambda one: tuple(one[name] for name in ("device", "key_id", "boot", "counter"))
    named = {hash_of(one) for e in entries if e.is_event(EQUIVOCATION) for one in (e.body["first"], e.body["second"])}
    refused = {}
    for entry in entries:
        if entry.is_event(REFUSED):
            for one in quoted_statements(REFUSED, entry.body):
                if hash_of(one) not in named:
                    refused.setdefault(place_of(one), []).append((hash_of(one), entry.index))
    for entry in entries:
        if entry.scan is not None:
            twins = [index for other, index in refused.get(place_of(entry.scan), ()) if other != entry.statement_hash]
            if twins:
                yield "EQUIVOCATION", entry.index, *twins


def compromised_keys(story, keys):
    """Keys that were reported, and the scans of the story that may be of another hand."""
    reported = {}
    for entry in story.heard:
        key = keys.key_of(entry.scan)
        if key is not None and key.report is not None and entry.index < key.report[0]:
            if max(entry.header.get("event_time_ms", 0), entry.scan["received_time_ms"]) >= key.report[1]:
                reported.setdefault(key.report[0], []).append(entry.index)
    yield from (("KEY_COMPROMISED", report, *indexes) for report, indexes in reported.items())


def facts_stated_otherwise(story, keys):
    """What a scan states twice and not alike: lot, container, check digit of a container, signer. One for each cause."""
    for entry in story.stating:
        roles = [byte & ~CLASS for byte in entry.header["roles"]]
        uris = [(role, entry.uri_of.get(key)) for key, role in zip(entry.header["objects"], roles)]
        lot, container = entry.claim("lotNumber"), entry.claim("containerNumber")
        if lot is not None and any(role in (SUBJECT, OUTPUT) and lot_in(uri) not in (None, lot) for role, uri in uris):
            yield "FACTS_DISAGREE", entry.index
        named = [uri for role, uri in uris if role in (SUBJECT, PARENT) and uri is not None and uri.lower().startswith("urn:epc:id:bic:")]
        if container is not None and any(uri != container for uri in named):
            yield "FACTS_DISAGREE", entry.index
        if any(uri is not None and is_misnumbered_container(uri) for _, uri in uris):
            yield "FACTS_DISAGREE", entry.index
        device = keys.devices.get(entry.scan["device"])
        if device is not None and device.kind != GATEWAY:
            if not all(is_named_so(name, value, entry.scan["device"], device.party) for name, value in entry.claims):
                yield "FACTS_DISAGREE", entry.index


def lot_in(uri):
    match = re.fullmatch(r"https://id\.gs1\.org/[0-9]+/[^/]+/10/([^/]+)", uri or "")
    return None if match is None else percent_decode(match[1])


def is_misnumbered_container(uri):
    if not uri.lower().startswith("urn:epc:id:bic:"):
        return False
    try:
        container_uri(uri)
    except Refused as refused:
        return refused.code == "CHECK_DIGIT"
    return False


def device_findings(story, entries, tree, keys):
    signed = {}
    for entry in story.heard:
        signed.setdefault(entry.scan["device"], []).append(entry.index)
    for entry in entries:
        if entry.is_event(EQUIVOCATION) and entry.body["first"]["device"] in signed:
            yield "EQUIVOCATION", entry.index, *signed[entry.body["first"]["device"]]
    yield from compromised_keys(story, keys)
    yield from facts_stated_otherwise(story, keys)
    # Of whoever did not hold it nothing odd is told.
    entries = [entry for entry in entries if entry.scan is None or not story.hears_some or entry.scan["device"] in signed]
    yield from unnamed_equivocations(entries)
    scans = [entry for entry in entries if entry.scan is not None]
    by_counter = {(e.scan["device"], e.scan["boot"], e.scan["counter"]): e for e in scans}
    for (device, boot, counter), entry in by_counter.items():
        before = by_counter.get((device, boot, counter - 1))
        if before is not None and entry.scan["previous"] != before.statement_hash:
            yield "PREVIOUS_MISFIT", before.index, entry.index
    for entry in scans:
        seen = entry.header.get("seen_checkpoint")
        if seen is not None:
            size = int.from_bytes(seen[:8], "big")
            if size > entry.index or known_root(tree, 0, size) not in (None, seen[8:]):
                yield "SEEN_CHECKPOINT_ODD", entry.index
        time = entry.header.get("event_time_ms", 0)
        if time < TIME_MIN_PLAUSIBLE or time > entry.scan["received_time_ms"] + HOURS_48_MS:
            yield "TIME_ODD", entry.index


def temperature_findings(story):
    yield from (("EXCURSION", index) for index in story.excursions)
    for entry in story.reading:
        low, high = entry.claim("temperatureMinC"), entry.claim("temperatureMaxC")
        readings = [
            r[member]
            for r in sensor_reports(entry)
            if r.get("type") in ("Temperature", "gs1:Temperature") and r.get("uom") == "CEL"
            for member in ("value", "minValue", "maxValue", "meanValue")
            if isinstance(r.get(member), float)
        ]
        outside = any(low is not None and t < float(low) or high is not None and t > float(high) for t in readings)
        if entry.claim("temperatureVerdict") == "within" and outside:
            yield "CLAIMS_DISAGREE", entry.index


def contradict(first, second, reason):
    hashes_ = [sha256(statement_bytes(s, s["header_hash"])) for s in (first, second)]
    if first["boot"] != second["boot"]:
        return False
    if reason == "COUNTER_REUSED":
        return first["counter"] == second["counter"] and hashes_[0] != hashes_[1]
    return second["counter"] == first["counter"] + 1 and second["previous"] != hashes_[0]


def counters_are_consistent(entries):
    seen = {}
    for entry in entries:
        if entry.scan is None:
            continue
        counters = seen.setdefault((entry.scan["device"], entry.scan["boot"]), set())
        counter, after = entry.scan["counter"], entry.scan.get("after", 0)
        if counter in counters or after == counter or counters and after < max(counters):
            return False
        counters.add(counter)
    return True


def arrivals_are_in_order(entries):
    latest = 0
    for entry in entries:
        if entry.scan is None:
            continue
        received = entry.scan["received_time_ms"]
        if received < latest - ARRIVAL_BACK_MS:
            return False
        latest = max(latest, received)
    return True


# --- the verdict -------------------------------------------------------------------------------------------------------------------------------

PASSED, FAILED, NOTICE, NOT_JUDGED = "passed", "failed", "notice", "not-judged"
CHECKS = (
    "FORM", "OBJECT", "CHECKPOINT", "QUORUM", "FRESHNESS", "INCLUSION", "ENTRIES", "KEYS", "SIGNATURES", "TRAILS", "COUNTERS", "DEVICES",
    "CUSTODY", "PACKING", "GAPS", "TEMPERATURE",
)  # fmt: skip
WHERE_ASKED = ("FRESHNESS",)  # judged only with a clock and a time
CUSTODY_CODES = (
    "SEEN_ELSEWHERE", "HOLDER_UNCONFIRMED", "LATE_NO_EFFECT", "TOLD_LATE", "CODE_SEEN_TWICE", "DISPUTED", "DECLARED_WRONG", "REPORTED_FOR",
)  # fmt: skip
STATES = {0: "intact", 10: "intact", 20: "mismatch", 30: "not-judged"}


class Verdict:
    def __init__(self):
        self.checks, self.object, self.not_checked, self.as_of, self.size, self.is_independent = {}, None, [], None, 0, False

    def say(self, code, result, text="", findings=()):
        self.checks[code] = {"code": code, "result": result, "text": text, "findings": [list(f) for f in findings]}
        return result == PASSED

    def asked(self):
        return [code for code in CHECKS if code in self.checks or code not in WHERE_ASKED]

    def exit(self):
        results = [self.checks[code]["result"] if code in self.checks else NOT_JUDGED for code in self.asked()]
        return 20 if FAILED in results else 30 if NOT_JUDGED in results else 10 if NOTICE in results else 0

    def data(self):
        untouched = {"result": NOT_JUDGED, "text": "not reached", "findings": []}
        checks = [self.checks.get(code) or {"code": code, **untouched} for code in self.asked()]
        code = self.exit()
        return {"exit": code, "state": STATES[code], "object": self.object, "checks": checks, "notChecked": self.not_checked, "asOfMs": self.as_of}


def judge(evidence, policy, asked_object=None, now_ms=None, fresh_ms=FRESH_MS):
    """A Verdict on evidence and policy (texts; no policy: None), and the object that was asked for, if one was, by the asker's clock."""
    verdict = judge_record(evidence, policy, asked_object)
    age = None if now_ms is None or verdict.as_of is None else now_ms - verdict.as_of
    if age is not None and age < -CLOCK_AHEAD_MS:
        verdict.say("FRESHNESS", FAILED, f"{-age} ms ahead of the clock: one of the two is wrong, and it may be that of this machine")
    elif age is not None and age > fresh_ms:
        verdict.say("FRESHNESS", NOTICE, f"{age} ms old, and {fresh_ms} were allowed", [("STALE",)])
    elif age is not None and verdict.is_independent:
        verdict.say("FRESHNESS", PASSED, f"{age} ms old")
    else:
        verdict.not_checked.append("FRESHNESS")
    return verdict


def judge_record(evidence, policy, asked_object):
    verdict = Verdict()
    try:
        bundle = Bundle(evidence)
    except Refused as error:
        verdict.say("FORM", FAILED, str(error))
        return verdict
    except Unjudged as error:
        verdict.say("FORM", NOT_JUDGED, str(error))
        return verdict
    verdict.say("FORM", PASSED)
    verdict.object = bundle.object
    if not is_canonical(bundle.object):
        verdict.say("OBJECT", FAILED, "its object is no canonical URI")
        return verdict
    if asked_object is not None and captured_uri(asked_object) != bundle.object:
        verdict.say("OBJECT", FAILED, f"this is evidence of {bundle.object}")
        return verdict
    verdict.say("OBJECT", PASSED)
    checkpoint = judge_checkpoint(verdict, bundle, policy)
    if checkpoint is None:
        return verdict
    try:
        tree = tree_of(checkpoint.size, bundle.leaves, bundle.proof)
        if tree[0, checkpoint.size] != checkpoint.root:
            raise Refused("PROOF", "another root")
    except Refused as error:
        verdict.say("INCLUSION", FAILED, str(error))
        return verdict
    verdict.say("INCLUSION", PASSED)
    if verdict.exit() == 20:
        return verdict
    for entry in bundle.entries:
        try:
            entry.read()
        except Refused as error:
            verdict.say("ENTRIES", NOT_JUDGED, f"entry {entry.index}: {error}")
            return verdict
    verdict.say("ENTRIES", PASSED)
    judge_content(verdict, bundle, checkpoint, tree)
    return verdict


def judge_checkpoint(verdict, bundle, policy_text):
    """The checkpoint if it can be read, else None: also one that is not judged is held against the entries. Judges the quorum, too."""
    try:
        note = Note(bundle.checkpoint_text)
        checkpoint = Checkpoint(note)
    except Refused as error:
        verdict.say("CHECKPOINT", FAILED, str(error))
        return None
    if checkpoint.has_extensions:
        verdict.say("CHECKPOINT", NOT_JUDGED, "extension lines")
        return None
    try:
        if policy_text is None:
            raise Refused("POLICY", "there is none")
        policy = Policy(policy_text)
    except Refused as error:
        verdict.say("CHECKPOINT", NOT_JUDGED, str(error))
        return checkpoint
    judge_note(verdict, note, checkpoint, policy)
    return checkpoint


def judge_note(verdict, note, checkpoint, policy):
    logs = [vkey for vkey in policy.logs if vkey.type == VKEY_LOG and vkey.name == checkpoint.origin]
    witnesses = {name: vkey for name, vkey in policy.witnesses.items() if vkey.type == VKEY_COSIGNATURE}
    if not logs:
        verdict.say("CHECKPOINT", NOT_JUDGED, f"the policy names no log {checkpoint.origin}")
        return
    pinned = {(vkey.name, vkey.key_id): vkey for vkey in [*logs, *witnesses.values()]}
    if len(pinned) < len(logs) + len(witnesses):
        verdict.say("CHECKPOINT", FAILED, "two keys of the policy have one name and one id")
        return
    good, unknown = [], 0
    for name, key_id, signature in note.signatures:
        vkey = pinned.get((name, key_id))
        if vkey is None:
            unknown += 1
        elif vkey in good or not note_signature_is_valid(vkey, note, signature):
            verdict.say("CHECKPOINT", FAILED, f"the signature of {name}")
            return
        else:
            good.append(vkey)
    if not any(vkey in good for vkey in logs):
        verdict.say("CHECKPOINT", NOT_JUDGED, f"not signed by a key of the policy for {checkpoint.origin}")
        return
    verdict.say("CHECKPOINT", PASSED)
    cosigned = {name for name, vkey in witnesses.items() if vkey in good}
    verdict.say("QUORUM", PASSED if policy.is_met(cosigned) else NOT_JUDGED)
    # Witnesses whose key names lie under the origin are the operator's own.
    independent = {name for name in cosigned if not (witnesses[name].name + "/").startswith(checkpoint.origin + "/")}
    verdict.is_independent = policy.quorum != "none" and policy.is_met(independent)
    if policy.quorum != "none" and policy.is_met(cosigned):
        verdict.as_of, verdict.size = time_of_quorum(note, witnesses, policy, cosigned), checkpoint.size
    if policy.quorum == "none" or policy.is_met(cosigned) and not policy.is_met(independent):
        verdict.not_checked.append("SAME_LOG_FOR_ALL")
    if unknown:
        verdict.not_checked.append("UNKNOWN_SIGNATURES")


def time_of_quorum(note, witnesses, policy, cosigned):
    """The latest time of which a quorum speaks: that of the oldest of the newest cosignatures that make one up."""
    seconds = {(name, key_id): int.from_bytes(signature[:8], "big") for name, key_id, signature in note.signatures}
    taken = set()
    for moment, name in sorted(((seconds[witnesses[name].name, witnesses[name].key_id], name) for name in cosigned), reverse=True):
        taken.add(name)
        if policy.is_met(taken):
            return moment * 1_000
    return None


def judge_content(verdict, bundle, checkpoint, tree):
    entries = bundle.entries
    keys = Keys(entries, checkpoint.origin, bundle.chains)
    verdict.say("KEYS", FAILED if keys.failed else NOT_JUDGED if keys.unjudged else PASSED, "; ".join(keys.failed + keys.unjudged))
    bad = [index for index, *check in keys.signatures if not is_valid_signature(*check)]
    verdict.say("SIGNATURES", FAILED if bad else PASSED, f"not valid: entries {bad}" if bad else "")
    story = TimedStory(bundle.object, entries, keys) if bundle.version == 2 else LogStory(object_key(bundle.object), entries, keys)
    judge_trails(verdict, bundle, checkpoint, keys, story)
    counted = counters_are_consistent(entries) and arrivals_are_in_order(entries)
    verdict.say("COUNTERS", PASSED if counted else FAILED)
    accused = [entry for entry in entries if entry.is_event(EQUIVOCATION)]
    unproven = [e.index for e in accused if not contradict(e.body["first"], e.body["second"], e.body["reason"])]
    found = list(device_findings(story, entries, tree, keys))
    verdict.say("DEVICES", FAILED if unproven else NOTICE if found else PASSED, f"no contradiction: {unproven}" if unproven else "", found)
    for code, findings in (
        ("CUSTODY", [f for f in story.findings if f[0] in CUSTODY_CODES]),
        ("PACKING", [f for f in story.findings if f[0] in ("PACKING_NOT_CONFIRMED", "PACKING_IMPOSSIBLE", "SPAN_UNCERTAIN", "DEPTH")]),
        ("GAPS", list(gap_findings(story, entries, keys))),
        ("TEMPERATURE", list(temperature_findings(story))),
    ):
        verdict.say(code, NOTICE if findings else PASSED, "", findings)
    verdict.not_checked += ["LATER_ENTRIES", "LATER_KEY_EVENTS"]
    if story.spans:
        verdict.not_checked.append("UNIT_SPANS")
    if any(len(entry.header["claims"]) > len(entry.claims) for entry in story.scans):
        verdict.not_checked.append("HIDDEN_CLAIMS")
    if any(entry.unknown_claims for entry in entries):
        verdict.not_checked.append("UNKNOWN_CLAIMS")
    if any(entry.event is not None and entry.body is None for entry in entries):
        verdict.not_checked.append("UNKNOWN_EVENTS")
    if story.scans and not story.has_owner:
        verdict.not_checked.append("OWNER_UNKNOWN")


def judge_trails(verdict, bundle, checkpoint, keys, story):
    problems = []
    findings = [("CUT",)] if bundle.omitted else []
    if bundle.until > checkpoint.size:
        problems.append("until lies above the checkpoint")
    elif bundle.until < checkpoint.size:
        if len(bundle.leaves) <= ENTRIES_FULL:
            problems.append("until lies below the checkpoint, and the bundle is not full")
        else:
            findings.append(("CUT",))
    if any(entry.index >= bundle.until for entry in story.scans):
        problems.append("a scan at until or above")
    if not keys.unjudged:
        problems += [f"entry {index} belongs to nothing" for index in foreign_entries(bundle, checkpoint, keys, story)]
        if keys.unused_chains:
            problems.append("a chain that no scan needs")
    if problems:
        verdict.say("TRAILS", FAILED, "; ".join(problems))
    elif not story.scans:
        verdict.say("TRAILS", NOT_JUDGED, "no scan of the object: absence cannot be proven")
    else:
        verdict.say("TRAILS", NOTICE if findings else PASSED, text_of_cut(bundle, checkpoint), findings)


def text_of_cut(bundle, checkpoint):
    texts = [f"{len(bundle.omitted)} entries are left out, and not checked"] if bundle.omitted else []
    if bundle.until < checkpoint.size:
        texts.append(f"what happened from entry {bundle.until} on is not checked")
    return "; ".join(texts)


def foreign_entries(bundle, checkpoint, keys, story):
    """Entries that belong neither to the story nor to a trail behind it."""
    key = object_key(bundle.object)
    scans = story.scans
    told = {entry.index for entry in scans}
    is_of_story = lambda entry: entry.index in told
    wanted = {key, operator_key(checkpoint.origin)}
    if bundle.version == 2:
        scans = [entry for entry in bundle.entries if entry.scan is not None]
        units = units_among(key, scans, {device.own_key for device in keys.devices.values()})
        is_of_story = lambda entry: not units.isdisjoint(entry.header["objects"])
        codes = {tagged_hash("cairn.codes.v1", digits) for digits in holder_prefixes(bundle.object)}
        wanted |= codes | {entry.body["party"] for entry in bundle.entries if entry.is_event(CODES) and not codes.isdisjoint(entry.event["objects"])}
    for entry in scans:
        wanted |= {entry.scan["device"], sha256(b"cairn.refusals.v1\0" + entry.scan["device"]), keys.party_of(entry.scan), entry.header.get("to")}
    for entry in bundle.entries:
        belongs = is_of_story(entry) if entry.scan is not None else not wanted.isdisjoint(entry.event["objects"])
        if not belongs:
            yield entry.index


def units_among(key, scans, own_keys):
    """An object and every unit that it may have been in, by whoever's packing, and the loggers that were put with them."""
    packings = []
    for header in (entry.header for entry in scans):
        if header["event_type"] in (AGGREGATION, ASSOCIATION) and header["action"] in (ADD, DELETE):
            roles = [(key, byte & ~CLASS) for key, byte in zip(header["objects"], header["roles"])]
            packings.append((next(key for key, role in roles if role == PARENT), {key for key, role in roles if role == CHILD}))
    units = {key}
    for _ in range(UNITS_MAX):
        for parent, children in packings:
            if not units.isdisjoint(children):
                units.add(parent)
    return units.union(*(children & own_keys for parent, children in packings if parent in units))


# --- the command -----------------------------------------------------------------------------------------------------------------------------


def run_batch(path):
    with open(path, encoding="utf-8", newline="") as lines:
        for line in lines.read().split("\n"):
            if line:
                case = json.loads(line)
                clock = (case.get("nowMs"), case.get("freshMs", FRESH_MS))
                data = judge(case["evidence"], case.get("policy"), case.get("object"), *clock).data()
                print(json.dumps(data, separators=(",", ":")), flush=True)
    return 0


def read_text(path):
    if path == "-":
        return sys.stdin.buffer.read()
    with open(path, "rb") as file:
        return file.read()


def print_for_people(data):
    print(f"{data['state']} (exit {data['exit']}): {data['object'] or 'unknown object'}")
    for check in data["checks"]:
        codes = ", ".join(f"{code} at {', '.join(map(str, indexes))}" if indexes else code for code, *indexes in check["findings"])
        print(f"  {check['code']:<12}{check['result']:<12}{'; '.join(t for t in (check['text'], codes) if t)}".rstrip())
    if data["asOfMs"] is not None:
        print(f"  as of {data['asOfMs'] // 1_000} s after 1970")
    print("  not checked: " + ", ".join(data["notChecked"]))


def milliseconds(text):
    match = re.fullmatch(r"([1-9][0-9]{0,5})([smhd])", text)
    if match is None:
        raise argparse.ArgumentTypeError("a duration is expected, such as 90s, 30m, 1h or 7d")
    return int(match[1]) * {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}[match[2]]


def moment_ms(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise argparse.ArgumentTypeError("a time with its offset is expected, such as 2026-05-01T08:00:00Z")
    return int(moment.timestamp() * 1_000)


def run(arguments):
    parser = argparse.ArgumentParser(description="Judges Cairn evidence offline.")
    parser.add_argument("evidence", nargs="?", help="file with the evidence, - for standard input")
    parser.add_argument("--policy", help="file that pins the keys; else policy.txt in CAIRN_DATA (./data)")
    parser.add_argument("--object", help="the object that was asked for")
    parser.add_argument("--fresh", type=milliseconds, default=FRESH_MS, help="how old cosignatures may be: 90s, 30m, 1h, 7d (24h)")
    parser.add_argument("--now", type=moment_ms, help="time to go by instead of the clock of this machine: 2026-05-01T08:00:00Z")
    parser.add_argument("--json", action="store_true", help="print the verdict as data")
    parser.add_argument("--batch", help="judge every line of a file, see above")
    options = parser.parse_args(arguments)
    if options.batch is not None:
        return run_batch(options.batch)
    if options.evidence is None:
        parser.error("name a file with evidence")
    policy_path = options.policy if options.policy is not None else os.path.join(os.environ.get("CAIRN_DATA") or "data", "policy.txt")
    if options.now is None:
        options.now = int(time.time() * 1_000)
    try:
        evidence = read_text(options.evidence)
        policy = read_text(policy_path) if options.policy is not None or os.path.exists(policy_path) else None
        if options.object is not None:
            captured_uri(options.object)
    except (OSError, Refused) as error:
        parser.error(str(error))
    try:
        text = evidence.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    try:
        policy_text = None if policy is None else policy.decode("utf-8-sig")
    except UnicodeDecodeError:
        policy_text = ""
    data = judge(text, policy_text, options.object, options.now, options.fresh).data()
    if options.json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        print_for_people(data)
    return data["exit"]


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except (RecursionError, KeyError, TypeError, AttributeError, ValueError) as error:
        print(f"internal error: {error!r}", file=sys.stderr)
        sys.exit(1)
