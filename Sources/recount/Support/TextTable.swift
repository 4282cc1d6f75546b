/// A table in plain text: columns as wide as their widest cell, numbers to the right.
struct TextTable {
    /// On which side a column's cells stand.
    enum Alignment {
        case left
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[Cell]] = []
    private var widths: [Int]

    /// Makes a table with a heading for each column.
    init(_ columns: [(heading: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        widths = columns.map { _ in 0 }
        append(columns.map(\.heading))
    }

    /// Appends a row with a cell for each column.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == alignments.count)
        let row = cells.map(Cell.init)
        for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
        rows.append(row)
    }

    /// The table, a line a row, the heading underlined.
    var text: String {
        var text = ""
        for (position, row) in rows.enumerated() {
            append(row, to: &text)
            guard position == 0 else { continue }
            text += widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
        }
        return text
    }

    /// Appends a line without spaces at its end.
    private func append(_ row: [Cell], to text: inout String) {
        for (column, cell) in row.enumerated() {
            if column > 0 { text += "  " }
            let padding = String(repeating: " ", count: widths[column] - cell.width)
            text += alignments[column] == .left ? cell.text + padding : padding + cell.text
        }
        while text.utf8.last == UInt8(ascii: " ") { text.unicodeScalars.removeLast() }
        text += "\n"
    }

    /// A text and how many characters it has.
    private struct Cell {
        let text: String
        let width: Int

        init(_ text: String) {
            self.text = text
            // In ASCII without line ends each byte is a character.
            width = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? text.utf8.count : text.count
        }
    }
}

extension BinaryInteger {
    /// The number with narrow spaces between groups of three digits.
    var grouped: String {
        let digits = String(magnitude)
        var groups: [Substring] = []
        var rest = Substring(digits)
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (self < 0 ? "-" : "") + groups.joined(separator: "\u{202F}")
    }
}
