"""Names in the manner of JSON."""


def snake_case(name: str) -> str:
    """`open_tenant` for `OpenTenant`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
