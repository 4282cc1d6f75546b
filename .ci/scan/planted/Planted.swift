// One function for each thing that the scan must find. Compiled and scanned for each target before the
// kernel is, and the scan fails unless each is found.

/// Floating-point arithmetic.
public func plantedSum(_ left: Double, _ right: Double) -> Double { left + right }

/// A conversion to floating point.
public func plantedConversion(_ number: Int) -> Double { Double(number) }

/// Memory from an allocator.
public func plantedAllocation(_ count: Int) -> UnsafeMutablePointer<Int> { .allocate(capacity: count) }

/// A counted reference.
public final class Planted {}

nonisolated(unsafe) var plantedKept = Planted()

/// Retains one object and releases another.
public func plantedReference(_ planted: Planted) { plantedKept = planted }

/// A random number.
public func plantedRandomness() -> UInt64 { .random(in: .min ... .max) }

/// A function that calls itself.
public func plantedRecursion(_ number: Int) -> Int {
    number < 2 ? number : plantedRecursion(number &- 1) &+ plantedRecursion(number &- 2)
}

/// A function that calls itself through another.
@inline(never) public func plantedMutualRecursion(_ number: Int) -> Int {
    number < 2 ? number : plantedPartner(number &- 1) &* 3
}

/// The other.
@inline(never) public func plantedPartner(_ number: Int) -> Int {
    number < 2 ? number : plantedMutualRecursion(number &- 2) &* 5
}

/// A stack frame of some 100 kB.
public func plantedStack(_ index: Int, _ number: UInt8) -> UInt8 {
    var bytes = InlineArray<100_000, UInt8>(repeating: number)
    bytes[index] = 1
    return bytes[Int(number)]
}

/// A call through a pointer.
public func plantedIndirectCall(_ function: () -> Int) -> Int { function() &+ 1 }
