import RecountKernel

/// A document whose tokens are counted and whose request is made. It keeps the request's canonical bytes
/// alive and turns the kernel's answer back into text:
///
///     let context = try PreparedContext(document)
///     let rendered = try context.withRequest { request in
///         let step = try journal.submit(Command(header: header, body: .assemble(request)))
///         guard case .assembled(let window) = step.decision else { … }  // .refused says what does not fit
///         return try context.render(window)
///     }
///
/// The same document gives the same request, whatever order its sections and fragments stand in.
public struct PreparedContext: Sendable {
    /// What the request states besides sections and fragments.
    public let header: AssemblyHeader
    /// In ascending order of their ids.
    public let sections: [SectionDocument]
    /// In ascending order of their ids.
    public let fragments: [PreparedFragment]
    /// How tokens were estimated where the host had not counted them.
    public let estimate: TokenEstimate
    /// What stands between two fragments.
    public let separator: ContextDocument.Separator
    /// The request as the kernel takes it. Layout: docs/format.md, "Assembly".
    public let canonicalBytes: [UInt8]
    /// The positions of the fragments in the order in which a window has them.
    let renderOrder: [Int]

    /// Checks a document, counts its tokens and makes its request. O(bytes + fragments · log fragments).
    public init(_ document: ContextDocument) throws(ContextError) {
        try Self.checkSize(of: document)
        sections = try Self.sorted(document.sections)
        fragments = try Self.prepared(document, sections)
        estimate = document.estimate
        separator = document.separator
        header = AssemblyHeader(
            tokenLimit: document.tokenLimit, outputTokens: document.outputTokens,
            separatorTokens: try Self.tokens(of: document.separator, document.estimate), mode: document.mode)
        canonicalBytes = Self.encoded(header, sections, fragments)
        renderOrder = Self.renderOrder(of: fragments, in: sections)
    }

    /// Calls `body` with the request, which is valid only during the call. O(request's bytes).
    public func withRequest<Result, Problem: Error>(
        _ body: (AssemblyRequest) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        try canonicalBytes.withUnsafeBufferPointer { (bytes) throws(Problem) -> Result in
            guard let request = try? AssemblyRequest(validating: UnsafeRawBufferPointer(bytes)) else {
                preconditionFailure("the bytes were made of a checked document")
            }
            return try body(request)
        }
    }

    /// A section, or nil. O(log sections).
    public func section(_ id: SectionID) -> SectionDocument? {
        sections.position(of: id, by: \.id).map { sections[$0] }
    }

    /// A fragment, or nil. O(log fragments).
    public func fragment(_ id: FragmentID) -> PreparedFragment? {
        fragments.position(of: id, by: \.document.id).map { fragments[$0] }
    }
}

extension PreparedContext {
    private static func checkSize(of document: ContextDocument) throws(ContextError) {
        guard document.sections.count <= Int(ContextSection.maximumCount) else {
            throw ContextError(.tooManySections(count: document.sections.count), in: .document)
        }
        guard document.fragments.count <= Int(Fragment.maximumCount) else {
            throw ContextError(.tooManyFragments(count: document.fragments.count), in: .document)
        }
        guard document.tokenLimit <= .maximum else {
            throw ContextError(.tokenLimitTooLarge(document.tokenLimit), in: .document)
        }
        guard document.outputTokens <= .maximum else {
            throw ContextError(.outputTokensTooLarge(document.outputTokens), in: .document)
        }
        guard document.outputTokens <= document.tokenLimit else {
            throw ContextError(.outputAboveLimit(document.outputTokens, limit: document.tokenLimit), in: .document)
        }
    }

    private static func sorted(_ sections: [SectionDocument]) throws(ContextError) -> [SectionDocument] {
        let sections = sections.sorted { $0.id < $1.id }
        var names: Set<String> = []
        for (position, section) in sections.enumerated() {
            if position > 0, sections[position - 1].id == section.id {
                throw ContextError(.duplicateID, in: .section(section.id))
            }
            guard section.name.isEmpty || names.insert(section.name).inserted else {
                throw ContextError(.duplicateName(section.name), in: .section(section.id))
            }
        }
        return sections
    }

    private static func prepared(
        _ document: ContextDocument, _ sections: [SectionDocument]
    ) throws(ContextError) -> [PreparedFragment] {
        let digester = ContentDigester(separator: document.separator.text)
        var prepared: [PreparedFragment] = []
        prepared.reserveCapacity(document.fragments.count)
        for fragment in document.fragments.sorted(by: { $0.id < $1.id }) {
            guard prepared.last?.document.id != fragment.id else {
                throw ContextError(.duplicateID, in: .fragment(fragment.id))
            }
            guard sections.position(of: fragment.section, by: \.id) != nil else {
                throw ContextError(.unknownSection(fragment.section), in: .fragment(fragment.id))
            }
            prepared.append(try PreparedFragment(fragment, estimate: document.estimate, digester: digester))
        }
        return prepared
    }

    /// By the sections' render order and id, then by the fragments' order and id: docs/format.md, "Assembly".
    private static func renderOrder(of fragments: [PreparedFragment], in sections: [SectionDocument]) -> [Int] {
        let keys = fragments.map { fragment in
            guard let section = sections.position(of: fragment.document.section, by: \.id) else {
                preconditionFailure("every fragment's section was found")
            }
            // Sections and fragments ascend by their ids, so that positions stand for them.
            return (sections[section].renderOrder, section, fragment.document.order)
        }
        return keys.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] }
    }

    private static func tokens(
        of separator: ContextDocument.Separator, _ estimate: TokenEstimate
    ) throws(ContextError) -> UInt32 {
        if let tokens = separator.countedTokens { return tokens }
        let byteCount = separator.text.utf8.count
        guard let tokens = estimate.tokens(ofByteCount: byteCount) else {
            throw ContextError(.tooManyTokens(byteCount: byteCount), in: .separator)
        }
        return tokens
    }

    private static func encoded(
        _ header: AssemblyHeader, _ sections: [SectionDocument], _ fragments: [PreparedFragment]
    ) -> [UInt8] {
        sections.map(\.section).withUnsafeBufferPointer { sections in
            fragments.map(\.fragment).withUnsafeBufferPointer { fragments in
                let byteCount = AssemblyRequest.byteCount(sections: sections, fragments: fragments)
                return [UInt8](unsafeUninitializedCapacity: byteCount) { bytes, count in
                    let output = UnsafeMutableRawBufferPointer(bytes)
                    let written = try? AssemblyRequest.encode(
                        header, sections: sections, fragments: fragments, into: output)
                    guard let written else { preconditionFailure("the buffer has the size that was asked for") }
                    count = written
                }
            }
        }
    }
}

extension Array {
    /// The position of the element with an id in an array that ascends by it, or nil. O(log count).
    func position<ID: Comparable>(of id: ID, by key: (Element) -> ID) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if key(self[middle]) < id { low = middle + 1 } else { high = middle }
        }
        return low < count && key(self[low]) == id ? low : nil
    }
}
