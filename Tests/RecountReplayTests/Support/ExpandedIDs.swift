extension String {
    /// The text with the numbers of agents and resources as they are written: `agent 7` with 32 hexadecimal
    /// digits. Expected sentences are easier to read without.
    var expandingIDs: String {
        replacing(#/\b(agent|resource) ([0-9]+)\b/#) { match in
            let digits = String(Int(match.output.2) ?? 0, radix: 16)
            return "\(match.output.1) \(String(repeating: "0", count: 32 - digits.count))\(digits)"
        }
    }
}

extension [String] {
    /// Each text with its ids expanded.
    var expandingIDs: [String] { map(\.expandingIDs) }
}
