// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Recount",
    products: [
        .library(name: "RecountKernel", targets: ["RecountKernel"]),
        .library(name: "RecountDigest", targets: ["RecountDigest"]),
        .library(name: "RecountContext", targets: ["RecountContext"]),
        .library(name: "RecountJournal", targets: ["RecountJournal"]),
        .library(name: "RecountReplay", targets: ["RecountReplay"]),
        .library(name: "RecountJSON", targets: ["RecountJSON"]),
        .library(name: "RecountVectors", targets: ["RecountVectors"]),
        .executable(name: "recount", targets: ["recount"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CBlake2",
            pkgConfig: "libb2",
            providers: [.apt(["libb2-dev"])]
        ),
        .target(name: "CBlake2Lanes"),
        .target(name: "RecountKernel"),
        .target(name: "CRecount"),
        .target(name: "RecountC", dependencies: ["RecountKernel", "CRecount"]),
        .target(
            name: "RecountDigest",
            dependencies: [
                "RecountKernel", "CBlake2", "CBlake2Lanes", .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "RecountJournal",
            dependencies: ["RecountKernel", "RecountDigest", .product(name: "SystemPackage", package: "swift-system")]
        ),
        .target(
            name: "RecountReplay",
            dependencies: [
                "RecountKernel", "RecountDigest", "RecountJournal", "RecountJSON",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(name: "RecountContext", dependencies: ["RecountKernel"]),
        .target(name: "RecountWorkloads", dependencies: ["RecountKernel"]),
        .target(name: "RecountJSON", dependencies: ["RecountKernel", "RecountContext"]),
        .target(
            name: "RecountVectors",
            dependencies: [
                "RecountKernel", "RecountDigest", "RecountJournal", "RecountJSON", "RecountWorkloads",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(name: "CAllocations"),
        .target(
            name: "RecountBenchmarks",
            dependencies: [
                "RecountKernel", "RecountDigest", "RecountJournal", "RecountReplay", "RecountJSON", "RecountWorkloads",
                "CAllocations",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .executableTarget(
            name: "recount",
            dependencies: [
                "RecountKernel", "RecountDigest", "RecountContext", "RecountJournal", "RecountReplay", "RecountJSON",
                "RecountVectors", "RecountWorkloads", "RecountBenchmarks",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "RecountFuzz",
            dependencies: [
                "RecountKernel", "RecountDigest", "RecountContext", "RecountJournal", "RecountReplay", "RecountJSON",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Fuzz/Targets"
        ),
        .target(
            name: "RecountTestSupport",
            dependencies: ["RecountJSON", "RecountWorkloads"],
            path: "Tests/RecountTestSupport"),
        .target(
            name: "RecountSimulation",
            dependencies: [
                "RecountKernel", "RecountJournal", "RecountReplay", "RecountTestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/RecountSimulation"
        ),
        .executableTarget(
            name: "RecountFaults",
            dependencies: ["RecountSimulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/RecountFaults"
        ),
        .testTarget(
            name: "RecountKernelTests",
            dependencies: ["RecountKernel", "RecountTestSupport"],
            exclude: ["Resources"]
        ),
        .testTarget(name: "RecountCTests", dependencies: ["RecountC", "CRecount", "RecountTestSupport"]),
        .testTarget(
            name: "RecountDigestTests",
            dependencies: ["RecountDigest", "RecountTestSupport"],
            exclude: ["Resources"]
        ),
        .testTarget(name: "RecountContextTests", dependencies: ["RecountContext", "RecountTestSupport"]),
        .testTarget(name: "RecountJournalTests", dependencies: ["RecountJournal", "RecountTestSupport"]),
        .testTarget(name: "RecountReplayTests", dependencies: ["RecountReplay", "RecountTestSupport"]),
        .testTarget(
            name: "RecountJSONTests",
            dependencies: ["RecountContext", "RecountJSON", "RecountTestSupport"],
            exclude: ["Resources"]
        ),
        .testTarget(name: "RecountSimulationTests", dependencies: ["RecountSimulation", "RecountTestSupport"]),
        .testTarget(name: "RecountVectorsTests", dependencies: ["RecountVectors"]),
        .testTarget(name: "RecountWorkloadsTests", dependencies: ["RecountWorkloads"]),
        .testTarget(name: "RecountBenchmarksTests", dependencies: ["RecountBenchmarks"]),
        .testTarget(name: "RecountFuzzTests", dependencies: ["RecountFuzz"]),
        .testTarget(name: "recountTests", dependencies: ["recount", "RecountBenchmarks", "RecountTestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
