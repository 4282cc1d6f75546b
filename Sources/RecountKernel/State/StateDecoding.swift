extension ByteReader {
    mutating func stateHeader() throws(DecodingError) -> StateHeader {
        let versionOffset = position
        guard try integer(UInt16.self) == StateHeader.layoutVersion else {
            throw DecodingError(.unsupportedVersion, at: versionOffset)
        }
        let sequence = try integer(upTo: Step.maximumSequence)
        let time = try time()
        return StateHeader(sequence: sequence, time: time, limits: try limits())
    }

    /// The sequence of a step up to a moment.
    mutating func sequence(upTo moment: Moment) throws(DecodingError) -> UInt64 {
        let start = position
        let value = try integer(UInt64.self)
        guard value > 0, value <= moment.sequence else { throw DecodingError(.outOfRange, at: start) }
        return value
    }

    /// An id that must come after another one, if there is one.
    mutating func ascending<Value: Comparable>(
        after previous: Value?, _ read: (inout ByteReader) throws(DecodingError) -> Value
    ) throws(DecodingError) -> Value {
        let start = position
        let value = try read(&self)
        guard let previous, value <= previous else { return value }
        throw DecodingError(value == previous ? .duplicateEntry : .unsorted, at: start)
    }

    /// A tag of an enumeration.
    mutating func tag<Value: RawRepresentable>(_ type: Value.Type) throws(DecodingError) -> Value
    where Value.RawValue == UInt8 {
        let start = position
        guard let value = Value(rawValue: try byte()) else { throw DecodingError(.unknownTag, at: start) }
        return value
    }
}

extension PolicyStore {
    /// Installs the policies of a state.
    mutating func restore(_ reader: inout ByteReader) throws(DecodingError) {
        for _ in 0..<(try reader.count(upTo: limits.policies)) {
            let start = reader.position
            let byteCount = try reader.integer(UInt32.self)
            let policy = try reader.piece(byteCount.offset) { bytes throws(DecodingError) in
                try PolicyBytes(validating: bytes)
            }
            do throws(Refusal) {
                _ = try install(policy)
            } catch {
                throw DecodingError(.inconsistent, at: start)
            }
        }
    }
}
