"""Whether an address of this machine can be served on."""

import socket


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on the port; one whose last connections are still closing counts as free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True
