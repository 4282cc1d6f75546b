@testable import RecountKernel

/// Memory for one structure of the kernel, by itself large enough for the small ones of these tests.
/// The structure may be used as long as its owner lives.
final class MemoryOwner {
    private let memory: UnsafeMutableRawBufferPointer

    init(byteCount: Int = 1 << 16) {
        memory = .allocate(byteCount: byteCount, alignment: 64)
    }

    deinit {
        memory.deallocate()
    }

    /// A region from the start of the memory.
    var region: Region { Region(base: memory.baseAddress) }
}

/// An entry with a value to tell entries apart.
struct NumberEntry: TableEntry, Equatable {
    struct Key: TableKey {
        let number: UInt64

        func hash(into hasher: inout KeyedHasher) { hasher.combine(number) }
    }

    let key: Key
    let value: UInt64

    static var unused: NumberEntry { NumberEntry(key: Key(number: 0), value: 0) }
}

/// An entry whose key has only a few hashes, so that runs of collisions are long.
struct CollidingEntry: TableEntry, Equatable {
    struct Key: TableKey {
        let number: UInt64

        func hash(into hasher: inout KeyedHasher) { hasher.combine(number % 3) }
    }

    let key: Key
    let value: UInt64

    static var unused: CollidingEntry { CollidingEntry(key: Key(number: 0), value: 0) }
}
