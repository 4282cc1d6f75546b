import RecountContext
import RecountKernel

/// What became of every fragment, in the order in which they are rendered.
struct AssemblyTable {
    /// So much of a text is shown that people know which it is.
    private static let excerptCount = 32

    let window: Window
    let context: PreparedContext

    var text: String {
        var table = TextTable([
            ("fragment", .right), ("section", .left), ("tokens", .right), ("kept", .right), ("outcome", .left),
            ("reason", .left), ("text", .left),
        ])
        for position in 0..<window.entryCount { table.append(row(of: window[position])) }
        return table.text + "\n" + totals.map { $0 + "\n" }.joined()
    }

    private func row(of entry: WindowEntry) -> [String] {
        guard let fragment = context.fragment(entry.fragment) else {
            preconditionFailure("a window was rendered of this context")
        }
        let section = context.label(of: fragment.document.section).printable
        return [
            "\(entry.fragment.rawValue)", section, fragment.tokens.grouped, entry.keptTokens.grouped,
            entry.outcome.text, reason(of: entry, fragment), Self.excerpt(of: fragment.document.text),
        ]
    }

    private func reason(of entry: WindowEntry, _ fragment: PreparedFragment) -> String {
        let least =
            entry.outcome == .excluded ? fragment.cutPoints.first.map { ", smallest form \($0.tokens.grouped)" } : nil
        return switch entry.reason {
        case .none: fragment.document.necessity == .required ? "required" : "fits"
        case .sectionCap where fragment.document.group != .none: "a section's cap, for its group"
        case .sectionCap: "the section's cap" + (least ?? "")
        case .total: least.map { "no room" + $0 } ?? "no room for more"
        case .afterCutoff: "the walk had stopped"
        }
    }

    private var totals: [String] {
        let header = context.header
        let separatorCount = max(0, Int(window.includedCount) - 1)
        let separators = separatorCount == 1 ? "separator" : "separators"
        let separatorTokens = UInt64(separatorCount) * UInt64(header.separatorTokens)
        let stable = window.stablePrefix
        return [
            "\(FragmentOutcomes(window).text); mode \(header.mode.name)",
            """
            used \(window.usedTokens.rawValue.grouped) of \(header.availableTokens.rawValue.grouped) available tokens \
            (limit \(header.tokenLimit.rawValue.grouped), output \(header.outputTokens.rawValue.grouped)), \
            \(separatorTokens.grouped) of them for \(separatorCount.grouped) \(separators)
            """,
            """
            stable prefix: \(stable.count.grouped) \(stable.count == 1 ? "fragment" : "fragments"), \
            \(stable.tokens.rawValue.grouped) \(stable.tokens.rawValue == 1 ? "token" : "tokens")
            """,
            """
            where not counted, tokens are estimated at \(context.estimate.numerator) for \
            \(context.estimate.denominator) bytes
            """,
        ]
    }

    /// The start of a text on one line.
    private static func excerpt(of text: String) -> String {
        var line = ""
        var count = 0
        // By scalars: a character may be as long as the text.
        for scalar in text.unicodeScalars {
            if count == excerptCount { return String(line.unicodeScalars.dropLast()).printable + "…" }
            line.unicodeScalars.append(scalar.properties.isWhitespace ? " " : scalar)
            count += 1
        }
        return line.printable
    }
}

extension WindowEntry.Outcome {
    fileprivate var text: String {
        switch self {
        case .included: "whole"
        case .truncated: "cut"
        case .excluded: "left out"
        }
    }
}
