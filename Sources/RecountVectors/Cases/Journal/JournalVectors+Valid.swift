import RecountKernel

extension JournalVectors {
    static var valid: VectorGroup {
        var second = SegmentBytes(after: segment(3, 2).chain) { $0.firstSequence = 6 }
        second.append(Array(bodies[5..<8]))
        let empty = SegmentBytes(after: segment(3).chain) { $0.firstSequence = 4 }
        let limits = KernelLimits.vectors(
            tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1, locks: 1, fragments: 1,
            maximumAdvance: 0, retention: 0, maximumLease: 0, maximumWait: 0)
        var smallest = SegmentBytes { $0.limits = limits }
        smallest.append(history(limits))
        return group(
            "valid", "Journals that are whole.",
            [
                ("a header alone", [segment().bytes], [.boundary]),
                ("one record", [segment(1).bytes], [.boundary]),
                ("all records in one batch", [segment(bodies.count).bytes], []),
                ("a batch for each record", [segment(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).bytes], []),
                ("batches of several sizes", [segment(4, 1, 6).bytes], []),
                ("two segments", [segment(3, 2).bytes, second.bytes], []),
                ("a second segment without records", [segment(3).bytes, empty.bytes], [.boundary]),
                ("another initial time", [segment(1) { $0.initialTime = 1 }.bytes], []),
                ("another journal id", [segment(1) { $0.journalID = .max }.bytes], [.boundary]),
                ("the smallest limits", [smallest.bytes], [.boundary]),
            ])
    }

    static var torn: VectorGroup {
        let whole = segment(3, 2).bytes
        let start = segment(3).bytes.count
        let next = SegmentBytes(after: segment(3).chain) { $0.firstSequence = 4 }.bytes
        let cuts = [
            1, 7, 8, 39, 40, 41, 80, whole.count - start - 33, whole.count - start - 32, whole.count - start - 1,
        ]
        var cases: [(comment: String, segments: [[UInt8]], flags: [VectorFlag])] = cuts.map {
            ("\($0) bytes of the second batch", [whole.first(start + $0)], [.torn, .boundary])
        }
        cases += [
            ("zeros of less than a frame header", [whole.first(start) + [UInt8](repeating: 0, count: 39)], [.torn]),
            (
                "zeros of a frame header", [whole.first(start) + [UInt8](repeating: 0, count: 40)],
                [.damaged, .boundary]
            ),
            ("something else behind the last batch", [whole.first(start) + [1]], [.damaged]),
            ("the beginning of a frame header and something else", [whole.first(start + 5) + [1]], [.damaged]),
            ("half a header of a second segment", [whole.first(start), next.first(256)], [.torn]),
            ("one byte of a second header", [whole.first(start), next.first(1)], [.torn, .boundary]),
            ("511 bytes of a second header", [whole.first(start), next.first(511)], [.torn, .boundary]),
            ("an empty second segment", [whole.first(start), []], [.torn, .boundary]),
            ("a second header of zeros", [whole.first(start), [UInt8](repeating: 0, count: 512)], [.torn]),
            ("the only header is torn: it never was a journal", [next.first(100)], [.damaged]),
            ("nothing at all", [[]], [.damaged, .boundary]),
            ("a torn batch in a segment that is not the last", [whole.first(start + 50), next], [.damaged]),
        ]
        return group("torn", "Journals that end within a batch: what is before it is valid.", cases)
    }

    static var segments: VectorGroup {
        let first = segment(3)
        func second(_ change: (inout SegmentBytes.Header) -> Void) -> [UInt8] {
            SegmentBytes(after: first.chain) {
                $0.firstSequence = 4
                change(&$0)
            }.bytes
        }
        return group(
            "segments", "What a segment must share with the one before.",
            [
                ("as it should be", [first.bytes, second { _ in }], []),
                ("another journal id", [first.bytes, second { $0.journalID = 1 }], [.damaged]),
                ("another hash seed", [first.bytes, second { $0.hashSeed[0] = 99 }], [.damaged]),
                ("another initial time", [first.bytes, second { $0.initialTime = 1 }], [.damaged]),
                ("other limits", [first.bytes, second { $0.limits = .vectors(tenants: 9) }], [.damaged]),
                ("a gap in the sequence", [first.bytes, second { $0.firstSequence = 5 }], [.damaged]),
                (
                    "a chain of zeros", [first.bytes, second { $0.previousChain = [UInt8](repeating: 0, count: 32) }],
                    [.damaged]
                ),
                ("the second segment alone", [second { _ in }], [.damaged]),
                ("the first segment begins at 2", [segment { $0.firstSequence = 2 }.bytes], [.damaged]),
                ("a chain before the first segment", [segment { $0.previousChain[31] = 1 }.bytes], [.damaged]),
            ])
    }
}
