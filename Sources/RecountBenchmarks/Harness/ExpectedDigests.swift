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

    /// The benchmarks that have digests at both scales.
    public var names: Set<String> { Set(full.keys).intersection(quick.keys) }

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
            route.refused.8 9fab2c984abfaf4c794956e44679e5ea f0461a4d7accbe9dfbbd8079a09b8799
            route.values.8 1ff5d65fe3638ee282b65ec10a427193 05c20900b063f3742bc6f329abd701e6
            stamped.route.mixed.8 1af6c1ece9e80cd826738f7fc678bcfc b5d56edf0df3e47568ef8dd65a8e1501
            stamped.route.mixed.64 de748fa039f76610756d9a4e5af02128 71fadc6b95373d8a0bf98aa051ede048
            stamped.route.mixed.256 2c1ad347a8df4e5f83225ec17178c160 59467186065d1bd0cb87bc55593a5aae
            stamped.route.open.8 ea99ecaaa46768a8d9679a3d10d4ac2e 0fafb7af64bed2fc06cb779a02ffc760
            reserve-settle.tenants.1 c666375363854f30b595e9a2104b8470 a46dcad782371de2c2caf9023d0774bd
            reserve-settle.tenants.10000 1a61944ecfb89bac4d774fcb7e4d4998 cbcb32e1f54c4223f42480e68aae8e6e
            reserve-settle.depth.1 6998e9f4027e18bbdafed317a803b5d8 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.depth.4 8a1b4e6387d71862da7cee1ca7a14702 db5a100870114ac788726ad58338881c
            reserve-settle.accounts.1000 fb66abb9a6db49e246a14864621dba80 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.accounts.10000 287fc47ac9d636d1259c8d042a92cd3d 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.accounts.100000 8e08c42f041880fc0cda77e77c45809b 1343d92fb0f4aba41ccfbc67208abdde
            reserve-settle.accounts.1000000 2920beb8ba044dd54c200423f9f51704 1343d92fb0f4aba41ccfbc67208abdde
            stamped.reserve-settle e08810c54c5e20cb911d268aa5896091 9270c801884a4ed263b2d3da3046ae36
            conservation e5ce267caa44d5478d484c73daf8a6aa 8317dca4b72ba0a946edeacdb93f44fe
            lock.uncontended 2b67c8ade9802fcac3e5b35d4085e70a b95464615f6eb57a82cf3607b27962de
            lock.resources.100000 29e9ee5c41d2108dba29818bc520e235 6872f1610ad9a50ece77fc14b7101200
            lock.queue.8 c48f643672c8cbf7d4c4f91fecaba02d 6cd7f85d18cad6ba74afc0ef684f9114
            assemble.greedy.16 f55c8cfd265616007fa7980121264ec0 f55c8cfd265616007fa7980121264ec0
            assemble.greedy.256 bb7cc66ec744b3bda24d771a6f094485 bb7cc66ec744b3bda24d771a6f094485
            assemble.greedy.4096 628f3b01173fd6fd632925c8d7c95b27 628f3b01173fd6fd632925c8d7c95b27
            assemble.cutoff.16 c78d2bed9bdbcf2fd7ceaaaaa3a436fa c78d2bed9bdbcf2fd7ceaaaaa3a436fa
            assemble.cutoff.256 8b6a769cb7f0ad1ed1d5b0989faa42a0 8b6a769cb7f0ad1ed1d5b0989faa42a0
            assemble.cutoff.4096 ccbb88c427c47af05e2b2b683e699710 ccbb88c427c47af05e2b2b683e699710
            assemble.digest.greedy.16 ddcb0a22a008bf21843e2e8404e64304 ddcb0a22a008bf21843e2e8404e64304
            assemble.digest.greedy.256 fd43383b43a1d337a3b215751d7bd33a fd43383b43a1d337a3b215751d7bd33a
            assemble.digest.greedy.4096 551783a1ca2b2c8843622b8687562de1 551783a1ca2b2c8843622b8687562de1
            assemble.digest.cutoff.16 5b75faa7b6e2e36ff641684a88c441a1 5b75faa7b6e2e36ff641684a88c441a1
            assemble.digest.cutoff.256 c5ebb684efda94559d7ff1b7f9ccffc3 c5ebb684efda94559d7ff1b7f9ccffc3
            assemble.digest.cutoff.4096 a63716a2ba7710d174da4b94a581774f a63716a2ba7710d174da4b94a581774f
            admit 6744459e3c044c77a9ef4c6e696a723c 89e9fb5a7723617748216a70b341aacf
            digest.kernel.64 7316b69a03cd4e4bd4a8f1e57b98eb5d 7316b69a03cd4e4bd4a8f1e57b98eb5d
            digest.libb2.64 7316b69a03cd4e4bd4a8f1e57b98eb5d 7316b69a03cd4e4bd4a8f1e57b98eb5d
            digest.kernel.128 af121ba5f0db001b1e74832a6497fe46 af121ba5f0db001b1e74832a6497fe46
            digest.libb2.128 af121ba5f0db001b1e74832a6497fe46 af121ba5f0db001b1e74832a6497fe46
            digest.kernel.400 788875e954af6a01455f189a978906fe 788875e954af6a01455f189a978906fe
            digest.libb2.400 788875e954af6a01455f189a978906fe 788875e954af6a01455f189a978906fe
            digest.kernel.4096 a1f69d492f8132a0075faef2833c1021 a1f69d492f8132a0075faef2833c1021
            digest.libb2.4096 a1f69d492f8132a0075faef2833c1021 a1f69d492f8132a0075faef2833c1021
            digest.kernel.65536 5597f6a1db89860e956c965eb87d68b2 5597f6a1db89860e956c965eb87d68b2
            digest.libb2.65536 5597f6a1db89860e956c965eb87d68b2 5597f6a1db89860e956c965eb87d68b2
            append.unsynced 37225a18fac52e7932a61809eb204b1c 0038c1d2e6a5664b172c2b850420976c
            append.every-1000 37225a18fac52e7932a61809eb204b1c 0038c1d2e6a5664b172c2b850420976c
            append.every-8189 37225a18fac52e7932a61809eb204b1c 0038c1d2e6a5664b172c2b850420976c
            durable.reserve-settle 7cbe665de28167c0bec6f3bd2ef8647d 950db4797a8802e15505d17af9bd4bf7
            verify.chain e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            verify.replay e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            verify.ahead e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            verify.full e5ed771aa7880a028d8bc73934d861ef f91700f964f60184621afff8eb56bc35
            snapshot.write e4db211294a0f29a9509d3a5d4bce8c2 66f0b28fc800ffa6a396eec933f674dd
            snapshot.open e4db211294a0f29a9509d3a5d4bce8c2 66f0b28fc800ffa6a396eec933f674dd
            statement.issue e7f466807b80b6551513ac04772cd133 1071df7daf2516ad852432f23b6ed9f7
            statement.check e7f466807b80b6551513ac04772cd133 1071df7daf2516ad852432f23b6ed9f7
            curve.reserve.1000 8c365147feabf42c4ace69ecb8316ad4 7e109d1e0b10fffdeffecc8e17df9098
            curve.reserve.10000 152032deb0124752d8df3ce41b80b11e 7e109d1e0b10fffdeffecc8e17df9098
            curve.reserve.100000 7a20de6a5d30e7ef1104e1bd0ee47bfb 7e109d1e0b10fffdeffecc8e17df9098
            curve.reserve.1000000 e45e63f5cb071d09fd3b03eca739a0d6 7e109d1e0b10fffdeffecc8e17df9098
            curve.settle.1000 a2dd6e6a7b8a7e66cc39f87aac7b71b3 e1169c03324130a62667c7c267d99da4
            curve.settle.10000 e7fd426475d43301a839f52cc06287e0 e1169c03324130a62667c7c267d99da4
            curve.settle.100000 7e3b1544fe395c9622fab0bb2410ef48 e1169c03324130a62667c7c267d99da4
            curve.settle.1000000 bd4abae6d263dc2907c9e6404965ed37 e1169c03324130a62667c7c267d99da4
            curve.expire.1000 c8d3d3a10d2ad19983b7d4e081aa10a7 7c23d2c95cc61aacc983ea338845ce9a
            curve.expire.10000 822ffcd17971f1b61edf651bd985f7b2 7c23d2c95cc61aacc983ea338845ce9a
            curve.expire.100000 8b0c78a6e97b90182ea28807e907d486 7c23d2c95cc61aacc983ea338845ce9a
            curve.expire.1000000 ba65d887ad6e86633ba288888cd2819c 7c23d2c95cc61aacc983ea338845ce9a
            curve.acquire.1000 4dcea970d0fadfd693be563f2bca90e0 47a460628b3a57826605788bd5a81324
            curve.acquire.10000 da9df3b1ae58b3ee375d1b217892d938 47a460628b3a57826605788bd5a81324
            curve.acquire.100000 33b6d2a05f9822dd88e57b7cd9df16fc 47a460628b3a57826605788bd5a81324
            curve.acquire.1000000 dee6822e03aa6eba696d9abed3c724a4 47a460628b3a57826605788bd5a81324
            curve.release.1000 085b2a34a47f908879f81caba7ea6cfc 39c672c403965348f0872a19b11ba91c
            curve.release.10000 77d2448e68b8b9dd7a009e2b7b0b62b0 39c672c403965348f0872a19b11ba91c
            curve.release.100000 94a55308f753d94de151eab2e0fcbef2 39c672c403965348f0872a19b11ba91c
            curve.release.1000000 df774a463796c18eb3bff027319146d8 39c672c403965348f0872a19b11ba91c
            worst.reserve-settle 4dbba23229b65cf6aed025a9d4b3e91f 0b05ba37f61e0c8c141258f7e92931ef
            worst.ids 1d21a48fdedfb51cba6856d414ff6ad8 106f5fc84e90c71344dfba0bc9a000c8
            worst.forget 22f67a7b475c1fa31063b3ebc541237c 22f67a7b475c1fa31063b3ebc541237c
            worst.deadlock fc0b53b86243b300cf74d53deeb44cf6 d74f6a5a232d73b71aa9bf88472795d5
            worst.route 66dab4b765e8b48c314114da3ebc3035 66dab4b765e8b48c314114da3ebc3035
            worst.assemble 3e6cbe7564a06fd9e9dc8d2278bae40a 50eae79166bcd345666def0db69aba50
            worst.seal 17939bf722cb1a7a7de872b8cb4cd1d1 85e5c3529a34bde902d7df5494d5a6f5
            worst.install f5a392c07fa8c6f0d1f837f4d9b02bbd f5a392c07fa8c6f0d1f837f4d9b02bbd
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
