/// A file or a directory on a simulated disk, under whatever names it has.
protocol DiskNode: AnyObject {
    /// Becomes what a power loss leaves of it.
    func losePower(_ loss: inout PowerLoss)
}
