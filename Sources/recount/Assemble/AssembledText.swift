import RecountContext
import RecountKernel

/// A window's text on standard output, and a line about it on standard error.
struct AssembledText {
    let window: Window
    let text: RenderedWindow
    let context: PreparedContext

    func print() throws(Failure) {
        try Output.write(text.bytes)
        // The text ends as it ends; only a terminal shows the line right behind it.
        let lineBreak = Output.outputIsTerminal && text.bytes.last != UInt8(ascii: "\n") ? "\n" : ""
        try Output.writeError(Array("\(lineBreak)\(summary)\n".utf8))
    }

    private var summary: String {
        let outcomes = FragmentOutcomes(window)
        let available = context.header.availableTokens
        return "used \(window.usedTokens.rawValue) of \(available.rawValue) available tokens: \(outcomes.text)"
    }
}

/// How many fragments of a window are whole, cut, left out.
struct FragmentOutcomes {
    private(set) var whole = 0
    private(set) var cut = 0
    private(set) var leftOut = 0

    init(_ window: Window) {
        for position in 0..<window.entryCount {
            switch window[position].outcome {
            case .included: whole += 1
            case .truncated: cut += 1
            case .excluded: leftOut += 1
            }
        }
    }

    var text: String {
        "\(whole) \(whole == 1 ? "fragment" : "fragments") kept whole, \(cut) cut, \(leftOut) left out"
    }
}
