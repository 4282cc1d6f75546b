"""The tree over the stamps (docs/transparency.md, The tree): RFC 6962 with SHA-256."""

import hashlib


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The roots of the largest complete subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.roots: list[bytes] = []

    def append(self, data: bytes) -> None:
        self.roots.append(leaf_hash(data))
        self.size += 1
        complete = self.size
        while complete % 2 == 0:
            right = self.roots.pop()
            self.roots.append(node_hash(self.roots.pop(), right))
            complete //= 2
