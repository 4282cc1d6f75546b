import RecountReplay

/// Keys and notes that other implementations test with, or that public logs have signed.
enum KnownNotes {
    /// The keys of the tests of Go's package `golang.org/x/mod/sumdb/note`.
    static let peterPrivate = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let peterPublic = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let enochPublic = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"

    /// What both have signed there.
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let enochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

    /// The key and a tree of Go's checksum database: not a name of a key but words stand on the first line.
    static let sumdbPublic = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    static let sumdb = """
        go.sum database tree
        65209736
        5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=

        — sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=

        """

    /// The example of the C2SP specification, whose key is not published: text with empty lines.
    static let poem = """
        Ognuno sta solo sul cuor della terra
        trafitto da un raggio di sole:

        ed è subito sera.

        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

        """

    static func key(_ text: String) throws -> NoteVerificationKey { try NoteVerificationKey(parsing: Array(text.utf8)) }

    static func peter() throws -> NoteSigningKey { try NoteSigningKey(parsing: Array(peterPrivate.utf8)) }

    static func note(_ text: String) throws -> SignedNote { try SignedNote(parsing: Array(text.utf8)) }
}
