/// The digests that the checked results have. They follow from the inputs and the decisions alone, so no change that
/// only makes the kernel faster changes them.
public struct ExpectedDigests: Sendable {
    private let full: [String: String]
    private let quick: [String: String]

    /// Makes a list of digests by the benchmarks' names, for both scales.
    public init(full: [String: String], quick: [String: String]) {
        self.full = full
        self.quick = quick
    }

    subscript(name: String, scale: Scale) -> String? {
        switch scale {
        case .full: full[name]
        case .quick: quick[name]
        }
    }
}

extension ExpectedDigests {
    /// The digests of this version's benchmarks: the name, then those of the full and of the quick scale.
    public static let known = ExpectedDigests(
        table: """
            route.mixed.2 03a954321f2b699183c6f6b60a40d251 6415c6195d29cc345835d476131594b2
            route.mixed.8 13f6286470c385e610bec45ebcde7dbb 1fe128ea858fcf986dc2ae33a85026a6
            route.mixed.22 1f87a8c71381b88180c2476c0995e3e6 9cb1f47d58c4aef3f0146c1e66b4e048
            route.mixed.64 9208235e466dbab49bd66a5618809d17 a8526891f72a4057e7a922ac61032ab7
            route.mixed.256 b77d732d776dfc2e8460b88e3ccdf193 be4d7b47014bb5d10df31f555ff05383
            route.mixed.1024 3b6483296d7b3b6baff39f984f6ec301 2feef870633db26e2c5f7388589ca19c
            route.open.2 19cf941b649327d82b34ae6daa19a5d9 156ec0ca14cde6789500934f7a5c1860
            route.open.8 5bdacd4a949d6f67ce7e841e611664b5 fcd172469755d2eaa9f79e3f79911a70
            route.open.22 e08f17ed1e4025192944d9080f814867 3150b6ce090e9bbf293a06a2cbdce73d
            route.open.64 977bf396d59708feb0c87f403e8df7cd a0247829bc38982e5c2defa3051fb955
            route.open.256 c299029e4571ceed66c41d35132a42c0 2f446f4dafbe6d862b15c2caf551accc
            route.open.1024 0c4aaa55458dd8648de65e2ba7079b13 5462c75606ebed6e4499d501be94de0d
            reserve-settle.tenants.1 c666375363854f30b595e9a2104b8470 a46dcad782371de2c2caf9023d0774bd
            reserve-settle.tenants.10000 1a61944ecfb89bac4d774fcb7e4d4998 cbcb32e1f54c4223f42480e68aae8e6e
            reserve-settle.depth.1 6998e9f4027e18bbdafed317a803b5d8 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.depth.4 8a1b4e6387d71862da7cee1ca7a14702 db5a100870114ac788726ad58338881c
            reserve-settle.accounts.1000 fb66abb9a6db49e246a14864621dba80 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.accounts.10000 287fc47ac9d636d1259c8d042a92cd3d 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.accounts.100000 8e08c42f041880fc0cda77e77c45809b 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.accounts.1000000 2920beb8ba044dd54c200423f9f51704 1343d92fb0f4aba41ccfbc67208abdde
            append.unsynced 37225a18fac52e7932a61809eb204b1c 0038c1d2e6a5664b172c2b850420976c
            append.every-1000 37225a18fac52e7932a61809eb204b1c 0038c1d2e6a5664b172c2b850420976c
            append.every-8189 37225a18fac52e7932a61809eb204b1c 0038c1d2e6a5664b172c2b850420976c
            verify.chain e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            verify.replay e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            verify.full e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            """)

    private init(table: String) {
        var digests = (full: [String: String](), quick: [String: String]())
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            precondition(words.count == 3, "a name and two digests: \(line)")
            digests.full[words[0]] = words[1]
            digests.quick[words[0]] = words[2]
        }
        self.init(full: digests.full, quick: digests.quick)
    }
}
