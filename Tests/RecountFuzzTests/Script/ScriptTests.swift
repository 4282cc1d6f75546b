import Testing

@testable import RecountFuzz

@Suite("Scripts")
struct ScriptTests {
    private enum Kind: UInt8 {
        case first
        case third = 2
    }

    private static func script(_ bytes: [UInt8]) -> Script { bytes.withUnsafeBytes { Script($0) } }

    @Test("Each step has its kind, its length and its payload")
    func steps() {
        let script = Self.script([0, 2, 0, 10, 11, 1, 0, 0, 2, 1, 0, 12])
        #expect(script.steps.map(\.kind) == [0, 1, 2])
        #expect(script.steps.map { Array($0.payload) } == [[10, 11], [], [12]])
        let known = script.steps(of: Kind.self)
        #expect(known.map(\.kind) == [.first, .third])
    }

    @Test("The last step has what is left, and less than a head is no step")
    func rest() {
        #expect(Self.script([7, 0xff, 0xff, 1, 2]).steps.map { Array($0.payload) } == [[1, 2]])
        #expect(Self.script([7, 1, 0, 1, 2]).steps.count == 1)
        #expect(Self.script([7, 1]).steps.isEmpty)
        #expect(Self.script([]).steps.isEmpty)
    }

    @Test("Steps become the bytes that they were read from, as many as fit")
    func bytes() {
        let bytes: [UInt8] = [0, 2, 0, 10, 11, 9, 0, 0, 2, 1, 0, 12]
        #expect(Self.script(bytes).bytes(upTo: 12) == bytes)
        #expect(Self.script(bytes).bytes(upTo: 11) == Array(bytes[..<8]))
        let long = Script.Step(kind: 1, payload: ArraySlice(repeating: 7, count: 0x1_0001))
        var script = Script(UnsafeRawBufferPointer(start: nil, count: 0))
        script.steps = [long]
        #expect(Self.script(script.bytes(upTo: .max)).steps.map(\.payload.count) == [0xffff])
    }
}
