/// An input that is a list of steps, so that mutation can change one, move it or leave it out: for each a byte
/// for its kind, the number of bytes of its payload in 16 bits, little-endian, and the payload.
///
/// Any bytes are a script: the last step has what is left where there is less than it states.
struct Script {
    /// One step.
    struct Step {
        /// What to do: the target knows the kinds.
        var kind: UInt8
        /// With what, at most `maximumPayloadByteCount` bytes.
        var payload: ArraySlice<UInt8>
    }

    static let headerByteCount = 3
    static let maximumPayloadByteCount = 0xffff

    var steps: [Step] = []

    /// Splits an input. O(bytes).
    init(_ input: UnsafeRawBufferPointer) {
        var rest = ArraySlice(input)
        while rest.count >= Self.headerByteCount {
            let start = rest.startIndex
            let count = Int(rest[start + 1]) | Int(rest[start + 2]) << 8
            let payload = rest.dropFirst(Self.headerByteCount).prefix(count)
            steps.append(Step(kind: rest[start], payload: payload))
            rest = rest[payload.endIndex...]
        }
    }

    /// The steps of which a target knows the kind; others stand for nothing.
    func steps<Kind: RawRepresentable>(of kinds: Kind.Type) -> [(kind: Kind, payload: ArraySlice<UInt8>)]
    where Kind.RawValue == UInt8 {
        steps.compactMap { step in Kind(rawValue: step.kind).map { ($0, step.payload) } }
    }

    /// The input that these steps make, or as many of its steps as fit. O(bytes).
    func bytes(upTo limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for step in steps {
            let payload = step.payload.prefix(Self.maximumPayloadByteCount)
            guard bytes.count + Self.headerByteCount + payload.count <= limit else { break }
            bytes += [step.kind, UInt8(truncatingIfNeeded: payload.count), UInt8(payload.count >> 8)]
            bytes += payload
        }
        return bytes
    }
}
