"""A throw-away PostgreSQL cluster in a temporary folder, for the suites that need a real server."""
import os
import shutil
import socket
import subprocess
import tempfile


def tool(name):
    found = shutil.which(name)
    for version in range(20, 9, -1):
        path = f"/usr/lib/postgresql/{version}/bin/{name}"
        found = found or (path if os.path.exists(path) else None)
    return found


def is_installed():
    return tool("initdb") is not None


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Postgres:
    """Listens on a socket in its folder and on a port of this machine. None of it outlives the
    `with`. Users are trusted on the socket and need the password SECRET on the port."""

    SECRET = "open-sesame"

    def __init__(self, settings="", segment_megabytes=16, limit=None, tls=False):
        """limit: bytes that one file of the server may have; tls: speaks it, by a certificate of
        its own (self.certificate)."""
        self.settings, self.segment_megabytes, self.limit, self.tls = settings, segment_megabytes, limit, tls

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="handoff-postgres-")
        self.port = free_port()
        self.user = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.data = os.path.join(self.folder, "data")
        self.call(tool("initdb"), "-D", self.data, "-A", "trust", "-U", "handoff", "--no-sync",
                  f"--wal-segsize={self.segment_megabytes}")
        if self.tls:
            self.make_certificate()
        self.start()
        self.query(f"ALTER USER handoff PASSWORD '{self.SECRET}'")
        access = os.path.join(self.data, "pg_hba.conf")
        with open(access, "w", encoding="utf-8") as file:
            file.write("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        self.call(tool("pg_ctl"), "-D", self.data, "reload")
        return self

    def make_certificate(self):
        self.certificate = os.path.join(self.data, "server.crt")
        self.call("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                  "-addext", "subjectAltName=DNS:localhost", "-out", self.certificate, "-keyout",
                  os.path.join(self.data, "server.key"))
        self.settings += " -c ssl=on"

    def start(self):
        limit = ["prlimit", f"--fsize={self.limit}"] if self.limit else []
        self.call(*limit, tool("pg_ctl"), "-D", self.data, "-w", "-l", os.path.join(self.folder, "log"), "-o",
                  f"-c listen_addresses=127.0.0.1 -c port={self.port} -c fsync=off -k {self.folder} "
                  f"-c max_connections=300 {self.settings}", "start")

    def stop(self, mode="fast"):
        subprocess.run(self.user + [tool("pg_ctl"), "-D", self.data, "-m", mode, "stop"],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, check=False)

    def call(self, *arguments):
        subprocess.run(self.user + list(arguments), check=True, stdout=subprocess.DEVNULL, cwd=self.folder,
                       stderr=subprocess.DEVNULL if arguments[0] == "openssl" else None)

    def query(self, sql, database="postgres"):
        return subprocess.run(self.user + [tool("psql"), "-qAt", "-h", self.folder, "-p", str(self.port), "-U",
                                           "handoff", "-d", database, "-c", sql],
                              check=True, stdout=subprocess.PIPE, cwd=self.folder).stdout.decode()

    def ledger(self, name, *parameters):
        """The URL of a new database by the socket."""
        self.query(f"CREATE DATABASE {name}")
        return "&".join([f"postgresql://handoff@/{name}?host={self.folder}&port={self.port}", *parameters])

    def by_port(self, name, *parameters, port=None, secret=None):
        """The URL of a database over TCP."""
        return "&".join([f"postgresql://handoff:{secret or self.SECRET}@127.0.0.1:{port or self.port}/{name}"
                         "?application_name=test", *parameters])

    def __exit__(self, *_):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
