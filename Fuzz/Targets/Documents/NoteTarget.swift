import RecountDigest
import RecountReplay

extension FuzzTarget {
    /// Notes, checkpoints, keys and proofs. A text that a known key has signed may be damaged in any way: it is
    /// refused, or it is still that text.
    static let note = FuzzTarget(
        "note", .script(kindCount: NoteScript.Kind.allCases.count)
    ) { input throws(PropertyViolation) in
        var script = try NoteScript()
        for step in Script(input).steps(of: NoteScript.Kind.self) { try script.take(step.kind, step.payload) }
        return script.verdict
    }
}

private struct NoteScript {
    enum Kind: UInt8, CaseIterable {
        /// A checkpoint of so many records, in 64 bits, is signed.
        case sign
        /// The note is these bytes.
        case note
        /// Bytes of the note, from an offset of 16 bits on.
        case replace
        /// Bytes that are added to the note at an offset of 16 bits.
        case insert
        /// The bytes of a key.
        case key
        /// The bytes of a proof.
        case proof
    }

    private let signer: NoteSigningKey
    private var signedSizes: [UInt64] = []
    private var note: [UInt8] = []
    private(set) var verdict = FuzzTarget.Verdict.refused

    init() throws(PropertyViolation) {
        guard let name = NoteKeyName("example.com/ledger"),
            let key = Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: Ed25519PrivateKey.seedByteCount))
        else { throw PropertyViolation("a name and a seed make no key") }
        signer = NoteSigningKey(name: name, key: key)
    }

    mutating func take(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws(PropertyViolation) {
        var payload = payload
        switch kind {
        case .sign:
            signedSizes.append(payload.integer())
            note = Checkpoint.sign(Self.head(of: payload.integer()), with: signer).bytes
            try require(try checkNote(), "a checkpoint is not believed that was signed")
        case .note:
            note = Array(payload)
            _ = try checkNote()
        case .replace, .insert:
            let offset = Int(payload.takeInteger(UInt16.self)) % (note.count + 1)
            let end = kind == .insert ? offset : min(note.count, offset + payload.count)
            note.replaceSubrange(offset..<end, with: payload)
            _ = try checkNote()
        case .key: try checkKey(Array(payload))
        case .proof: try checkProof(Array(payload))
        }
    }

    /// The tree that checkpoints here are of: the root of each size is another one.
    private static func head(of size: UInt64) -> TreeHead {
        TreeHead(size: size, root: TreeHash(words: [size, 1, 2, 3]))
    }

    /// - Returns: whether the note is a checkpoint that the signer has signed.
    private mutating func checkNote() throws(PropertyViolation) -> Bool {
        guard let parsed = try? SignedNote(parsing: note) else {
            try require(
                (try? Checkpoint(opening: note, with: [signer.verificationKey])) == nil, "what is no note is believed")
            return false
        }
        verdict = .accepted
        try require(parsed.bytes == note, "a note is written otherwise than it was read")
        guard let checkpoint = try? Checkpoint(opening: note, with: [signer.verificationKey]) else { return false }
        try require(
            signedSizes.contains(checkpoint.head.size) && checkpoint.head == Self.head(of: checkpoint.head.size)
                && checkpoint.origin == signer.identity.name,
            "a checkpoint is believed that nobody signed: \(checkpoint)")
        try require(
            (try? Checkpoint(unverified: note)) == checkpoint, "what is believed is another checkpoint unverified")
        return true
    }

    private mutating func checkKey(_ bytes: [UInt8]) throws(PropertyViolation) {
        let line = bytes.last == 0x0a ? bytes.dropLast() : bytes[...]
        if let key = try? NoteVerificationKey(parsing: bytes) {
            try require(key.text.utf8.elementsEqual(line), "a public key is written otherwise than it was read")
            verdict = .accepted
        }
        if let key = try? NoteSigningKey(parsing: bytes) {
            try require(key.secretText.utf8.elementsEqual(line), "a private key is written otherwise than it was read")
            verdict = .accepted
        }
    }

    private mutating func checkProof(_ bytes: [UInt8]) throws(PropertyViolation) {
        guard let document = try? ProofDocument(parsing: bytes) else { return }
        verdict = .accepted
        try require(document.json == bytes, "a proof is written otherwise than it was read")
        switch document {
        case .inclusion(let proof, let stamp):
            let isProven = (try? proof.verify(stamp, in: Self.head(of: proof.treeSize))) != nil
            try require(!isProven, "a record is proven to be in a tree that has none: \(proof)")
        case .consistency(let proof):
            let (older, newer) = (Self.head(of: proof.olderSize), Self.head(of: proof.newerSize))
            let isProven = (try? proof.verify(from: older, to: newer)) != nil
            try require(!isProven || older == newer, "two trees are proven to begin alike that do not: \(proof)")
        }
    }
}
