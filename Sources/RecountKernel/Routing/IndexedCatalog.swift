/// A catalog that `RoutingIndex` has indexed, borrowed from the policy store.
struct IndexedCatalog {
    /// The models in ascending order of their ids.
    let models: UnsafePointer<Model>
    /// Where among them each stands, by descending quality.
    let orders: UnsafePointer<UInt32>
    /// The inverse of `orders`.
    let places: UnsafePointer<UInt32>
    /// The qualities in descending order.
    let qualities: UnsafePointer<UInt16>
    /// The sets of the first 64 models by descending quality.
    let firstSets: GateSets
    /// The number of models.
    let count: UInt32

    /// The model at a place in the order.
    func model(atPlace place: UInt32) -> UnsafePointer<Model> {
        models + orders[place.offset].offset
    }

    /// The quality of the model at a place in the order.
    func quality(atPlace place: UInt32) -> BasisPoints {
        BasisPoints(qualities[place.offset])
    }

    /// The number of places up to which models have at least a quality. O(log models).
    func placeCount(ofQuality minimum: BasisPoints) -> UInt32 {
        var passed: UInt32 = 0
        var rest = count
        // Bound: the parts add up to `count`.
        while rest > 1 {
            let half = rest &>> 1
            passed &+= qualities[(passed &+ half &- 1).offset] >= minimum.rawValue ? half : 0
            rest &-= half
        }
        return passed &+ (qualities[passed.offset] >= minimum.rawValue ? 1 : 0)
    }

    /// The place of a model in the order, or nil if the catalog does not have it. O(log models).
    func place(of id: ModelID) -> UInt32? {
        var first: UInt32 = 0
        var end = count
        while first < end {
            // Bound: between the two.
            let middle = first &+ (end &- first) &>> 1
            if models[middle.offset].id < id { first = middle &+ 1 } else { end = middle }
        }
        guard first < count, models[first.offset].id == id else { return nil }
        return places[first.offset]
    }
}

/// The places of the models that a request names in one of its lists.
struct ListedPlaces {
    private var places = InlineArray<8, UInt32>(repeating: 0)
    private var count = 0

    /// How many they are.
    var isEmpty: Bool { count == 0 }

    /// Takes those that the catalog has.
    init<Entry>(_ list: borrowing AscendingModelList<8, Entry>, in catalog: IndexedCatalog) {
        for position in 0..<list.count {
            guard let place = catalog.place(of: list[position].model) else { continue }
            places[count] = place
            // Bound: at most 8.
            count &+= 1
        }
    }

    /// Those among the 64 places from a multiple of 64 on, as bits.
    func bits(from start: UInt32) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<count {
            // Wraps for places before `start`.
            let bit = places[index] &- start
            if bit < GateSets.modelCount { bits |= 1 &<< bit.widened }
        }
        return bits
    }
}
