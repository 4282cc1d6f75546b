import RecountDigest
import RecountJSON
import RecountKernel

/// A value of a vector file with its path, for errors that name the place.
struct VectorNode {
    let value: JSONValue
    let path: String

    func error(_ what: String) -> VectorFileError { .shape(path: path, what: what) }

    /// Demands an object with no other keys than these.
    func demandKeys(_ keys: Set<String>) throws(VectorFileError) {
        guard case .object(let members) = value else { throw error("must be an object") }
        for member in members where !keys.contains(member.key) {
            throw error("no field \"\(member.key)\" belongs here")
        }
    }

    /// A member that must be there.
    func member(_ key: String) throws(VectorFileError) -> VectorNode {
        guard let member = optional(key) else { throw error("\"\(key)\" is missing") }
        return member
    }

    /// A member that may be there.
    func optional(_ key: String) -> VectorNode? {
        value[key].map { VectorNode(value: $0, path: path.isEmpty ? key : "\(path).\(key)") }
    }

    func elements() throws(VectorFileError) -> [VectorNode] {
        guard case .array(let elements) = value else { throw error("must be an array") }
        return elements.enumerated().map { VectorNode(value: $1, path: "\(path)[\($0)]") }
    }

    func string() throws(VectorFileError) -> String {
        guard case .string(let text) = value else { throw error("must be a string") }
        return text
    }

    /// An integer of up to 64 bits as a string of decimal digits.
    func decimal() throws(VectorFileError) -> UInt64 {
        let text = try string()
        guard let number = UInt64(text), String(number) == text else {
            throw error("must be an integer of up to 64 bits as decimal digits")
        }
        return number
    }

    /// A number.
    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(VectorFileError) -> Integer {
        guard case .number(let number) = value, let integer = try? number.integer(as: type) else {
            throw error("must be an integer from \(Integer.min) to \(Integer.max)")
        }
        return integer
    }

    /// Bytes as pairs of lower-case hexadecimal digits.
    func bytes(_ counts: ClosedRange<Int> = 0...Int.max) throws(VectorFileError) -> [UInt8] {
        guard let bytes = [UInt8](hexadecimal: try string()) else {
            throw error("must be pairs of lower-case hexadecimal digits")
        }
        guard counts.contains(bytes.count) else { throw error("has \(bytes.count) bytes") }
        return bytes
    }

    func digest() throws(VectorFileError) -> Digest {
        let text = try string()
        guard let digest = Digest(hexadecimal: text), digest.hexadecimal == text else {
            throw error("must be 64 lower-case hexadecimal digits")
        }
        return digest
    }
}
