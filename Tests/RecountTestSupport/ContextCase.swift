import RecountKernel

/// An assembly in the making: sections and fragments in any order, which may violate what a request must be.
package struct ContextCase: Sendable {
    /// Limit, output, separator and mode.
    package var header: AssemblyHeader
    /// The sections, in any order.
    package var sections: [ContextSection]
    /// The fragments, in any order.
    package var fragments: [Fragment]

    /// Starts an assembly.
    package init(
        limit: UInt64, output: UInt64 = 0, separator: UInt32 = 0, mode: AssemblyMode = .cutoff,
        sections: [ContextSection] = [.of(1)], _ fragments: [Fragment] = []
    ) {
        header = AssemblyHeader(
            tokenLimit: Tokens(limit), outputTokens: Tokens(output), separatorTokens: separator, mode: mode)
        self.sections = sections
        self.fragments = fragments
    }

    /// The same with another limit or mode.
    package func with(limit: UInt64? = nil, mode: AssemblyMode? = nil) -> ContextCase {
        var other = self
        if let limit { other.header.tokenLimit = Tokens(limit) }
        if let mode { other.header.mode = mode }
        return other
    }

    /// The canonical bytes: sections and fragments in ascending order of their ids.
    package var bytes: [UInt8] { sorted.bytesAsListed }

    /// The same assembly with both lists in ascending order.
    package var sorted: ContextCase {
        var other = self
        other.sections.sort { $0.id < $1.id }
        other.fragments.sort { $0.id < $1.id }
        return other
    }

    /// The layout with both lists as they stand, canonical or not.
    package var bytesAsListed: [UInt8] {
        encoded { sections, fragments in
            AssemblyRequest.byteCount(sections: sections, fragments: fragments)
        } _: { sections, fragments, output throws(EncodingError) in
            try AssemblyRequest.encode(header, sections: sections, fragments: fragments, into: output)
        }
    }

    /// The layout of an admission with both lists as they stand.
    package func admissionBytes(_ admission: AdmissionHeader) -> [UInt8] {
        encoded { sections, fragments in
            AdmissionRequest.byteCount(admission, sections: sections, fragments: fragments)
        } _: { sections, fragments, output throws(EncodingError) in
            try AdmissionRequest.encode(
                admission, assembly: header, sections: sections, fragments: fragments, into: output)
        }
    }

    /// Lends the validated request for the time of a call.
    ///
    /// - Throws: `DecodingError` if the request is none that decoding accepts; what `body` throws.
    package func withRequest<Result>(_ body: (AssemblyRequest) throws -> Result) throws -> Result {
        try bytes.withUnsafeBytes { try body(try AssemblyRequest(validating: $0)) }
    }

    /// Lends a validated admission of both lists, sorted, for the time of a call.
    package func withAdmission<Result>(
        _ admission: AdmissionHeader, _ body: (AdmissionRequest) throws -> Result
    ) throws -> Result {
        try sorted.admissionBytes(admission).withUnsafeBytes { try body(try AdmissionRequest(validating: $0)) }
    }

    private func encoded(
        _ byteCount: (UnsafeBufferPointer<ContextSection>, UnsafeBufferPointer<Fragment>) -> Int,
        _ encode: (
            UnsafeBufferPointer<ContextSection>, UnsafeBufferPointer<Fragment>, UnsafeMutableRawBufferPointer
        ) throws(EncodingError) -> Int
    ) -> [UInt8] {
        sections.withUnsafeBufferPointer { sections in
            fragments.withUnsafeBufferPointer { fragments in
                var bytes = [UInt8](repeating: 0xa5, count: byteCount(sections, fragments))
                let written = bytes.withUnsafeMutableBytes { output in
                    do throws(EncodingError) {
                        return try encode(sections, fragments, output)
                    } catch {
                        fatalError("too small by its own count: \(error)")
                    }
                }
                precondition(written == bytes.count, "\(written) bytes written, \(bytes.count) announced")
                return bytes
            }
        }
    }
}

extension Digest {
    /// A digest that stands for some content: a number and zeros.
    package static func of(_ number: UInt64) -> Digest { Digest(words: [number, 0, 0, 0]) }

    /// The 32 bytes in their order.
    package var bytes: [UInt8] {
        var output = LittleEndianBytes()
        for index in 0..<4 { output.append(words[index]) }
        return output.bytes
    }
}

extension ContextSection {
    /// A section; its render order is its id where not stated.
    package static func of(
        _ id: UInt32, priority: UInt32 = 0, renderOrder: UInt32? = nil, cap: UInt64? = nil
    ) -> ContextSection {
        ContextSection(
            id: SectionID(id), priority: priority, renderOrder: renderOrder ?? id, cap: cap.map { Tokens($0) })
    }
}

extension Fragment {
    /// A fragment whose content digest is its id.
    package static func of(
        _ id: UInt64, section: UInt32 = 1, tokens: UInt32, priority: UInt32 = 0, order: UInt64 = 0,
        _ necessity: Necessity = .optional, _ divisibility: Divisibility = .whole, cuts: [UInt32] = [],
        _ stability: Stability = .changing, group: UInt32 = 0
    ) -> Fragment {
        var fragment = Fragment(
            id: FragmentID(id), section: SectionID(section), tokens: tokens, contentDigest: .of(id))
        fragment.priority = priority
        fragment.order = order
        fragment.necessity = necessity
        fragment.divisibility = divisibility
        fragment.stability = stability
        fragment.group = GroupID(group)
        for cut in cuts where !fragment.cutPoints.append(cut) {
            fatalError("a test asks for more than \(maximumCutCount) cut points")
        }
        return fragment
    }

    /// The cut points as an array.
    package var cuts: [UInt32] { (0..<cutPoints.count).map { cutPoints[$0] } }
}
