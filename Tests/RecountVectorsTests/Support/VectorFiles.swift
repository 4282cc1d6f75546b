import Foundation

@testable import RecountVectors

/// The checked-in files.
enum VectorFiles {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Vectors")

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: directory.appendingPathComponent(name)))
    }

    /// All vectors, read once.
    static let all: [VectorFile] = VectorArea.allCases.flatMap { area in
        ["\(area.rawValue).json", "generated_\(area.rawValue).json"].map { name in
            do {
                return try VectorFile(parsing: try bytes(name))
            } catch {
                fatalError("\(name): \(error)")
            }
        }
    }

    /// All steps of all files.
    static let steps: [StepCase] = all.flatMap(\.groups).flatMap { group -> [StepCase] in
        guard case .steps(let sequence) = group.content else { return [] }
        return sequence.entries
    }
}
