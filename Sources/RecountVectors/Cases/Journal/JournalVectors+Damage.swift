extension JournalVectors {
    /// The bytes with one bit turned.
    private static func turned(_ bytes: [UInt8], _ offset: Int) -> [UInt8] {
        bytes.replacing(offset, bytes[offset] ^ 1)
    }

    static var headers: VectorGroup {
        let whole = segment(2).bytes
        func header(_ change: (inout SegmentBytes.Header) -> Void) -> [[UInt8]] { [segment(2, change: change).bytes] }
        var cases: [(comment: String, segments: [[UInt8]], flags: [VectorFlag])] = [
            ("another magic", header { $0.magic = "recountK" }, [.damaged]),
            ("a newer format", header { $0.formatVersion = 2 }, [.damaged, .boundary]),
            ("format 0", header { $0.formatVersion = 0 }, [.damaged, .boundary]),
            ("newer semantics", header { $0.semanticsVersion = 2 }, [.damaged, .boundary]),
            ("sequence 0", header { $0.firstSequence = 0 }, [.damaged, .boundary]),
            (
                "an initial time after the end of time", header { $0.initialTime = (1 << 53) + 1 },
                [.damaged, .boundary]
            ),
        ]
        for offset in [12, 112, 127, 208, 503] {
            cases.append(("byte \(offset) is reserved", header { $0.reserved = (offset, 1) }, [.damaged]))
        }
        for offset in [55, 63, 67, 71, 75, 79, 83, 87, 91, 95, 103, 111] {
            cases.append(
                ("a limit too large by its byte \(offset)", header { $0.reserved = (offset, 255) }, [.damaged]))
        }
        for offset in [0, 9, 33, 130, 150, 503, 504, 511] {
            cases.append(("a bit of byte \(offset) was turned", [turned(whole, offset)], [.damaged]))
        }
        return group("headers", "Segment headers that must be refused.", cases)
    }

    static var frames: VectorGroup {
        func frame(_ change: (inout [UInt8]) -> Void) -> [[UInt8]] {
            var segment = SegmentBytes()
            segment.append(Array(bodies[0..<2]), change)
            return [segment.bytes]
        }
        let whole = segment(2).bytes
        var cases: [(comment: String, segments: [[UInt8]], flags: [VectorFlag])] = [
            ("another magic", frame { $0[7] = 0x43 }, [.damaged]),
            ("no records", frame { $0[12] = 0 }, [.damaged, .boundary]),
            ("one record more than there is", frame { $0[12] = 3 }, [.damaged]),
            ("one record fewer than there are", frame { $0[12] = 1 }, [.damaged]),
            ("a sequence too high", frame { $0[16] = 2 }, [.damaged]),
            ("sequence 0", frame { $0[16] = 0 }, [.damaged, .boundary]),
            ("a byte shorter", frame { $0[8] -= 1 }, [.damaged]),
            ("a byte longer: the file ends before it", frame { $0[8] += 1 }, [.torn, .boundary]),
            ("more than 4 MiB for two records", frame { $0[10] = 0x41 }, [.damaged, .boundary]),
            (
                "exactly 4 MiB announced: the file ends before",
                frame {
                    $0.replaceSubrange(8..<12, with: [0, 0, 0x40, 0])
                }, [.torn, .boundary]
            ),
            (
                "less than the records need", frame { $0.replaceSubrange(8..<12, with: [123, 0, 0, 0]) },
                [.damaged, .boundary]
            ),
            ("a zero sector that is none", frame { $0[24] = 1 }, [.damaged]),
            ("a reserved byte", frame { $0[28] = 1 }, [.damaged]),
        ]
        for offset in [512, 520, 528, 536, 543, 544, 551] {
            cases.append(("a bit of byte \(offset) was turned", [turned(whole, offset)], [.damaged]))
        }
        return group("frames", "Frame headers that must be refused, or announce what is not there.", cases)
    }

    static var records: VectorGroup {
        let whole = segment(2).bytes
        var wrongSequence = SegmentBytes()
        wrongSequence.append([bodies[1]])
        var repeated = SegmentBytes()
        repeated.append([bodies[0], bodies[0]])
        var short = SegmentBytes()
        short.append([bodies[0].first(25)])
        var cases: [(comment: String, segments: [[UInt8]], flags: [VectorFlag])] = [
            ("a record of another sequence", [wrongSequence.bytes], [.damaged]),
            ("a record twice", [repeated.bytes], [.damaged]),
            ("a body of 25 bytes", [short.bytes], [.damaged, .boundary]),
        ]
        for (offset, what) in [(552, "length"), (556, "stamp"), (587, "stamp"), (588, "body"), (600, "body")] {
            cases.append(
                ("a bit of a record's \(what) was turned, byte \(offset)", [turned(whole, offset)], [.damaged]))
        }
        return group("records", "Records that must be refused.", cases)
    }

    static var chains: VectorGroup {
        let whole = segment(2, 2).bytes
        let first = segment(2).bytes
        let other = segment(1, 1, 2)
        return group(
            "chains", "Chain values that must be refused.",
            [
                ("the last bit of the last chain value", [turned(whole, whole.count - 1)], [.damaged, .boundary]),
                ("the first chain value, though the second follows", [turned(whole, first.count - 32)], [.damaged]),
                (
                    "a batch of another history of the same records",
                    [
                        first + [UInt8](other.bytes[segment(1, 1).bytes.count...])
                    ], [.damaged]
                ),
                ("the second batch alone", [whole.first(512) + [UInt8](whole[first.count...])], [.damaged]),
                ("the first batch twice", [first + [UInt8](first[512...])], [.damaged]),
            ])
    }
}
