"""Trying one address of somebody else's site, without ever reaching into our own network.

The name is resolved here, every address that it gives must be public, and the connection is made to that very address:
a name that changes its answer in between gains nothing. Each redirect is checked anew. Times, sizes, ports and the
number of redirects are bounded, and the answer's body is thrown away.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
Why = Literal["", "address", "private", "dns", "refused", "timeout", "tls", "redirects", "answer", "http"]

SECONDS, OVERALL = 8.0, 20.0
MOST_REDIRECTS, MOST_BYTES = 5, 64 * 1024
PORTS = frozenset({80, 443, 8080, 8443})
AGENT = "Escale-links/1.0"
NAT64 = IPv6Network("64:ff9b::/96")
MOVED = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
ALIVE_ANYWAY = frozenset({401, 403, 405, 406, 429, 451, 999})
"""They answer a robot with a refusal: somebody is there."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What became of an address: `why` is empty when it answers; `final` is where its redirects lead.

    `has_moved` says that all of them are for good: the address may be replaced by where they lead.
    """

    why: Why = ""
    status: int | None = None
    final: str = ""
    has_moved: bool = False

    @property
    def is_alive(self) -> bool:
        return not self.why


class Failed(Exception):
    """An attempt that ended, with its reason."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


def is_public(address: str) -> bool:
    """An address of the open Internet: not of this machine, of a private network, of a link, of a cloud's metadata."""
    try:
        found: Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(
        one.is_global
        and not (one.is_multicast or one.is_reserved or one.is_unspecified or getattr(one, "is_site_local", False))
        for one in _inside(found)
    )


def _inside(found: Address) -> list[Address]:
    """The address, and the IPv4 ones that an IPv6 address carries."""
    if isinstance(found, IPv4Address):
        return [found]
    if found.ipv4_mapped is not None:
        return [found.ipv4_mapped]
    if found in NAT64:
        return [IPv4Address(int(found) & 0xFFFFFFFF)]
    carried = [one for one in (found.sixtofour, *(found.teredo or ())) if one is not None]
    return [found, *carried]


def system_names(host: str, port: int) -> list[str]:
    """What the machine's own resolver answers."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Outside:
    """How the network is reached: tests give their own names and ports; the site keeps to public addresses."""

    resolve: Resolve = system_names
    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = PORTS
    seconds: float = SECONDS
    overall: float = OVERALL
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def probe(url: str, outside: Outside | None = None) -> Probe:
    """Follow the address to its end; never raises."""
    reach = outside or Outside()
    end = monotonic() + reach.overall
    place, status = url, None
    steps: list[int] = []
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, target = _answer(place, reach, end)
            if status not in MOVED or not target:
                alive = status < 400 or status in ALIVE_ANYWAY
                moved = alive and bool(steps) and FOR_GOOD.issuperset(steps)
                return Probe("" if alive else "http", status, place, moved)
            place = urljoin(place, target)
            steps.append(status)
        raise Failed("redirects")
    except Failed as error:
        return Probe(error.why, status, place)
    except ssl.SSLError:
        return Probe("tls", status, place)
    except TimeoutError:
        return Probe("timeout", status, place)
    except (OSError, http.client.HTTPException, ValueError):
        return Probe("timeout" if monotonic() >= end else "answer", status, place)


def _answer(url: str, reach: Outside, end: float) -> tuple[int, str]:
    """The status and where it sends; a HEAD that is not understood is asked again as a GET."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise Failed("address")
    if reach.ports is not None and _port(parts) not in reach.ports:
        raise Failed("address")
    address = _address(parts, reach)
    try:
        status, target = _ask("HEAD", parts, address, reach, end)
    except (http.client.HTTPException, ConnectionError):
        status, target = 400, ""
    if status >= 400 or (status in MOVED and not target):
        return _ask("GET", parts, address, reach, end)
    return status, target


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _address(parts: SplitResult, reach: Outside) -> str:
    """The address to connect to; one private address among those of the name is enough to refuse it."""
    try:
        found = list(reach.resolve(str(parts.hostname), _port(parts)))
    except (OSError, UnicodeError) as error:
        raise Failed("dns") from error
    if not found:
        raise Failed("dns")
    if not all(reach.is_allowed(address) for address in found):
        raise Failed("private")
    return found[0]


def _ask(method: str, parts: SplitResult, address: str, reach: Outside, end: float) -> tuple[int, str]:
    left = end - monotonic()
    if left <= 0:
        raise Failed("timeout")
    seconds = min(reach.seconds, left)
    connection = http.client.HTTPConnection(str(parts.hostname), _port(parts), timeout=seconds)
    connection.sock = reached = _connect(parts, address, reach, seconds)
    guard = Timer(left, _cut, [reached])
    guard.daemon = True
    guard.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        asked = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
        connection.request(method, _quoted(path), headers=asked)
        answer = connection.getresponse()
        if method == "GET":
            answer.read(MOST_BYTES)
        return answer.status, _utf8(answer.getheader("Location") or "")
    finally:
        guard.cancel()
        connection.close()
        reached.close()


def _connect(parts: SplitResult, address: str, reach: Outside, seconds: float) -> socket.socket:
    try:
        raw = socket.create_connection((address, _port(parts)), timeout=seconds)
    except TimeoutError:
        raise
    except OSError as error:
        raise Failed("refused") from error
    if parts.scheme == "http":
        return raw
    try:
        return reach.tls.wrap_socket(raw, server_hostname=str(parts.hostname))
    except BaseException:
        raw.close()
        raise


def _cut(reached: socket.socket) -> None:
    """A server that answers a byte at a time is left when the whole time is up."""
    try:
        reached.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _quoted(path: str) -> str:
    """What stands in a request line: no space, no control character, no letter beyond ASCII."""
    return "".join(
        char if "!" <= char <= "\x7e" else "".join(f"%{byte:02X}" for byte in char.encode(errors="replace"))
        for char in path
    )


def _utf8(header: str) -> str:
    """Headers are read as Latin letters; many sites write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
