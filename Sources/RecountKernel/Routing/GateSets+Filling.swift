extension GateSets {
    /// Fills the sets of a block. O(block²).
    ///
    /// - Parameters:
    ///   - models: a catalog.
    ///   - order: where in it the models of the block stand, by descending quality.
    ///   - count: how many they are, at most `modelCount`.
    func fill(_ models: UnsafePointer<Model>, order: UnsafePointer<UInt32>, count: UInt32) {
        for place in 0..<Self.modelCount.offset {
            shortfalls[place] = .max
            latencies[place] = .max
            refusedRisks[place] = .max
        }
        for word in 0..<Self.wordCount.offset { words[word] = 0 }
        for bit in 0..<count {
            let model = models + order[bit.offset].offset
            shortfalls[bit.offset] = ~model.pointee.quality.rawValue
            Self.insert(model.pointee.latencyMilliseconds, into: latencies, count: bit)
            Self.insert(model.pointee.refusedRisk, into: refusedRisks, count: bit)
        }
        // Bound: `bit` is below 64.
        for bit in 0..<count { add(models + order[bit.offset].offset, as: 1 &<< bit.widened) }
    }

    private func add(_ model: UnsafePointer<Model>, as bit: UInt64) {
        if model.pointee.availability == .enabled { words[0] |= bit }
        for rank in 0..<Self.rankCount {
            // The value that is the last of so many; -1 is not used.
            let last = rank.offset &- 1
            if rank > 0, latencies[last] >= model.pointee.latencyMilliseconds {
                words[(Self.latencyOffset &+ rank).offset] |= bit
            }
            if rank == 0 || refusedRisks[last] < model.pointee.refusedRisk {
                words[(Self.riskOffset &+ rank).offset] |= bit
            }
        }
        join(bit, to: model.pointee.capabilities, from: Self.capabilityOffset)
        join(bit, to: model.pointee.regions, from: Self.regionOffset)
        // Bound: providers are at most 63.
        join(bit, to: 1 &<< model.pointee.provider.widened, from: Self.providerOffset)
    }

    private func join(_ bit: UInt64, to members: UInt64, from offset: UInt32) {
        var rest = members
        while rest != 0 { words[(offset &+ Self.takeLowestBit(of: &rest)).offset] |= bit }
    }

    /// Inserts a value behind `count` ascending ones.
    private static func insert<Value: FixedWidthInteger>(
        _ value: Value, into values: UnsafeMutablePointer<Value>, count: UInt32
    ) {
        var place = count.offset
        // Bound: `place` is above 0.
        while place > 0, values[place &- 1] > value {
            values[place] = values[place &- 1]
            place &-= 1
        }
        values[place] = value
    }
}

extension Model {
    /// The lowest risk that the model does not take, at most 10 001.
    fileprivate var refusedRisk: UInt16 { riskCeiling.rawValue &+ 1 }
}
