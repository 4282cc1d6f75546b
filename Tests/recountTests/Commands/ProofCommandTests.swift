import Foundation
import RecountReplay
import RecountTestSupport
import Testing

@Suite struct ProofCommandTests {
    private let ledger: Ledger
    private let older: String
    private let newer: String

    init() throws {
        ledger = try Ledger()
        try ledger.grow(by: 5)
        older = try ledger.checkpoint("older")
        try ledger.grow(by: 6)
        newer = try ledger.checkpoint("newer")
        // What comes later changes no proof.
        try ledger.grow(by: 3)
    }

    @Test func everyRecordIsProven() throws {
        let stamps = try ledger.run(["inspect", ledger.path]).text.split(separator: "\n").map {
            try #require(try JSONObject(parsing: Array($0.utf8))["stamp"])
        }
        for (checkpoint, size) in [(older, 5), (newer, 11)] {
            for record in 1...size {
                let proof = try prove(["inclusion", "--record", "\(record)", "--checkpoint", checkpoint])
                let elsewhere = try directoryWithout(journal: [checkpoint, proof])
                let outcome = try check(elsewhere[1], ["--checkpoint", elsewhere[0]])
                #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
                #expect(
                    outcome.text.hasPrefix(
                        "record \(record) of example.com/ledger, with stamp \(stamps[record - 1]), is"))
                #expect(outcome.text.contains("is among the \(size) that "))
                let report = try JSONObject(
                    parsing: try check(proof, ["--checkpoint", checkpoint, "--json"]).output)
                #expect(report.boolean("valid") == true)
                #expect(report["stamp"] == stamps[record - 1])
            }
        }
    }

    @Test func growthIsProven() throws {
        let proof = try prove(["consistency", "--from", older, "--to", newer])
        let elsewhere = try directoryWithout(journal: [older, newer, proof])
        let outcome = try check(elsewhere[2], ["--from", elsewhere[0], "--to", elsewhere[1]])
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(outcome.text.hasPrefix("example.com/ledger only grew: the 11 records of "))
        let report = try JSONObject(
            parsing: try check(proof, ["--from", older, "--to", newer, "--json"]).output)
        #expect(report.boolean("valid") == true)
        #expect(report.integer("older_tree_size") == 5)
        let unsigned = try ledger.run(["proof", "consistency", ledger.path, "--from", older, "--to", newer])
        #expect(unsigned.output == (try ScratchDirectory.bytes(of: proof)))
    }

    @Test func aForkHasNoProof() throws {
        let fork = try Ledger()
        try fork.grow(by: 5)
        try fork.grow(by: 7, milliseconds: 3)
        let arguments = [
            ["inclusion", fork.path, "--record", "7", "--checkpoint", newer, "--public-key", ledger.publicKey],
            ["consistency", fork.path, "--from", newer, "--to", newer],
            ["consistency", fork.path, "--from", older, "--to", newer],
        ]
        for arguments in arguments {
            try RefusalCheck.expect(
                ["proof"] + arguments, status: 1, says: newer, "it was changed or forked", "nothing was proven",
                in: ledger.scratch)
        }
    }

    /// A signer who signs two histories cannot prove one to be the beginning of the other.
    @Test func twoHistoriesOfOneSignerAreFound() throws {
        let fork = try Ledger()
        try fork.grow(by: 5)
        try fork.grow(by: 7, milliseconds: 3)
        let forked = try ledger.checkpoint("forked", of: fork.path)
        let proof = try prove(["consistency", "--from", older, "--to", newer])
        let swapped = try ledger.scratch.write(
            String(contentsOfFile: proof, encoding: .utf8).replacing(
                "\"newer_tree_size\": 11", with: "\"newer_tree_size\": 12"),
            to: "swapped")
        try RefusalCheck.expect(
            ["proof", "check", swapped, "--from", older, "--to", forked, "--public-key", ledger.publicKey], status: 1,
            says: "proves nothing: the hashes do not lead", in: ledger.scratch)
        try RefusalCheck.expect(
            ["proof", "consistency", fork.path, "--from", newer, "--to", forked], status: 1, says: newer,
            "it was changed or forked", in: ledger.scratch)
    }

    @Test func aShortenedJournalHasNoProof() throws {
        let short = try Ledger()
        try short.grow(by: 5)
        try RefusalCheck.expect(
            ["proof", "consistency", short.path, "--from", older, "--to", newer], status: 1, says: "ends at record 5",
            "nothing was proven", in: ledger.scratch)
    }

    @Test func aProofHoldsForItsOwnCheckpointsOnly() throws {
        let record = try prove(["inclusion", "--record", "3", "--checkpoint", older])
        let growth = try prove(["consistency", "--from", older, "--to", newer], "growth")
        let same = try prove(["consistency", "--from", newer, "--to", newer], "same")
        func expect(_ proof: String, _ options: [String], _ status: Int32, _ says: String) throws {
            try RefusalCheck.expect(
                ["proof", "check", proof, "--public-key", ledger.publicKey] + options, status: status, says: proof,
                says,
                in: ledger.scratch)
        }
        try expect(
            record, ["--checkpoint", newer], 1, "proves nothing: the proof is of 5 records, the checkpoint of 11")
        try expect(growth, ["--from", older, "--to", older], 1, "proves nothing: the proof is of 11")
        try expect(same, ["--from", older, "--to", newer], 1, "proves nothing: the proof is of 11")
        try expect(growth, ["--checkpoint", newer], 2, "a proof of consistency; give --from and --to")
        try expect(record, ["--from", older, "--to", newer], 2, "a proof of inclusion; give one --checkpoint")
        let failed = try check(record, ["--checkpoint", newer, "--json"])
        #expect(failed.status == 1)
        let report = try JSONObject(parsing: failed.output)
        #expect(report.boolean("valid") == false)
        #expect(report["finding"] == "the proof is of 5 records, the checkpoint of 11")
        let arguments = ["proof", "check", growth, "--from", newer, "--to", older, "--public-key", ledger.publicKey]
        try RefusalCheck.expect(arguments, status: 2, says: "give the older one with --from", in: ledger.scratch)
    }

    @Test func noChangedBitIsAccepted() throws {
        let proof = try ScratchDirectory.bytes(of: try prove(["inclusion", "--record", "3", "--checkpoint", newer]))
        var random = SplitMix64(state: 0x7072_6f6f)
        for _ in 0..<24 {
            let bit = Int(random.uniform(0...UInt64(8 * proof.count - 1)))
            var changed = proof
            changed[bit / 8] ^= 1 << (bit % 8)
            let outcome = try check(try ledger.scratch.write(changed, to: "changed"), ["--checkpoint", newer])
            #expect(outcome.status == 1 || outcome.status == 2, "bit \(bit): \(outcome.text)")
            RefusalCheck.expectOneLine(outcome.error)
        }
    }

    @Test func signaturesAreDemanded() throws {
        let other = try ledger.otherKeys()
        let record = try prove(["inclusion", "--record", "3", "--checkpoint", older])
        let says = "but not by example.com/ledger+"
        for arguments in [
            ["proof", "check", record, "--checkpoint", older, "--public-key", other.verifying],
            [
                "proof", "inclusion", ledger.path, "--record", "3", "--checkpoint", older, "--public-key",
                other.verifying,
            ],
            ["proof", "consistency", ledger.path, "--from", older, "--to", newer, "--public-key", other.verifying],
        ] {
            try RefusalCheck.expect(arguments, status: 1, says: older, says, in: ledger.scratch)
        }
    }

    @Test func recordsThatTheCheckpointDoesNotHaveAreRefused() throws {
        for record in ["0", "6", "18446744073709551615"] {
            let arguments = ["proof", "inclusion", ledger.path, "--record", record]
            try RefusalCheck.expect(
                arguments + ["--checkpoint", older, "--public-key", ledger.publicKey], status: 2,
                says: "--record \(record): \(older) is of 5 records", in: ledger.scratch)
        }
        let stranger = try ledger.otherKeys(name: "example.com/stranger")
        let foreign = ledger.scratch.path("foreign")
        let sign = ["checkpoint", ledger.path, "--signing-key", stranger.signing, "--output", foreign]
        #expect(try ledger.run(sign).status == 0)
        try RefusalCheck.expect(
            ["proof", "consistency", ledger.path, "--from", older, "--to", foreign], status: 2,
            says: "give two of one journal", in: ledger.scratch)
    }

    private func prove(_ arguments: [String], _ name: String = "proof") throws -> String {
        let file = ledger.scratch.path(name)
        let outcome = try ledger.run(
            ["proof", arguments[0], ledger.path] + arguments.dropFirst()
                + ["--public-key", ledger.publicKey, "--output", file])
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome.error)")
        return file
    }

    private func check(_ proof: String, _ options: [String]) throws -> CommandLineTool.Outcome {
        try ledger.run(["proof", "check", proof, "--public-key", ledger.publicKey] + options)
    }

    /// Copies of files where no journal is.
    private func directoryWithout(journal files: [String]) throws -> [String] {
        let place = ledger.scratch.path("elsewhere")
        try? FileManager.default.removeItem(atPath: place)
        try ledger.scratch.makeDirectory("elsewhere")
        return try files.map { file in
            let copy = place + "/" + URL(fileURLWithPath: file).lastPathComponent
            try FileManager.default.copyItem(atPath: file, toPath: copy)
            return copy
        }
    }
}
