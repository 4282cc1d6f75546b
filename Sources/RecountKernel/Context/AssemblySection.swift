/// A section while a window is filled.
struct AssemblySection: BitwiseCopyable {
    let id: SectionID
    let renderOrder: UInt32
    /// The most tokens of its fragments; 2^64 − 1, which no sum reaches, without a cap.
    let cap: UInt64
    /// Tokens of its fragments in the window.
    var filledTokens: UInt64 = 0
    /// Lower is taken first; equal for sections of equal priority.
    var selectionRank: UInt32 = 0
    /// How many fragments it has.
    var fragmentCount: UInt32 = 0
    /// Where the next of its fragments stands in the window.
    var nextPlace: UInt32 = 0

    init(_ section: SectionBytes) {
        id = section.id
        renderOrder = section.renderOrder
        cap = section.cap?.rawValue ?? .max
    }

    private init() {
        id = SectionID(0)
        renderOrder = 0
        cap = .max
    }

    static var unused: AssemblySection { AssemblySection() }
}
