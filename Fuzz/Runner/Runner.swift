// The program that libFuzzer drives: one for all targets, of which `--target=NAME` chooses one (libFuzzer leaves
// what begins with two hyphens to the program, and hands it on to the programs that it starts).

import CLibFuzzer
import RecountFuzz

/// Chosen once, before the first input.
private let target: FuzzTarget = {
    let option = "--target="
    let name = CommandLine.arguments.last { $0.hasPrefix(option) }?.dropFirst(option.count) ?? ""
    guard let target = (FuzzTarget.all + [.planted]).first(where: { $0.name == name }) else {
        fatalError("no target \"\(name)\"; there are: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    }
    return target
}()

/// Called once, before anything else.
@c(LLVMFuzzerInitialize)
public func initialize(
    _ argumentCount: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    _ = target
    return 0
}

/// Runs one input; a property that does not hold ends the program.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    do throws(PropertyViolation) {
        _ = try target.run(UnsafeRawBufferPointer(start: data, count: size))
        return 0
    } catch {
        fatalError(error.description)
    }
}

/// Mutates an input in place.
///
/// - Returns: how many bytes it has now.
@c(LLVMFuzzerCustomMutator)
public func mutate(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximumSize: Int, _ seed: CUnsignedInt) -> Int {
    guard case .script(let kindCount) = target.form else { return LLVMFuzzerMutate(data, size, maximumSize) }
    var mutator = ScriptMutator(seed: seed, kindCount: kindCount)
    let script = mutator.mutated(UnsafeRawBufferPointer(start: data, count: size), limit: maximumSize) {
        payload, limit in
        var bytes = Array(payload.prefix(limit)) + [UInt8](repeating: 0, count: max(0, limit - payload.count))
        let count = bytes.withUnsafeMutableBufferPointer {
            LLVMFuzzerMutate($0.baseAddress, min(payload.count, limit), limit)
        }
        return bytes.prefix(count)
    }
    return copy(script, to: data, maximumSize)
}

/// Makes an input of two others, or nothing of texts, which libFuzzer crosses itself.
///
/// - Returns: how many bytes it has.
@c(LLVMFuzzerCustomCrossOver)
public func crossOver(
    _ first: UnsafePointer<UInt8>?, _ firstSize: Int, _ second: UnsafePointer<UInt8>?, _ secondSize: Int,
    _ output: UnsafeMutablePointer<UInt8>?, _ maximumSize: Int, _ seed: CUnsignedInt
) -> Int {
    guard case .script(let kindCount) = target.form else { return 0 }
    var mutator = ScriptMutator(seed: seed, kindCount: kindCount)
    let script = mutator.crossed(
        UnsafeRawBufferPointer(start: first, count: firstSize),
        UnsafeRawBufferPointer(start: second, count: secondSize), limit: maximumSize)
    return copy(script, to: output, maximumSize)
}

private func copy(_ bytes: [UInt8], to output: UnsafeMutablePointer<UInt8>?, _ maximumSize: Int) -> Int {
    UnsafeMutableBufferPointer(start: output, count: maximumSize).update(fromContentsOf: bytes)
}
