import RecountDigest
import RecountJSON
import RecountKernel

/// A proof as a file: canonical JSON, so that one proof has one sequence of bytes.
public enum ProofDocument: Equatable, Sendable {
    /// That the record with this stamp is in a tree.
    case inclusion(InclusionProof, stamp: Digest)
    /// That a tree begins with another.
    case consistency(ConsistencyProof)

    private static let inclusionFormat = "recount.inclusion_proof"
    private static let consistencyFormat = "recount.consistency_proof"
    private static let version: UInt64 = 1

    /// The file's bytes.
    public var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        switch self {
        case .inclusion(let proof, let stamp):
            fields.text("format", Self.inclusionFormat)
            fields.unsigned("version", Self.version)
            fields.unsigned("record", proof.record)
            fields.digest("stamp", stamp)
            fields.unsigned("tree_size", proof.treeSize)
            Self.write(proof.hashes, to: &fields)
        case .consistency(let proof):
            fields.text("format", Self.consistencyFormat)
            fields.unsigned("version", Self.version)
            fields.unsigned("older_tree_size", proof.olderSize)
            fields.unsigned("newer_tree_size", proof.newerSize)
            Self.write(proof.hashes, to: &fields)
        }
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private static func write(_ hashes: [TreeHash], to fields: inout JSONFieldWriter) {
        fields.writer.key("hashes")
        fields.writer.beginArray()
        for hash in hashes { hash.withBytes { fields.writer.hexadecimalString($0) } }
        fields.writer.endArray()
    }

    /// Reads a file: exactly the bytes that `json` gives. O(count).
    ///
    /// - Throws: what is wrong with them.
    public init(parsing bytes: [UInt8]) throws(ProofDocumentError) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch { throw .json(error) }
        switch value["format"] {
        case .string(Self.inclusionFormat): self = try Self.inclusion(value)
        case .string(Self.consistencyFormat): self = try Self.consistency(value)
        default: throw .wrongMember("format")
        }
        let canonical = json
        guard bytes == canonical else {
            let offset = zip(bytes, canonical).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            throw .notCanonical(offset: offset ?? min(bytes.count, canonical.count))
        }
    }

    private static func inclusion(_ value: JSONValue) throws(ProofDocumentError) -> ProofDocument {
        guard case .string(let digits)? = value["stamp"], let stamp = Digest(hexadecimal: digits) else {
            throw .wrongMember("stamp")
        }
        let record = try integer("record", value)
        let treeSize = try integer("tree_size", value)
        let hashes = try hashes(value)
        do throws(ProofError) {
            return .inclusion(try InclusionProof(record: record, treeSize: treeSize, hashes: hashes), stamp: stamp)
        } catch {
            throw .proof(error)
        }
    }

    private static func consistency(_ value: JSONValue) throws(ProofDocumentError) -> ProofDocument {
        let olderSize = try integer("older_tree_size", value)
        let newerSize = try integer("newer_tree_size", value)
        let hashes = try hashes(value)
        do throws(ProofError) {
            return .consistency(try ConsistencyProof(olderSize: olderSize, newerSize: newerSize, hashes: hashes))
        } catch {
            throw .proof(error)
        }
    }

    private static func integer(_ key: String, _ value: JSONValue) throws(ProofDocumentError) -> UInt64 {
        switch value[key] {
        case .number(let number):
            if let integer = try? number.integer(as: UInt64.self) { return integer }
        case .string(let digits):
            if let integer = UInt64(digits) { return integer }
        default: break
        }
        throw .wrongMember(key)
    }

    private static func hashes(_ value: JSONValue) throws(ProofDocumentError) -> [TreeHash] {
        guard case .array(let elements)? = value["hashes"] else { throw .wrongMember("hashes") }
        let hashes = elements.compactMap { element -> TreeHash? in
            guard case .string(let digits) = element else { return nil }
            return TreeHash(hexadecimal: digits)
        }
        guard hashes.count == elements.count else { throw .wrongMember("hashes") }
        return hashes
    }
}

/// Why bytes are no proof.
public enum ProofDocumentError: Error, Equatable, Sendable {
    /// They are no JSON.
    case json(JSONError)
    /// A member is missing, or its value is none that it may have.
    case wrongMember(String)
    /// Its numbers make no proof.
    case proof(ProofError)
    /// They say what a proof says in another way than it does.
    case notCanonical(offset: Int)
}

extension ProofDocumentError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .json(let error): "not a proof: \(error)"
        case .wrongMember(let key): "not a proof: \"\(key)\" is missing or has a value of another kind"
        case .proof(let error): "not a proof: \(error)"
        case .notCanonical(let offset):
            "not as recount proof writes it, first at byte \(offset): something was added, moved or written otherwise"
        }
    }
}
