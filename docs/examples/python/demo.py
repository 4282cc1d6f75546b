"""Routes, reserves and settles a request, lets a reservation expire, and takes the state to a second kernel."""

import hashlib

import recount

LIMITS = recount.Limits(
    tenants=10, accounts=100, reservations=1_000, transfers=1_000, policies=4, models=64, locks=100, fragments=256,
    maximum_advance_milliseconds=86_400_000, retention_milliseconds=3_600_000, maximum_lease_milliseconds=60_000,
    maximum_wait_milliseconds=60_000)


def show(records):
    for record in records:
        # The stamp is nothing but the BLAKE2b of the record's bytes, which anyone can compute.
        expected = hashlib.blake2b(record.body(), digest_size=32, person=b"recount.record").digest()
        assert record.stamp == expected == recount.digest(b"recount.record", record.body())
        fields = recount.decode(record.decision)
        rest = ", ".join(f"{name} {value}" for name, value in fields.items() if name != "decision")
        print(f"{record.sequence:3} {record.time:6} ms  {record.stamp.hex()[:16]}  {fields['decision']:20} {rest}")
    return recount.decode(records[-1].decision)


def main():
    print(f"librecount {recount.version()}")
    # The hash seed is drawn at random: nothing that is printed depends on it. State roots depend on the salt secret,
    # which is fixed here so that the output is; a host draws it at random and keeps it with its journal.
    salt_secret = bytes(range(32))
    kernel = recount.Kernel(LIMITS, initial_time=1_000, salt_secret=salt_secret)
    policy = recount.policy({10: (9_000, 15_000_000, 60_000_000), 20: (9_500, 250_000_000, 1_000_000_000)})
    show(kernel.run(recount.install_policy(1_000, policy)))
    show(kernel.run(recount.open_tenant(7, 1_000)))
    show(kernel.run(recount.open_account(7, 1_000, 1)))
    show(kernel.run(recount.fund(7, 1_000, 1, 1, calls=10, tokens=10_000, cost=100_000_000)))

    routed = show(kernel.run(recount.route(7, 1_100, 1, 10, 4_000, 500, 100_000_000)))
    cost = routed["cost_microcents"]
    show(kernel.run(recount.reserve(7, 1_100, 42, [1], 61_100, calls=1, tokens=4_500, cost=cost)))
    show(kernel.run(recount.settle(7, 2_300, 42, calls=1, tokens=4_310, cost=cost - 1_000)))
    show(kernel.run(recount.reserve(7, 2_400, 43, [1], 5_000, calls=1, tokens=5_690)))
    show(kernel.run(recount.reserve(7, 2_500, 44, [1], 5_000, calls=1, tokens=1)))
    show(kernel.run(recount.acquire_lock(7, 2_600, 5, 100, lease=1_000)))
    print(f"the next consequence is due at {kernel.next_due()} ms")

    try:
        kernel.run(recount.open_tenant(0, 2_700))
    except recount.RecountError as error:
        print(f"refused: {error}")

    # What is due comes out before the command, in both kernels alike.
    twin = recount.Kernel(state=kernel.state(), salt_secret=salt_secret)
    assert twin.state_digest() == kernel.state_digest()
    records, repeated = kernel.run(recount.seal(5_000)), twin.run(recount.seal(5_000))
    assert records == repeated
    show(records)
    account = kernel.account(7, 1)
    print(f"account 1: {account.tokens.available} tokens available, {account.tokens.spent} spent")
    print(f"state digest {kernel.state_digest().hex()}, the same in both kernels")


if __name__ == "__main__":
    main()
