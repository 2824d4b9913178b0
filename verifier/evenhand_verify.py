#!/usr/bin/env python3
"""Verify a receipt, an export or checkpoints of an Evenhand register, without Evenhand.

    python evenhand_verify.py FILE [--key VERIFIER-KEY] [--against CHECKPOINT]
                                   [--witness VERIFIER-KEY]

FILE is one of
  - a receipt: one entry, what it says, and the proof that it stands at its place;
  - an export: the whole register, a line for each entry, and checkpoints;
  - a consistency proof: an earlier checkpoint and a later one that only added to it;
  - a checkpoint, as the register publishes it.

--key         the key of the register as it was published, not as the file says. Without it you
              learn that the file agrees with itself, not whose it is. May be given more than once.
--against     a file with a checkpoint that you kept, to see that the register was not rewritten
              since. May be given more than once.
--witness     the key of a witness: one of the checkpoints, in FILE or kept, has to be countersigned
              by it. Says of how many entries, and when. May be given more than once.

Ends with 0 when everything holds, 1 when something does not, 2 when it was called wrongly.

Needs Python 3.8 or newer and nothing else. It shares no code with Evenhand. What it follows:
RFC 6962 and 9162 (the tree and its proofs), RFC 8032 (Ed25519), RFC 8785 (canonical JSON),
C2SP signed-note, tlog-checkpoint and tlog-cosignature.
"""

from __future__ import annotations

import argparse
import base64
import datetime
import hashlib
import hmac
import json
import re
import sys

