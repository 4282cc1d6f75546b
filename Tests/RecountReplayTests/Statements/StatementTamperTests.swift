import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

/// Every value of a statement's file is changed, one after the other.
@Suite("Changed statements")
struct StatementTamperTests {
    @Test("are found, and a changed figure is named", arguments: [1, 2, 5])
    func everyValue(count: Int) throws {
        let scene = try StatementScene(tenants: count)
        let earlier = try StatementScene.checkpoint(of: scene.script, upTo: scene.opening - 3)
        let tenant = scene.tenants[count / 2]
        for statement in [
            try scene.issue(tenant, from: scene.opening, to: scene.closing, since: earlier), try scene.issue(tenant),
        ] {
            let file = StatementFile(statement.json)
            #expect(file.problem(under: scene.checkpoint) == nil)
            var changeCount = 0
            for line in file.lines.indices {
                for changed in file.changes(ofLine: line) {
                    changeCount += 1
                    let place = "\(count) tenants, line \(line + 1): \(file.lines[line]) became \(changed)"
                    guard let problem = file.replacing(line, with: changed).problem(under: scene.checkpoint) else {
                        Issue.record("\(place), and nothing was found")
                        continue
                    }
                    let names = file.figureNames(ofLine: line)
                    #expect(names.allSatisfy(problem.contains), "\(place): \(problem)")
                }
            }
            #expect(changeCount > 300)
        }
    }

    @Test("A changed figure is named even among those that add up with it")
    func suspects() throws {
        let scene = try StatementScene(tenants: 2)
        let statement = try scene.between(scene.tenants[0])
        for side in [StatementSide.opening, .closing] {
            for figure in BalanceFigure.allCases {
                var accounts = try #require(statement.seal(side)).accounts
                let before = accounts[1].balances.tokens
                accounts[1].balances.tokens = Balance { before[$0] + ($0 == figure ? 1 : 0) }
                let seal = try #require(statement.seal(side)?.replacing(accounts))
                let changed = side == .opening ? statement.with(opening: seal) : statement.with(closing: seal)
                #expect(
                    changed.finding(under: scene.checkpoint)
                        == .figure(
                            side, accounts[1].id, .tokens, .unbalanced(accounts[1].balances.tokens, suspect: figure)))
            }
        }
    }

    @Test("Another spelling of a statement is none")
    func spelling() throws {
        let scene = try StatementScene(tenants: 2)
        let bytes = try scene.between(scene.tenants[0]).json
        let text = String(decoding: bytes, as: UTF8.self)
        for changed in [
            text + "\n", String(text.dropLast()), text.replacing("\n", with: ""),
            text.replacing("\": \"", with: "\":\""),
            text.replacing("\"tenant\": \"", with: "\"tenant\": \"0"),
            text.replacing("\"tenant\": \"", with: "\"tenant\": \"+"),
            text.replacing("\"version\": 1,", with: "\"version\": 1, \"note\": 2,"),
        ] {
            let error = #expect(throws: StatementError.self) { try Statement(parsing: Array(changed.utf8)) }
            #expect(error?.isOtherFile == false, "\(String(describing: error))")
        }
        for other in [
            "", "{}", "[]", "{\"format\": \"recount.inclusion_proof\", \"version\": 1}", String(text.dropLast(2)),
        ] {
            let error = #expect(throws: StatementError.self) { try Statement(parsing: Array(other.utf8)) }
            #expect(error?.isOtherFile == true)
        }
    }
}

extension StatementSeal {
    fileprivate func replacing(_ accounts: [CommittedAccount]) -> StatementSeal {
        StatementSeal(
            body: body, inclusion: inclusion, global: global, path: path, salt: salt, rest: rest, spent: spent,
            accounts: accounts)
    }
}

/// A statement's file, line by line: each has at most one value.
private struct StatementFile {
    let lines: [String]

    init(_ bytes: [UInt8]) {
        lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    private init(lines: [String]) { self.lines = lines }

    func replacing(_ line: Int, with text: String) -> StatementFile {
        var lines = lines
        lines[line] = text
        return StatementFile(lines: lines)
    }

    /// What is wrong; nil if the statement holds.
    func problem(under checkpoint: Checkpoint) -> String? {
        do {
            let statement = try Statement(parsing: Array(lines.joined(separator: "\n").utf8))
            _ = try StatementCheck(statement, under: checkpoint)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The line with its value changed in several ways.
    func changes(ofLine line: Int) -> [String] {
        let text = lines[line]
        guard let value = text.wholeMatch(of: #/(.*")([0-9a-f]+|[0-9]+)(",?)/#)?.output else {
            if text.contains(": null") { return [text.replacing("null", with: "\"1\"")] }
            if text.contains("\"open\"") { return [text.replacing("\"open\"", with: "\"closed\"")] }
            if text.contains("\"left\"") { return [text.replacing("left", with: "right")] }
            return text.contains("\"closed\"") ? [text.replacing("\"closed\"", with: "\"open\"")] : []
        }
        let digits = String(value.2)
        let isHexadecimal = digits.count >= 64
        let changed = isHexadecimal ? Self.flippings(of: digits) : Self.neighbours(of: digits)
        return changed.map { "\(value.1)\($0)\(value.3)" }
    }

    /// What a message must say if this line's value is not right: account and dimension of a figure.
    func figureNames(ofLine line: Int) -> [String] {
        let figures = BalanceFigure.allCases.map(\.rawValue) + StatementTotals.Figure.allCases.map(\.rawValue)
        guard figures.contains(where: { lines[line].contains("  \"\($0)\": ") }) else { return [] }
        let above = lines[..<line].reversed()
        let group = above.first { $0.hasSuffix("\": {") } ?? ""
        let account = above.first { $0.contains("\"account\": ") }?.filter(\.isNumber)
        guard let account else { return [] }
        let dimension = ["calls", "tokens", "cost"].first { group.contains("\"\($0)") } ?? "no dimension"
        let figure = lines[line].firstMatch(of: #/"([a-z_]+)"/#)?.output.1 ?? ""
        return ["account \(account)", dimension, String(figure.split(separator: "_").last ?? "")]
    }

    private static func neighbours(of digits: String) -> [String] {
        guard let number = UInt128(digits) else { return [] }
        let below = number > 0 ? [String(number - 1)] : []
        return below + [String(number + 1), String(number + 1_000_000_007), String(UInt64.max)]
    }

    /// Digits at the beginning, in the middle and at the end, and each of a record.
    private static func flippings(of digits: String) -> [String] {
        let positions = digits.count == 64 ? [0, 31, 63] : Array(0..<digits.count)
        return positions.map { position in
            var characters = Array(digits)
            characters[position] = characters[position] == "7" ? "8" : "7"
            return String(characters)
        }
    }
}
