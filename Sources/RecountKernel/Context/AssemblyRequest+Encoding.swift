extension AssemblyRequest {
    /// How many bytes the canonical form of a request has. O(fragments).
    public static func byteCount(
        sections: UnsafeBufferPointer<ContextSection>, fragments: UnsafeBufferPointer<Fragment>
    ) -> Int {
        var cutCount = 0
        // Bound: a request that a kernel takes has under 2^15 fragments of under 2^7 bytes.
        for index in 0..<fragments.count { cutCount &+= fragments[index].cutPoints.count }
        return headerByteCount &+ sections.count &* sectionByteCount &+ 4 &+ fragments.count &* fragmentByteCount
            &+ cutCount &* 4
    }

    /// Writes the canonical form of a request. It is valid if `init(validating:)` takes it: nothing is
    /// checked here.
    ///
    /// - Parameters:
    ///   - sections: in ascending order of their ids.
    ///   - fragments: in ascending order of their ids.
    /// - Returns: the number of bytes written.
    /// - Throws: if `output` is too small.
    public static func encode(
        _ header: AssemblyHeader, sections: UnsafeBufferPointer<ContextSection>,
        fragments: UnsafeBufferPointer<Fragment>, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingError) -> Int {
        let needed = byteCount(sections: sections, fragments: fragments)
        guard output.count >= needed else {
            throw EncodingError(neededByteCount: needed, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.assemblyHeader(header)
        writer.count(sections.count)
        for index in 0..<sections.count { writer.section(sections[index]) }
        writer.count(fragments.count)
        for index in 0..<fragments.count { writer.fragment(fragments[index]) }
        return writer.offset
    }
}

extension ByteWriter {
    fileprivate mutating func assemblyHeader(_ value: AssemblyHeader) {
        integer(value.tokenLimit.rawValue)
        integer(value.outputTokens.rawValue)
        integer(value.separatorTokens)
        byte(value.mode.rawValue)
    }

    fileprivate mutating func section(_ value: ContextSection) {
        integer(value.id.rawValue)
        integer(value.priority)
        integer(value.renderOrder)
        byte(value.cap == nil ? 0 : 1)
        integer(value.cap?.rawValue ?? 0)
    }

    fileprivate mutating func fragment(_ value: Fragment) {
        integer(value.id.rawValue)
        integer(value.section.rawValue)
        integer(value.priority)
        integer(value.order)
        integer(value.tokens)
        byte(value.necessity.rawValue | value.divisibility.rawValue &<< 1 | value.stability.rawValue &<< 2)
        integer(value.group.rawValue)
        digest(value.contentDigest)
        count(value.cutPoints.count)
        for index in 0..<value.cutPoints.count { integer(value.cutPoints[index]) }
    }
}