# ---- Ed25519: RFC 8032, 5.1 ----------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, odd):
    """The x of a point with this y, even or odd; None if there is none (5.1.3)."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != odd else x


def point(x, y):
    """A point in extended coordinates (5.1.4)."""
    return x, y, 1, x * y % P


def add(p, q):
    """The sum of two points."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decoded(text):
    """The point that 32 bytes stand for, or None."""
    number = int.from_bytes(text, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else point(x, y)


def encoded(p):
    """The 32 bytes of a point (5.1.2)."""
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


NEUTRAL = (0, 1, 1, 0)
BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(recover_x(BASE_Y, 0), BASE_Y)


def ed25519_verify(public, signature, message):
    """Whether a public key made a signature of a message (5.1.7)."""
    key = decoded(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % L
    minus = (P - key[0], key[1], key[2], P - key[3])
    steps = {(0, 1): minus, (1, 0): BASE, (1, 1): add(BASE, minus)}
    total = NEUTRAL  # S B - k A, both at once, which must be R
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        total = add(total, total)
        step = steps.get((s >> bit & 1, k >> bit & 1))
        if step:
            total = add(total, step)
    return encoded(total) == signature[:32]


# ---- The tree: RFC 6962, 2.1 ---------------------------------------------------------------------


def sha256(content):
    return hashlib.sha256(content).digest()


class Tree:
    """The subtrees that are complete, the largest first, as (leaves, hash)."""

    def __init__(self):
        self.size = 0
        self.parts = []

    def add(self, leaf):
        count = 1
        while self.parts and self.parts[-1][0] == count:
            leaf = sha256(b"\x01" + self.parts.pop()[1] + leaf)
            count *= 2
        self.parts.append((count, leaf))
        self.size += 1

    def root(self):
        if not self.parts:
            return sha256(b"")
        root = self.parts[-1][1]
        for _, left in self.parts[-2::-1]:
            root = sha256(b"\x01" + left + root)
        return root


def included(leaf, index, size, path, root):
    """Whether a proof leads from a leaf to the root: worked out from the top, as 2.1.1 says it."""
    if not 0 <= index < size:
        return False
    turns = []
    while size > 1:
        left = 1 << (size - 1).bit_length() - 1
        turns.append(index >= left)
        index, size = (index - left, size - left) if index >= left else (index, left)
    if len(turns) != len(path):
        return False
    for is_right, other in zip(reversed(turns), path):
        leaf = sha256(b"\x01" + other + leaf) if is_right else sha256(b"\x01" + leaf + other)
    return leaf == root


def consistent(old, new, old_root, new_root, path):
    """Whether a proof shows that the first `old` of `new` leaves are as they were (2.1.2)."""
    if not 0 <= old <= new or any(
        root != sha256(b"") for size, root in ((old, old_root), (new, new_root)) if not size
    ):
        return False
    if old in (0, new):
        return not path and (old == 0 or old_root == new_root)
    turns = []  # the way down to the last complete part of the old tree
    is_whole = True
    while old != new:
        left = 1 << (new - 1).bit_length() - 1
        turns.append(old > left)
        if old > left:
            old, new, is_whole = old - left, new - left, False
        else:
            new = left
    path = [old_root, *path] if is_whole else path
    if len(turns) + 1 != len(path):
        return False
    before = after = path[0]
    for is_right, other in zip(reversed(turns), path[1:]):
        if is_right:
            before = sha256(b"\x01" + other + before)
            after = sha256(b"\x01" + other + after)
        else:
            after = sha256(b"\x01" + after + other)
    return before == old_root and after == new_root


# ---- What is read --------------------------------------------------------------------------------

DEEPEST = 32  # levels in what an entry says
LONGEST = 1024 * 1024  # bytes of a receipt
MOST = 2**53 - 1


class NotVerified(Exception):
    """Something does not hold; `position` is the first register number concerned, 0 for none."""

    def __init__(self, why, position=0):
        super().__init__(why)
        self.position = position


def need(holds, why, position=0):
    if not holds:
        raise NotVerified(why, position)


def sorted_keys(value):
    """The value with the keys of its objects in the order of RFC 8785, 3.2.3."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: sorted_keys(value[key]) for key in keys}
    return [sorted_keys(one) for one in value] if isinstance(value, list) else value


def depth(value):
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def canonical(value):
    return WRITE(sorted_keys(value)).encode("utf-8")


WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
WRITE_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def is_canonical(value, content):
    """Whether this is how a value is written; without long characters Python's order will do."""
    has_long = re.search(b"[\xf0-\xf4]", content)
    return content == (canonical(value) if has_long else WRITE_SORTED(value).encode("utf-8"))


def refused(text):
    raise ValueError("a fraction, or a number beyond 53 bits: " + text[:20])


def whole(text):
    number = int(text) if len(text) <= 17 else MOST + 1
    return number if abs(number) <= MOST else refused(text)


READ = json.JSONDecoder(parse_float=refused, parse_int=whole, parse_constant=refused).decode


def read_object(line):
    """A line that is a JSON object in its canonical form, and nothing else."""
    try:
        value = READ(line.decode("utf-8"))
        same = isinstance(value, dict) and line[-1:] == b"\n" and is_canonical(value, line[:-1])
    except (ValueError, RecursionError):
        raise NotVerified("this is no JSON as Evenhand writes it") from None
    need(same, "this is no JSON object, or it was saved anew or altered")
    flat = line.count(b"{") + line.count(b"[") <= DEEPEST
    need(flat or depth(value) <= DEEPEST + 1, "more than %d levels inside one another" % DEEPEST)
    return value


def fields(value, *names):
    need(isinstance(value, dict), "an object is wanted with " + ", ".join(names))
    wrong = set(names) ^ set(value)
    need(not wrong, "missing, or not wanted: " + ", ".join(sorted(wrong)))
    return [value[name] for name in names]


def unhex(text, name):
    ok = isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text)
    need(ok, name + " is not 32 bytes in hex")
    return bytes.fromhex(text)


def unhex_all(values, name):
    need(isinstance(values, list) and len(values) <= 128, name + " is no list of hashes")
    return [unhex(one, name) for one in values]


def unbase64(text):
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return content if base64.b64encode(content).decode() == text else b""


def is_text(text):
    """Whether a text has neither control characters, but line ends, nor halves of characters."""
    return not re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", text)


class Key:
    """A verifier key: name+id+base64; of a register, or of a witness (4)."""

    def __init__(self, text, kind=b"\x01"):
        found = isinstance(text, str) and re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text)
        need(found and is_text(text), "this is no verifier key")
        self.text, self.name = text, found.group(1)
        content = unbase64(found.group(3))
        need(len(content) == 33 and content[:1] == kind, "this is no verifier key of Ed25519")
        self.public = content[1:]
        self.id = sha256(self.name.encode("utf-8") + b"\n" + content)[:4]
        need(self.id.hex() == found.group(2), "the id of the verifier key does not fit it")


