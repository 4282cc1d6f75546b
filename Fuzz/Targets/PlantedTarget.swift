extension FuzzTarget {
    /// No part of Recount: a mistake of each kind that fuzzing is there to find, so that a program which finds
    /// nothing is known to be able to. Only an input that begins with a certain word makes one.
    public static let planted = FuzzTarget("planted") { input throws(PropertyViolation) in
        try require(!input.starts(with: "seal".utf8), "a planted property does not hold")
        guard input.elementsEqual("read beyond".utf8) else { return .refused }
        return try input.withCopiedBytes { (bytes) throws(PropertyViolation) in
            // One byte behind the end; taken from a pointer, which knows of no end.
            let beyond = bytes.baseAddress.map { $0.load(fromByteOffset: bytes.count, as: UInt8.self) }
            return beyond == 0 ? .accepted : .refused
        }
    }
}
