"""Is the web process beside this one well? `python -m bridgebuilders.asking` ends with 0 if it is.

For health checks of containers and service managers, which have no other program to ask with.
"""

import http.client
import os
import sys

SECONDS = 8


def is_well(port: int, host: str) -> bool:
    """Whether `/healthz` answers 200. `host` is whom the request is for: others are not answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    first_host = os.environ.get("DJANGO_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    sys.exit(0 if is_well(int(os.environ.get("PORT", "8000")), first_host) else 1)
