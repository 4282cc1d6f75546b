/// Why a price file and an overlay make no policy: what, where, what to do, in one line.
public enum CatalogImportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The price file is not JSON.
    case catalogNotJSON(JSONError.Reason, at: TextPosition)
    /// The price file is JSON, but not an object of entries.
    case catalogNotAnObject(found: JSONKind)
    /// The overlay is not one.
    case overlay(DocumentError)
    /// A name, selected or in the overlay, that the price file does not have.
    case unknownModel(String)
    /// A pattern that no name fits.
    case emptyPattern(String)
    /// Nothing that was selected could be imported.
    case nothingImported(selectedCount: Int)
    /// Neither the model's overlay nor the defaults give a number that it needs.
    case missingNumber(model: String, key: String)

    /// One line.
    public var description: String {
        switch self {
        case .catalogNotJSON(let reason, let position):
            "price file, line \(position.line), column \(position.column): \(reason)"
        case .catalogNotAnObject(let found): "price file: must be an object of entries, is \(found)"
        case .overlay(let error): "overlay, \(error)"
        case .unknownModel(let name): "the price file has no entry \"\(name)\"; check its spelling"
        case .emptyPattern(let pattern): "no entry of the price file fits \"\(pattern)\""
        case .nothingImported(let count):
            "none of the \(count) selected entries can be imported"
        case .missingNumber(let model, let key):
            "model \"\(model)\" has no \(key); give it in the overlay's models or defaults"
        }
    }
}
