extension String {
    /// The text with its control characters escaped: what others chose, names, files, arguments,
    /// neither breaks a line nor reaches the terminal.
    var printable: String {
        // Bytes tell most texts apart at once: controls are below 0x20, 0x7F, or begin with 0xC2.
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else { return self }
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.map { $0.isControl ? $0.escaped(asASCII: true) : String($0) }.joined()
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
