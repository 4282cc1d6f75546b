import RecountKernel
import Testing

@testable import RecountVectors

/// The registry's layouts, held to every byte of every vector.
@Suite struct LayoutTests {
    /// Why bytes do not follow a layout.
    struct Mismatch: Error {
        let field: String
        let offset: Int
    }

    /// Reads bytes by layouts, with no other knowledge of them.
    struct Walker {
        let bytes: [UInt8]
        var offset = 0
        /// Where fields of a fixed width begin.
        var starts: [Int] = []

        mutating func fields(_ fields: [LayoutField]) throws {
            for field in fields { try self.field(field.name, field.type) }
        }

        mutating func field(_ name: String, _ type: FieldType) throws {
            switch type {
            case .fixed(let type): try skip(type.byteCount, name)
            case .layout(let name): try fields(FormatLayouts.fields(name))
            case .list(let entry, let minimum, let maximum):
                let count = try count(name)
                guard (minimum...maximum).contains(count) else { throw Mismatch(field: name, offset: offset) }
                for _ in 0..<count { try field(name, entry) }
            case .bytes(let minimum, let maximum):
                let count = try count(name)
                guard (minimum...maximum).contains(count) else { throw Mismatch(field: name, offset: offset) }
                try skip(Int(count), name)
            case .tagged(let cases):
                let tag = try byte(name)
                guard let entry = cases.first(where: { $0.tag == tag }) else {
                    throw Mismatch(field: name, offset: offset)
                }
                try fields(entry.fields)
            case .masked(let names, let type):
                let mask = try byte(name)
                guard mask < 1 << names.count else { throw Mismatch(field: name, offset: offset) }
                for bit in names.indices where mask & 1 << UInt8(bit) != 0 { try skip(type.byteCount, names[bit]) }
            }
        }

        private mutating func skip(_ count: Int, _ name: String) throws {
            guard bytes.count - offset >= count else { throw Mismatch(field: name, offset: offset) }
            starts.append(offset)
            offset += count
        }

        private mutating func byte(_ name: String) throws -> UInt8 {
            try skip(1, name)
            return bytes[offset - 1]
        }

        private mutating func count(_ name: String) throws -> UInt32 {
            try skip(4, name)
            return (0..<4).reduce(0 as UInt32) { $0 | UInt32(bytes[offset - 4 + $1]) << UInt32(8 * $1) }
        }
    }

    @Test("Every command of the vectors has exactly the bytes that its layout says")
    func commands() throws {
        for entry in VectorFiles.steps {
            guard let command = entry.command, case .decision = entry.result else { continue }
            let kind = try #require(CommandKind(rawValue: command[0]))
            var walker = Walker(bytes: command)
            try walker.fields(FormatLayouts.fields("command_header"))
            try walker.fields(kind.layout.map(FormatLayouts.fields) ?? [])
            #expect(walker.offset == command.count, "\(entry.label.id)")
        }
    }

    @Test("Every decision of the vectors too")
    func decisions() throws {
        for entry in VectorFiles.steps {
            guard case .decision(let step) = entry.result else { continue }
            let kind = try #require(DecisionKind(rawValue: step.decision[0]))
            var walker = Walker(bytes: step.decision, offset: 1)
            try walker.fields(kind.layout.map(FormatLayouts.fields) ?? [])
            #expect(walker.offset == step.decision.count, "\(entry.label.id)")
        }
    }

    @Test("A command that ends early is truncated at a field of its layout, or within a wide one")
    func truncations() throws {
        for kind in CommandKind.all {
            let sample = VectorFiles.steps.first { entry in
                if case .decision = entry.result { return entry.command?.first == kind.rawValue }
                return false
            }
            let command = try #require(sample?.command)
            var walker = Walker(bytes: command)
            try walker.fields(FormatLayouts.fields("command_header"))
            try walker.fields(kind.layout.map(FormatLayouts.fields) ?? [])
            for count in 0..<command.count {
                let error = Self.error(command.first(count))
                #expect(error?.code == .truncated, "\(kind), \(count) bytes")
                let start = walker.starts.last { $0 <= count } ?? 0
                // Ids, digests, amounts and prices are read in words of 8 bytes, or of 4.
                #expect(Int(error?.offset ?? 0) >= start && Int(error?.offset ?? 0) <= count, "\(kind), \(count) bytes")
            }
        }
    }

    private static func error(_ bytes: [UInt8]) -> DecodingError? {
        bytes.withUnsafeBytes { buffer in
            do throws(DecodingError) {
                _ = try Command(decoding: buffer)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("Segments, frames and records follow their layouts")
    func files() throws {
        let segment = JournalVectors.segment(1).bytes
        var walker = Walker(bytes: segment)
        try walker.fields(FormatLayouts.fields("segment_header"))
        #expect(walker.offset == 512)
        try walker.fields(FormatLayouts.fields("frame_header"))
        #expect(walker.offset == 552)
        try walker.fields(FormatLayouts.fields("journal_record"))
        #expect(walker.offset == segment.count - 32)
    }

    @Test("Layouts that are named exist, and no two have one name")
    func names() {
        let names = FormatLayouts.all.map(\.name)
        #expect(Set(names).count == names.count)
        for kind in CommandKind.all { #expect(kind.layout.map { names.contains($0) } ?? true, "\(kind)") }
        for kind in DecisionKind.all { #expect(kind.layout.map { names.contains($0) } ?? true, "\(kind)") }
    }
}
