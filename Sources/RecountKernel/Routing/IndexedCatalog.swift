/// A catalog that `RoutingIndex` has indexed: pointers into the memory of the index and the policy store.
struct IndexedCatalog: BitwiseCopyable {
    /// The models in ascending order of their ids.
    let models: UnsafePointer<Model>
    /// Where among them each stands, by descending quality.
    let orders: UnsafePointer<UInt32>
    /// The inverse of `orders`.
    let places: UnsafePointer<UInt32>
    /// The sets of the first 64 models by descending quality; the next ones follow.
    let firstSets: GateSets
    /// The number of models.
    let count: UInt32

    /// The model at a place in the order.
    func model(atPlace place: UInt32) -> UnsafePointer<Model> {
        models + orders[place.offset].offset
    }

    /// The quality of the model at a place in the order.
    func quality(atPlace place: UInt32) -> BasisPoints {
        BasisPoints(~firstSets.shortfalls[place.offset])
    }

    /// Those of some models, each looked at on its own, that have a property.
    ///
    /// - Parameter start: the place of the lowest bit.
    @inline(__always)
    func members(
        of models: UInt64, from start: UInt32, having property: (UnsafePointer<Model>) -> Bool
    ) -> UInt64 {
        var members: UInt64 = 0
        var rest = models
        while rest != 0 {
            let bit = GateSets.takeLowestBit(of: &rest)
            // Bound: `bit` is below 64.
            members |= (property(model(atPlace: start &+ bit)) ? 1 : 0) &<< bit.widened
        }
        return members
    }

    /// The place of a model in the order, or nil if the catalog does not have it. O(log models).
    func place(of id: ModelID) -> UInt32? {
        var first: UInt32 = 0
        var end = count
        while first < end {
            // Bound: below `end`.
            let middle = first &+ (end &- first) / 2
            if models[middle.offset].id < id { first = middle &+ 1 } else { end = middle }
        }
        guard first < count, models[first.offset].id == id else { return nil }
        return places[first.offset]
    }
}

/// The places in the order of an indexed catalog of the models that a request lists.
struct ListedPlaces {
    private var places = InlineArray<8, UInt32>(repeating: 0)
    private var count = 0

    /// No models.
    static var none: ListedPlaces { ListedPlaces() }

    private init() {}

    /// Takes those of the listed models that the catalog has. O(list · log models).
    @inline(__always)
    init<Entry>(_ list: borrowing AscendingModelList<8, Entry>, in catalog: IndexedCatalog) {
        for position in 0..<list.count {
            guard let place = catalog.place(of: list[position].model) else { continue }
            places[count] = place
            // Bound: at most 8.
            count &+= 1
        }
    }

    /// Those among 64 places as bits.
    @inline(__always)
    func bits(from start: UInt32) -> UInt64 {
        var bits: UInt64 = 0
        for index in 0..<count {
            // Wraps to a large number for places before `start`.
            let bit = places[index] &- start
            // Bound: the shift is below 64.
            if bit < GateSets.modelCount { bits |= 1 &<< bit.widened }
        }
        return bits
    }
}
