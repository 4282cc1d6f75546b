import ArgumentParser
import RecountReplay

/// The public keys that a command trusts.
struct TrustedKeys: ParsableArguments {
    @Option(
        name: .customLong("public-key"),
        help: "The public key of the one who signs for the journal; again for each other key that may have signed.")
    var publicKeys: [String] = []

    /// Demands at least one key.
    func demandOne() throws(ValidationError) {
        if publicKeys.isEmpty { throw ValidationError("--public-key is missing: without it a checkpoint says nothing") }
    }

    /// The keys, read.
    var keys: [NoteVerificationKey] {
        get throws(Failure) {
            try publicKeys.map { path throws(Failure) in try KeyFile.verificationKey(path) }
        }
    }
}
