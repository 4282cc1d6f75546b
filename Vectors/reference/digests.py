"""BLAKE2b with a `personal` field, an optional key, and nothing else (docs/format.md, Digests)."""

import hashlib


def digest(personal: bytes, data: bytes, *, key: bytes = b"", byte_count: int = 32) -> bytes:
    """The digest of `data`; the personal field is padded with zeros to 16 bytes."""
    return hashlib.blake2b(data, digest_size=byte_count, person=personal, key=key).digest()


def record_stamp(body: bytes) -> bytes:
    return digest(b"recount.record", body)


def policy_digest(policy: bytes) -> bytes:
    return digest(b"recount.policy", policy)


def window_digest(parts: bytes) -> bytes:
    return digest(b"recount.window", parts)


def admission_digest(body: bytes) -> bytes:
    return digest(b"recount.admit", body)


def state_digest(state: bytes) -> bytes:
    return digest(b"recount.state", state)


def tenant_salt(tenant: bytes, salt_secret: bytes) -> bytes:
    return digest(b"recount.salt", tenant, key=salt_secret)


def rest_digest(rest: bytes) -> bytes:
    return digest(b"recount.rest", rest)


def leaf_digest(parts: bytes) -> bytes:
    return digest(b"recount.leaf", parts)


def branch_digest(parts: bytes) -> bytes:
    return digest(b"recount.branch", parts)


def global_digest(state: bytes) -> bytes:
    return digest(b"recount.global", state)


def root_digest(parts: bytes) -> bytes:
    return digest(b"recount.root", parts)


def chain_digest(links: bytes, key: bytes = b"") -> bytes:
    return digest(b"recount.chain", links, key=key)


def key_id(key: bytes) -> bytes:
    return digest(b"recount.keyid", b"", key=key)


def snapshot_digest(front: bytes, key: bytes = b"") -> bytes:
    return digest(b"recount.snapshot", front, key=key)


def header_checksum(header: bytes) -> bytes:
    return digest(b"recount.header", header, byte_count=8)


def frame_checksum(frame: bytes, hash_seed: bytes) -> bytes:
    return digest(b"recount.frame", frame, key=hash_seed, byte_count=8)