class Checkpoint:
    """The signed state of a register: its name, how many entries, and their root."""

    def __init__(self, text):
        need(isinstance(text, str) and len(text) <= 65536, "this is no checkpoint")
        need(is_text(text), "a checkpoint has no such characters")
        body, empty, lines = text.rpartition("\n\n")
        parts = body.split("\n")
        need(empty and len(parts) >= 3 and all(parts), "this is no checkpoint")
        self.signed = (body + "\n").encode("utf-8")
        self.name, size, root = parts[:3]
        need(re.fullmatch("0|[1-9][0-9]{0,18}", size), "no size of a checkpoint")
        self.size, self.root = int(size), unbase64(root)
        need(self.size < 2**63 and len(self.root) == 32, "no root of a checkpoint")
        need(lines.endswith("\n"), "the last signature is cut off")
        self.signatures = {}
        for line in lines[:-1].split("\n"):
            found = re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line)
            content = unbase64(found.group(2)) if found else b""
            need(len(content) > 4, "this is no signature line")
            who = found.group(1), content[:4]
            need(who not in self.signatures, "the same key signed twice")
            self.signatures[who] = content[4:]
        need(len(self.signatures) <= 64, "too many signatures")

    def check(self, key, position=0):
        """Raise NotVerified unless the register signed this with the key."""
        need(self.name == key.name, "the checkpoint is not of " + key.name, position)
        signature = self.signatures.get((key.name, key.id), b"")
        ok = ed25519_verify(key.public, signature, self.signed)
        need(ok, "the checkpoint is not signed with " + key.text, position)

    def seen_by(self, witness):
        """When a witness countersigned this, in seconds since 1970; None if it did not."""
        content = self.signatures.get((witness.name, witness.id), b"")
        at = int.from_bytes(content[:8], "big")
        if len(content) != 72 or at > LATEST:
            return None
        message = b"cosignature/v1\ntime %d\n" % at + self.signed
        return at if ed25519_verify(witness.public, content[8:], message) else None


LATEST = 253402300799
"""The last second of the year 9999."""


def witnessed(checkpoints, witnesses):
    """What each witness saw of a register, as lines; raises NotVerified if one saw nothing."""
    told = ""
    for witness in witnesses:
        seen = [(one.size, one.seen_by(witness)) for one in checkpoints]
        seen = [(size, at) for size, at in seen if at is not None]
        need(seen, "no checkpoint is countersigned with " + witness.text)
        size, at = max(seen)
        utc = datetime.timezone.utc  # noqa: UP017 - Python 3.8 has no other
        when = datetime.datetime.fromtimestamp(at, utc).isoformat(" ")
        told += "\ncountersigned by %s on %s: %d entries" % (witness.name, when, size)
    return told


def known(text, keys, position=0):
    """The key of a file, which must be one of those that were given, if any were."""
    key = Key(text)
    ok = not keys or key.text in [one.text for one in keys]
    need(ok, "the file is signed with another key: " + key.text, position)
    return key


# ---- What is verified ----------------------------------------------------------------------------


def leaf_of(sequence, recorded_at, kind, commitment):
    """The hash that an entry has in the tree."""
    need(type(sequence) is int and 0 < sequence <= MOST, "no register number")
    form = "[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}[.][0-9]{6}Z"
    need(isinstance(recorded_at, str) and re.fullmatch(form, recorded_at), "no time", sequence)
    try:
        year, month, day, *time = map(int, re.findall("[0-9]+", recorded_at))
        datetime.date(year, month, day), datetime.time(*time)
    except ValueError:
        raise NotVerified("there is no such time: " + recorded_at, sequence) from None
    ok = isinstance(kind, str) and re.fullmatch("[a-z][a-z0-9_]{0,63}", kind)
    need(ok, "no kind of entry", sequence)
    unhex(commitment, "commitment")
    form = '{"commitment":"%s","kind":"%s","recorded_at":"%s","sequence":%d}'
    leaf = form % (commitment, kind, recorded_at, sequence)
    return sha256(b"\x00evenhand-entry/1\n" + leaf.encode("ascii"))


