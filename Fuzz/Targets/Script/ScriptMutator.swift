/// Mutates scripts step by step, and leaves what is inside a payload to libFuzzer. Without it nearly every
/// mutation that inserts or removes a byte would shift the length of the next step, and all behind it.
public struct ScriptMutator {
    private var random: UInt64
    private let kindCount: Int

    /// Starts from a seed, which decides what is mutated.
    public init(seed: UInt32, kindCount: Int) {
        random = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        self.kindCount = kindCount
    }

    /// A mutated script of at most `limit` bytes.
    ///
    /// - Parameter mutate: gives a payload of at most so many bytes in the place of another one.
    public mutating func mutated(
        _ input: UnsafeRawBufferPointer, limit: Int, mutate: (ArraySlice<UInt8>, Int) -> ArraySlice<UInt8>
    ) -> [UInt8] {
        var script = Script(input)
        if script.steps.isEmpty { script.steps = [Script.Step(kind: kind(), payload: [])] }
        let position = below(script.steps.count)
        let payload = script.steps[position].payload
        // Room for what the other steps already take.
        let room = max(1, min(Script.maximumPayloadByteCount, limit - input.count + payload.count))
        switch below(16) {
        case 0: script.steps.remove(at: position)
        case 1: script.steps.insert(script.steps[position], at: below(script.steps.count + 1))
        case 2: script.steps.swapAt(position, below(script.steps.count))
        case 3: script.steps[position].kind = kind()
        case 4:
            let step = Script.Step(kind: kind(), payload: mutate([], min(room, 64)))
            script.steps.insert(step, at: below(script.steps.count + 1))
        case 5, 6: script.steps[position].payload = blended(payload, script.steps[below(script.steps.count)].payload)
        case 7: script.steps.removeSubrange(position..<position + below(script.steps.count - position + 1))
        default: script.steps[position].payload = mutate(payload, room)
        }
        return script.bytes(upTo: limit)
    }

    /// The beginning of one script and the end of another one.
    public mutating func crossed(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, limit: Int
    ) -> [UInt8] {
        var script = Script(first)
        let other = Script(second)
        script.steps.removeLast(below(script.steps.count + 1))
        script.steps += other.steps.dropFirst(below(other.steps.count + 1))
        return script.bytes(upTo: limit)
    }

    /// A payload with a field of another one in it: at the same place, so that an id or a time of one command
    /// becomes that of another.
    private mutating func blended(_ payload: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let count = min(payload.count, other.count)
        guard count > 0 else { return other }
        let start = below(count)
        let length = min(count - start, [1, 2, 4, 8, 16, 24, 32][below(7)])
        var blended = payload
        for offset in start..<start + length {
            blended[blended.startIndex + offset] = other[other.startIndex + offset]
        }
        return blended
    }

    private mutating func kind() -> UInt8 { UInt8(truncatingIfNeeded: below(kindCount)) }

    /// A number from 0, below a bound that is at least 1 (xorshift64).
    private mutating func below(_ bound: Int) -> Int {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return Int(random >> 33) % bound
    }
}
