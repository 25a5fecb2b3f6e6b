"""A subscriber without Kafka: follows the feed over HTTP and keeps what it is sent in a folder. Python 3.9, nothing else.

    python3 sse.py https://exchange.example xb-cert password-file folder

The folder holds one file an object and version, and the id of the last event, with which the next start goes on.
"""

import base64
import json
import pathlib
import ssl
import sys
import time
import urllib.error
import urllib.request

RELEASED = ("org.entente.object.released.v1", "org.entente.object.revised.v1", "org.entente.object.revoked.v1")
RECALLED = "org.entente.object.recalled.v1"


class Subscriber:
    def __init__(self, exchange, user, password, folder):
        self.exchange = exchange
        secret = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.headers = {"Authorization": "Basic " + secret}
        self.folder = folder
        self.last_id_file = folder / "last-event-id"
        folder.mkdir(parents=True, exist_ok=True)

    def run(self):
        while True:
            try:
                self.follow()
            except urllib.error.HTTPError as refused:
                if refused.code not in (429, 503):
                    raise SystemExit(f"{refused.code}: {refused.read().decode()}")
            except OSError as broken:
                print("The connection broke:", broken, file=sys.stderr)
            time.sleep(2)

    def follow(self):
        """One connection. The exchange ends it after a while; then the last id leads on."""
        headers = dict(self.headers)
        if self.last_id_file.exists():
            headers["Last-Event-ID"] = self.last_id_file.read_text()
        request = urllib.request.Request(self.exchange + "/api/v1/feed?from=beginning", headers=headers)
        # Longer than the interval of heartbeats: no line for so long means that the connection is dead.
        with urllib.request.urlopen(request, timeout=60, context=context()) as answer:
            for event_id, event_type, data in events(answer):
                if data:
                    self.take(event_type, data)
                else:
                    self.acknowledge_all()
                if event_id:
                    self.remember(event_id)

    def take(self, event_type, data):
        event = json.loads(data)
        if event_type in RELEASED:
            # The object's own bytes: what json.loads made of them would be written otherwise.
            if "data_base64" in event:
                content = base64.b64decode(event["data_base64"])
            else:
                content = data[data.index(b'"datacontenttype"'):].split(b'"data":', 1)[1][:-1]
            body = json.loads(content)
            version = body.get("modified", body.get("created", "")).replace(":", "")
            # The same event again, after a crash, writes the same file again.
            (self.folder / f"{event['subject']}@{version}.json").write_bytes(content)
        elif event_type == RECALLED:
            for file in self.folder.glob(event["subject"] + "@*.json"):
                if is_meant(event["data"], json.loads(file.read_bytes())):
                    file.unlink()
            (self.folder / (event["data"]["recall"] + ".to-acknowledge")).touch()
        else:
            return  # Of a newer exchange: types may be added.
        print(event_type, event["subject"], event.get("tlp", ""), flush=True)

    def acknowledge_all(self):
        """With each comment: one recall may be of many objects, and says that all of them are dropped."""
        for file in self.folder.glob("*.to-acknowledge"):
            self.acknowledge(file.stem)
            file.unlink()

    def acknowledge(self, recall):
        address = f"{self.exchange}/api/v1/recalls/{recall}/acknowledgements"
        headers = {**self.headers, "Content-Type": "application/json"}
        request = urllib.request.Request(address, data=b"{}", headers=headers)
        urllib.request.urlopen(request, timeout=60, context=context()).close()

    def remember(self, event_id):
        written = self.folder / "last-event-id.new"
        written.write_text(event_id)
        written.replace(self.last_id_file)


def is_meant(recall, body):
    version = recall.get("version")
    held = body.get("modified", body.get("created"))
    return version is None or held is None or instant(version) == instant(held)


def instant(text):
    """2026-01-01T10:00:00.000Z and 2026-01-01T10:00:00.000000Z are one time."""
    seconds, _, fraction = text.rstrip("Z").partition(".")
    return seconds, fraction.ljust(9, "0")


def events(lines):
    """The events of a stream as the standard reads them: (id, type, data)."""
    event_id, event_type, data = "", "", []
    for line in lines:
        line = line.rstrip(b"\n")
        if not line:
            yield event_id, event_type, b"\n".join(data)
            event_id, event_type, data = "", "", []
            continue
        field, _, value = line.partition(b":")
        value = value[1:] if value.startswith(b" ") else value
        if field == b"id":
            event_id = value.decode()
        elif field == b"event":
            event_type = value.decode()
        elif field == b"data":
            data.append(value)


def context():
    """Of the system's own authorities; SSL_CERT_FILE in the environment names others."""
    return ssl.create_default_context()


if __name__ == "__main__":
    Subscriber(
        sys.argv[1].rstrip("/"), sys.argv[2], pathlib.Path(sys.argv[3]).read_text().strip(), pathlib.Path(sys.argv[4])
    ).run()