def check_payload(payload, key, commitment, position):
    need(isinstance(payload, dict), "what an entry says is an object", position)
    found = hmac.new(unhex(key, "key"), canonical(payload), hashlib.sha256).hexdigest()
    need(found == commitment, "this is not what was entered", position)


def verify_receipt(content, keys=(), against=(), witnesses=()):
    """Verify a receipt; returns what it shows, raises NotVerified."""
    need(len(content) <= LONGEST, "this is too large for a receipt")
    names = ("checkpoint", "entry", "format", "key", "payload", "proof", "verifier_key")
    text, entry, form, secret, payload, proof, key_text = fields(read_object(content), *names)
    need(form == "evenhand-receipt/1", "this is no receipt")
    leaf = leaf_of(*fields(entry, "sequence", "recorded_at", "kind", "commitment"))
    number = entry["sequence"]
    path = unhex_all(proof, "proof")
    checkpoint, key = Checkpoint(text), known(key_text, keys, number)
    checkpoint.check(key, number)
    need(number <= checkpoint.size, "the checkpoint does not reach that far", number)
    check_payload(payload, secret, entry["commitment"], number)
    ok = included(leaf, number - 1, checkpoint.size, path, checkpoint.root)
    need(ok, "the proof does not lead to the root of the checkpoint", number)
    for kept in against:
        kept.check(key, number)
        need(kept.size == checkpoint.size, OTHER_SIZE % (kept.size, checkpoint.size), number)
        need(kept.root == checkpoint.root, REWRITTEN % checkpoint.size, number)
    told = (number, checkpoint.name, entry["recorded_at"], entry["kind"], checkpoint.size)
    says = json.dumps(payload, ensure_ascii=False, indent=2)
    shown = "entry %d of %s, recorded at %s (%s), in a register of %d entries\n%s" % (*told, says)
    return shown + witnessed([checkpoint, *against], witnesses)


OTHER_SIZE = "a checkpoint of %d entries says nothing of one of %d without a consistency proof"
REWRITTEN = "of the first %d entries, one is not what it was when you kept the checkpoint"


def verify_consistency(content, keys=(), against=(), witnesses=()):
    """Verify two checkpoints and their proof; returns what they show, raises NotVerified."""
    names = ("format", "new", "old", "proof", "verifier_key")
    form, new_text, old_text, proof, key_text = fields(read_object(content), *names)
    need(form == "evenhand-consistency/1", "this is no consistency proof")
    path = unhex_all(proof, "proof")
    old, new, key = Checkpoint(old_text), Checkpoint(new_text), known(key_text, keys)
    for one in (old, new):
        one.check(key)
    need(old.size <= new.size, "the register had %d entries and now has %d" % (old.size, new.size))
    ok = consistent(old.size, new.size, old.root, new.root, path)
    need(ok, "nothing proves that the first %d entries are as they were" % old.size, 1)
    for kept in against:
        kept.check(key)
        same = [one for one in (old, new) if one.size == kept.size]
        need(same, OTHER_SIZE % (kept.size, new.size))
        need(same[0].root == kept.root, REWRITTEN % kept.size, 1)
    shown = "the first %d of %d entries of %s are as they were" % (old.size, new.size, new.name)
    return shown + witnessed([old, new, *against], witnesses)


def verify_checkpoint(content, keys=(), against=(), witnesses=()):
    """Verify a checkpoint by itself; returns what it shows, raises NotVerified."""
    need(keys, "of a checkpoint, the key of the register is wanted: --key")
    found = Checkpoint(content.decode("utf-8", "surrogateescape"))
    signers = [key for key in keys if key.name == found.name] or keys
    found.check(signers[0])
    for kept in against:
        kept.check(signers[0])
        need(kept.size == found.size, OTHER_SIZE % (kept.size, found.size))
        need(kept.root == found.root, REWRITTEN % kept.size)
    told = "the register %s had %d entries" % (found.name, found.size)
    return told + witnessed([found, *against], witnesses)


