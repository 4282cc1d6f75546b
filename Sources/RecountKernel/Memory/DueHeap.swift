/// When something falls due, and what decides between two things due at the same time: the step
/// that last set the due time, then the place in its command.
struct DueKey: Equatable, Comparable, BitwiseCopyable {
    var due: UInt64
    var setBy: UInt64
    /// Only a command that makes several things has other places than 0.
    var index: UInt32 = 0

    static func < (left: Self, right: Self) -> Bool {
        if left.due != right.due { return left.due < right.due }
        return left.setBy != right.setBy ? left.setBy < right.setBy : left.index < right.index
    }
}

/// A four-ary heap of slots by due time, which knows where each slot stands, so that any of them
/// can be moved or removed. All operations are O(log n) without allocation.
struct DueHeap: ~Copyable {
    private struct Node: BitwiseCopyable {
        var key: DueKey
        var slot: UInt32
    }

    /// The due time of an unused one is the largest number.
    private let nodes: UnsafeMutablePointer<Node>
    private let positions: UnsafeMutablePointer<UInt32>
    private let capacity: UInt32
    private(set) var count: UInt32 = 0

    private static var absent: UInt32 { .max }

    /// Takes the heap's memory, for slots below `capacity`, from the region.
    ///
    /// - Returns: nil while measuring.
    init?(capacity: UInt32, region: inout Region) {
        let nodes = region.take(capacity.widened, of: Node(key: DueKey(due: .max, setBy: 0), slot: 0))
        let positions = region.take(capacity.widened, of: Self.absent)
        guard let nodes, let positions else { return nil }
        self.nodes = nodes
        self.positions = positions
        self.capacity = capacity
    }

    /// The due time and slot of what falls due first.
    var first: (key: DueKey, slot: Slot)? {
        count == 0 ? nil : (nodes[0].key, Slot(rawValue: nodes[0].slot))
    }

    /// When the first one falls due; the largest number if there is none.
    @inline(__always)
    var firstDue: UInt64 { nodes[0].key.due }

    /// When a slot that is in the heap falls due.
    func key(of slot: Slot) -> DueKey {
        let position = positions[slot.offset]
        precondition(position < count)
        return nodes[position.offset].key
    }

    /// Adds a slot that is not in the heap.
    mutating func insert(_ slot: Slot, key: DueKey) {
        precondition(count < capacity)
        // Bound: count < capacity.
        count &+= 1
        moveUp(Node(key: key, slot: slot.rawValue), from: count &- 1)
    }

    /// Removes a slot that is in the heap.
    mutating func remove(_ slot: Slot) {
        let position = positions[slot.offset]
        precondition(position < count)
        positions[slot.offset] = Self.absent
        // Bound: the slot is in the heap, so count > 0.
        count &-= 1
        let last = nodes[count.offset]
        nodes[count.offset].key.due = .max
        if position != count { settle(last, at: position) }
    }

    /// Gives a slot that is in the heap another due time.
    mutating func update(_ slot: Slot, key: DueKey) {
        let position = positions[slot.offset]
        precondition(position < count)
        settle(Node(key: key, slot: slot.rawValue), at: position)
    }

    private func settle(_ node: Node, at position: UInt32) {
        if position > 0, node.key < nodes[parent(of: position).offset].key {
            moveUp(node, from: position)
        } else {
            moveDown(node, from: position)
        }
    }

    private func moveUp(_ node: Node, from start: UInt32) {
        var position = start
        // Bound: the position shrinks to a quarter each time.
        while position > 0 {
            let above = parent(of: position)
            if nodes[above.offset].key < node.key { break }
            place(nodes[above.offset], at: position)
            position = above
        }
        place(node, at: position)
    }

    private func moveDown(_ node: Node, from start: UInt32) {
        var position = start
        // Bound: the position grows fourfold each time, up to the count.
        while true {
            let child = smallestChild(of: position)
            if child >= count || node.key < nodes[child.offset].key { break }
            place(nodes[child.offset], at: position)
            position = child
        }
        place(node, at: position)
    }

    /// The child with the first due time, or `count` if there is none.
    @inline(__always)
    private func smallestChild(of position: UInt32) -> UInt32 {
        // Bound: positions are below 2^29, so those of all children are below 2^32.
        let firstChild = position &* 4 &+ 1
        if firstChild &+ 4 <= count {
            return earlier(
                earlier(firstChild, firstChild &+ 1), earlier(firstChild &+ 2, firstChild &+ 3))
        }
        var smallest = min(firstChild, count)
        for candidate in smallest..<count { smallest = earlier(smallest, candidate) }
        return smallest
    }

    /// The position with the earlier due time.
    @inline(__always)
    private func earlier(_ left: UInt32, _ right: UInt32) -> UInt32 {
        nodes[right.offset].key < nodes[left.offset].key ? right : left
    }

    private func parent(of position: UInt32) -> UInt32 {
        // Bound: called with position > 0.
        (position &- 1) &>> 2
    }

    private func place(_ node: Node, at position: UInt32) {
        nodes[position.offset] = node
        positions[node.slot.offset] = position
    }
}
