"""Who calls whom, where that comes back to itself, and how deep it goes."""


def cycles(calls):
    """Groups of functions that call themselves or each other: Tarjan's algorithm without recursion."""
    index, low, on_stack, stack, found = {}, {}, set(), [], []
    for root in calls:
        if root in index:
            continue
        work = [(root, iter(calls[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = low[successor] = len(index)
                    stack.append(successor)
                    on_stack.add(successor)
                    work.append((successor, iter(calls.get(successor, ()))))
                    break
                if successor in on_stack:
                    low[node] = min(low[node], index[successor])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = take_group(node, stack, on_stack)
                    if len(group) > 1 or node in calls.get(node, ()):
                        found.append(sorted(group))
    return found


def take_group(node, stack, on_stack):
    group = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        group.append(member)
        if member == node:
            return group


def deepest_path(calls, frames):
    """The chain of calls that takes the most stack, of a graph without cycles: (bytes, names)."""
    deepest = {}
    for name in callees_first(calls):
        below = max((deepest[callee] for callee in calls.get(name, ()) if callee in deepest), default=(0, ()))
        deepest[name] = (frames.get(name, 0) + below[0], (name, *below[1]))
    return max(deepest.values(), default=(0, ()))


def callees_first(calls):
    done, order = set(), []
    for root in calls:
        work = [(root, iter(calls.get(root, ())))] if root not in done else []
        done.add(root)
        while work:
            node, successors = work[-1]
            following = next((callee for callee in successors if callee not in done), None)
            if following is None:
                order.append(node)
                work.pop()
            else:
                done.add(following)
                work.append((following, iter(calls.get(following, ()))))
    return order


def reachable(calls, roots):
    found, work = set(roots), list(roots)
    while work:
        for callee in calls.get(work.pop(), ()):
            if callee not in found:
                found.add(callee)
                work.append(callee)
    return found