def verify_export(lines, keys=(), against=(), witnesses=()):
    """Verify an export line by line; returns what it shows, raises NotVerified."""
    tree, key, last, covered, sound, opened = Tree(), None, None, -1, 0, 0
    for line in lines:
        number = tree.size + 1
        try:
            value = read_object(line)
            if "checkpoint" in value:
                key, last = verify_checkpoint_line(value, keys, tree, sound)
                keys = keys or [key]
                covered = sound = tree.size
                continue
            opened += verify_entry_line(value, number, tree)
        except NotVerified as error:
            raise NotVerified(str(error), error.position or number) from None
        for kept in against:
            if kept.size == tree.size:
                what = REWRITTEN % kept.size
                need(kept.root == tree.root(), what, sound + 1)
                sound = tree.size
    need(covered == tree.size, "no checkpoint follows the last entry", tree.size + 1)
    for kept in against:
        kept.check(key)
        need(
            kept.size <= tree.size, "entries are missing: there were %d" % kept.size, tree.size + 1
        )
    told = (tree.size, key.name, opened, tree.size - opened)
    shown = "all %d entries of %s: %d with what they say, %d erased" % told
    return shown + witnessed([last, *against], witnesses)


def verify_entry_line(value, number, tree):
    """Verify an entry and add it to the tree; returns 1 if it says something, 0 if it is erased."""
    names = ["sequence", "recorded_at", "kind", "commitment"]
    is_open = "key" in value or "payload" in value
    entry = fields(value, *names, *(["key", "payload"] if is_open else []))
    leaf = leaf_of(*entry[:4])
    need(entry[0] == number, "entry %d stands where %d should" % (entry[0], number), number)
    if is_open:
        check_payload(value["payload"], value["key"], value["commitment"], number)
    tree.add(leaf)
    return 1 if is_open else 0


def verify_checkpoint_line(value, keys, tree, sound):
    """Verify a checkpoint of the entries so far; returns the key that signed it, and itself."""
    text, form, key_text = fields(value, "checkpoint", "format", "verifier_key")
    need(form == "evenhand-export/1", "this is no export")
    checkpoint, key = Checkpoint(text), known(key_text, keys)
    checkpoint.check(key)
    need(checkpoint.size == tree.size, "a checkpoint of %d entries stands here" % checkpoint.size)
    what = "the root does not fit: one of the entries %d to %d is not what it was"
    need(checkpoint.root == tree.root(), what % (sound + 1, tree.size), sound + 1)
    return key, checkpoint


# ---- Being called --------------------------------------------------------------------------------


def verify_file(file, keys, against, witnesses=()):
    """Verify an open file of any of the four kinds."""
    first = file.readline(LONGEST + 1)
    if first.startswith(b'{"checkpoint":') and b'"format":"evenhand-receipt/1"' in first:
        return verify_receipt(first + file.read(1), keys, against, witnesses)
    if first.startswith(b'{"format":"evenhand-consistency/1"'):
        return verify_consistency(first + file.read(1), keys, against, witnesses)
    if first[:1] not in (b"{", b""):
        return verify_checkpoint(first + file.read(LONGEST), keys, against, witnesses)

    def lines():
        yield first
        yield from file

    return verify_export(lines(), keys, against, witnesses)


def printable(text):
    """Without characters that would do something to a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "\\u%04x" % ord(c) for c in text)


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="VERIFIER-KEY")
    parser.add_argument("--against", action="append", default=[], metavar="CHECKPOINT")
    parser.add_argument("--witness", action="append", default=[], metavar="VERIFIER-KEY")
    options = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        keys = [Key(text) for text in options.key]
    except NotVerified as error:
        parser.error("--key: %s" % error)
    try:
        witnesses = [Key(text, b"\x04") for text in options.witness]
    except NotVerified as error:
        parser.error("--witness: %s" % error)
    try:
        against = []
        for path in options.against:
            with open(path, "rb") as file:
                against.append(Checkpoint(file.read(LONGEST).decode("utf-8", "surrogateescape")))
        with open(options.file, "rb") as file:
            shown = verify_file(file, keys, against, witnesses)
    except OSError as error:
        parser.error(str(error))
    except NotVerified as error:
        place = " at entry %d" % error.position if error.position else ""
        print(printable("NOT VERIFIED%s: %s" % (place, error)))
        return 1
    print(printable("VERIFIED: " + shown))
    if not keys:
        print("The key was taken from the file: give the published one with --key, to know whose.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
