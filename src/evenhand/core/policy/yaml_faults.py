"""What a YAML parser says against a text, so that it can be said in other languages too."""

from __future__ import annotations

from evenhand.core.said import said

_SAID = (
    said("block sequence entries are not allowed in this context"),
    said("block sequence entries are not allowed here"),
    said("control characters are not allowed"),
    said("could not find expected ':'"),
    said("did not find URI escaped octet"),
    said("did not find expected ',' or ']'"),
    said("did not find expected ',' or '}}'"),
    said("did not find expected '-' indicator"),
    said("did not find expected <document start>"),
    said("did not find expected <stream-start>"),
    said("did not find expected alphabetic or numeric character"),
    said("did not find expected comment or line break"),
    said("did not find expected hexdecimal number"),
    said("did not find expected key"),
    said("did not find expected node content"),
    said("did not find expected whitespace or line break"),
    said("found a tab character that violates indentation"),
    said("found a tab character where an indentation space is expected"),
    said("found character that cannot start any token"),
    said("found duplicate anchor; first occurrence"),
    said("found invalid Unicode character escape code"),
    said("found undefined alias"),
    said("found undefined tag handle"),
    said("found unexpected ':'"),
    said("found unexpected document indicator"),
    said("found unexpected end of stream"),
    said("found unknown escape character"),
    said("mapping keys are not allowed in this context"),
    said("mapping values are not allowed in this context"),
    said("mapping values are not allowed here"),
    said("but found another document"),
    said("expected a single document in the stream"),
    said("second occurrence"),
    said("while composing a node"),
    said("while parsing a block collection"),
    said("while parsing a block mapping"),
    said("while parsing a flow mapping"),
    said("while parsing a flow node"),
    said("while parsing a flow sequence"),
    said("while parsing a node"),
    said("while parsing a quoted scalar"),
    said("while parsing a tag"),
    said("while scanning a block scalar"),
    said("while scanning a double-quoted scalar"),
    said("while scanning a plain scalar"),
    said("while scanning a quoted scalar"),
    said("while scanning a simple key"),
    said("while scanning an alias"),
    said("while scanning an anchor"),
    said("while scanning for the next token"),
)
"""What libyaml and PyYAML say most; anything else stays in English."""

_KNOWN = {str(one): one for one in _SAID}


def fault(english: str) -> str:
    """A message of the parser as a sentence of ours, if it is known."""
    return _KNOWN.get(english, english)
