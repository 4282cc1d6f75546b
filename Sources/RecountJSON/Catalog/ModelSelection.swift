/// Which entries of a price file are imported.
public enum ModelSelection: Equatable, Sendable {
    /// Every entry whose mode is `chat`.
    case allChat
    /// The models that the overlay names.
    case overlay
    /// Names, or patterns with `*` (any characters) and `?` (one character). A pattern that is itself
    /// the name of an entry stands for that entry.
    case patterns([String])
}

/// A name pattern with `*` and `?`.
struct NamePattern {
    private let pattern: [UInt8]

    init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    /// Whether a whole name fits. O(pattern × name), no recursion: only the last `*` is ever widened,
    /// because an earlier one could not do better.
    func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var position = 0
        var index = 0
        var star: (position: Int, index: Int)?
        while index < name.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position, index)
                position += 1
            } else if position < pattern.count, fits(pattern[position], name[index]) {
                position += 1
                index += 1
            } else if let last = star {
                star = (last.position, last.index + 1)
                position = last.position + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private func fits(_ wanted: UInt8, _ found: UInt8) -> Bool {
        wanted == found || wanted == UInt8(ascii: "?")
    }
}
