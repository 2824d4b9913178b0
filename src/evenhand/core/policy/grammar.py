"""The grammar: text of an expression → untyped parse tree with places (lark)."""

from __future__ import annotations

import re
from functools import lru_cache

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from evenhand.core.said import said

MAX_LENGTH = 4_000
MAX_DEPTH = 60
TOO_DEEP = (
    said("the expression is nested more than {most} deep", most=MAX_DEPTH),
    said("name its parts under define"),
)

# Wider than the language on purpose: what is parsed and then refused gets a better message than a
# syntax error. `in`, `true` and the like are looked up from the identifier, so that `in_store` or
# `true_x` stay one name.
_GRAMMAR = r"""
?start: expression
?expression: disjunction
           | disjunction "?" disjunction ":" expression -> conditional
?disjunction: conjunction ("||" conjunction)*
?conjunction: relation ("&&" relation)*
?relation: additive (COMPARE additive | IN additive)*
?additive: product (SIGN product)*
?product: unary (TIMES unary)*
?unary: "!" unary -> not_
      | SIGN unary -> signed
      | member
?member: primary
       | member "." IDENT -> select
       | member "." IDENT "(" [arguments] ")" -> method
       | member "[" expression "]" -> index
?primary: "(" expression ")"
        | IDENT "(" [arguments] ")" -> call
        | IDENT -> name
        | "[" [expression ("," expression)* ","?] "]" -> list_
        | DURATION -> duration
        | FLOAT -> float_
        | UINT -> uint
        | HEX -> integer
        | INT -> integer
        | BYTES -> bytes_
        | STRING -> string
arguments: expression ("," expression)*

COMPARE: "==" | "!=" | "<=" | ">=" | "<" | ">"
IN.3: /in(?![A-Za-z0-9_])/
SIGN: "+" | "-"
TIMES: "*" | "/" | "%"
DURATION.4: /[0-9]+(bd|d|h|m|s)(?![A-Za-z0-9_])/
FLOAT.3: /[0-9]+\.[0-9]+([eE][+-]?[0-9]+)?(?![A-Za-z0-9_])/
       | /[0-9]+[eE][+-]?[0-9]+(?![A-Za-z0-9_])/
       | /\.[0-9]+([eE][+-]?[0-9]+)?(?![A-Za-z0-9_])/
UINT.3: /(0[xX][0-9a-fA-F]+|[0-9]+)[uU](?![A-Za-z0-9_])/
HEX.2: /0[xX][0-9a-fA-F]+(?![A-Za-z0-9_])/
INT.1: /[0-9]+(?![A-Za-z0-9_])/
BYTES.5: /([bB][rR]?|[rR][bB])("{3}(.|\n)*?"{3}|'{3}(.|\n)*?'{3})/
       | /([bB][rR]?|[rR][bB])("([^"\\\n]|\\.)*"|'([^'\\\n]|\\.)*')/
STRING.4: /[rR]("{3}(.|\n)*?"{3}|'{3}(.|\n)*?'{3})/
        | /[rR]("[^"\n]*"|'[^'\n]*')/
        | /"{3}([^\\]|\\.)*?"{3}|'{3}([^\\]|\\.)*?'{3}/
        | /"([^"\\\n]|\\.)*"|'([^'\\\n]|\\.)*'/
IDENT: /[A-Za-z_][A-Za-z0-9_]*/
COMMENT: /\/\/[^\n]*/
%import common.WS
%ignore WS
%ignore COMMENT
"""


class SyntaxProblem(Exception):
    """The text cannot be parsed; `line` and `column` count from 1 within the text."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=True)


@lru_cache(maxsize=1_024)
def parse(text: str) -> Tree[Token]:
    """Parse one expression; the tree is shared between calls and never changed.

    Raises SyntaxProblem with the place when the text lies outside the grammar, is longer than
    MAX_LENGTH characters or nested deeper than MAX_DEPTH.
    """
    if len(text) > MAX_LENGTH:
        raise SyntaxProblem(
            said(
                "the expression has {count:,} characters; at most {most:,} are allowed",
                count=len(text),
                most=MAX_LENGTH,
            )
        )
    if not text.strip():
        raise SyntaxProblem(said("the expression is empty"))
    try:
        tree = _parser().parse(text)
    except UnexpectedCharacters as error:
        raise _unreadable(text, error) from None
    except UnexpectedToken as error:
        raise _unexpected(text, error) from None
    except UnexpectedInput as error:
        raise SyntaxProblem(said("this cannot be read"), error.line, error.column) from None
    if not isinstance(tree, Tree):  # a lone token never comes out of this grammar
        raise SyntaxProblem(said("this cannot be read"))
    _refuse_deep(tree)
    return tree


_WORDS = {
    "and": said("and is written &&"),
    "or": said("or is written ||"),
    "not": said("not is written !"),
}
_SIGNS = {
    "=": said("equality is written =="),
    "&": said("and is written &&"),
    "|": said("or is written ||"),
    "{": said("maps and objects lie outside the language"),
    **dict.fromkeys("‘’“”'\"", said("a text stands between two straight quotes, 'like this'")),
}
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000-\u3002\u3010\u3011]")
"""What the keyboards of Chinese put in place of ASCII: its wide forms, space, 、 。 【 】."""


def _unreadable(text: str, error: UnexpectedCharacters) -> SyntaxProblem:
    found = text.split("\n")[error.line - 1][error.column - 1]
    hint = _SIGNS.get(found, "")
    if _FULL_WIDTH.match(found):
        hint = said("this is a full-width character; write the ASCII one")
    return SyntaxProblem(
        said("{found!r} cannot stand here", found=found), error.line, error.column, hint
    )


def _unexpected(text: str, error: UnexpectedToken) -> SyntaxProblem:
    token = error.token
    if token.type == "$END":  # it bears the place of the last token, if there is one
        line, column = token.end_line or 1, token.end_column or 1
        return SyntaxProblem(said("the expression ends too early"), line, column)
    before = re.search(r"\bnot\s+$", text[: token.start_pos])
    hint = _WORDS.get("not" if before else str(token).lower(), "")
    message = said("{found!r} cannot stand here", found=str(token))
    return SyntaxProblem(message, error.line, error.column, hint)


def _refuse_deep(tree: Tree[Token]) -> None:
    level: list[Tree[Token]] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
        if not level:
            return
    message, hint = TOO_DEEP
    raise SyntaxProblem(message, hint=hint)
