"""A subscriber in Python with confluent-kafka: keeps what it is released in SQLite, drops what is recalled, acknowledges that.

    python3 subscriber.py subscriber.json https://exchange.example store.db

subscriber.json holds a consumer's settings as librdkafka names them, and in exchange.user and exchange.password those for HTTP,
which are not those for Kafka. librdkafka must be 2.6.1 or newer: older ones cannot sign in with SCRAM at Kafka 4.
"""

import base64
import json
import sqlite3
import sys
import urllib.request

from confluent_kafka import Consumer, KafkaException

RELEASED = ("org.entente.object.released.v1", "org.entente.object.revised.v1", "org.entente.object.revoked.v1")
RECALLED = "org.entente.object.recalled.v1"

TABLES = """
CREATE TABLE IF NOT EXISTS object (id TEXT, version TEXT, revoked INTEGER, tlp TEXT, content BLOB, PRIMARY KEY (id, version));
CREATE TABLE IF NOT EXISTS seen (event TEXT PRIMARY KEY, id TEXT, version TEXT);
CREATE TABLE IF NOT EXISTS feed (topic TEXT, partition INTEGER, sequence INTEGER, PRIMARY KEY (topic, partition));
CREATE TABLE IF NOT EXISTS to_acknowledge (recall TEXT PRIMARY KEY);
"""


def main(settings_file, exchange, store):
    with open(settings_file, encoding="utf-8") as file:
        settings = json.load(file)
    user, password = settings.pop("exchange.user"), settings.pop("exchange.password")
    database = sqlite3.connect(store)
    database.executescript(TABLES)
    consumer = Consumer(
        {
            "group.id": user + ".python",
            **settings,
            "isolation.level": "read_committed",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([f"entente.feed.{user}.{feed}" for feed in ("threats", "mitigations", "advisories")])
    try:
        while True:
            message = consumer.poll(1.0)
            if message is None:
                acknowledge(database, exchange.rstrip("/"), user, password)
                continue
            if message.error():
                raise KafkaException(message.error())
            with database:  # One transaction: what is stored and what is seen agree after a crash.
                take(database, message)
            consumer.commit(message, asynchronous=False)
    finally:
        consumer.close()


def take(database, message):
    headers = {name: value.decode() for name, value in message.headers()}
    kind = headers["ce_type"]
    known = database.execute("SELECT 1 FROM seen WHERE event = ?", (headers["ce_id"],)).fetchone()
    # A recall counts however often it comes: after a crash what it recalls may have come again too.
    if known and kind != RECALLED:
        return
    check_sequence(database, message, int(headers["ce_sequence"]))
    if kind in RELEASED:
        body = json.loads(message.value())
        database.execute("INSERT INTO seen VALUES (?, ?, ?)", (headers["ce_id"], body["id"], version_of(body)))
        database.execute(
            "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?)",
            (body["id"], version_of(body), body.get("revoked", False), headers["ce_tlp"], message.value()),
        )
    elif kind == RECALLED:
        recall = json.loads(message.value())
        # With what they are known by: should somebody send in the same version later, it comes under the id it had.
        for table in ("object", "seen"):
            if "version" in recall:
                version = same_form(recall["version"])
                database.execute(f"DELETE FROM {table} WHERE id = ? AND version = ?", (recall["id"], version))
            else:
                database.execute(f"DELETE FROM {table} WHERE id = ?", (recall["id"],))
        database.execute("INSERT OR IGNORE INTO to_acknowledge VALUES (?)", (recall["recall"],))
    print(kind, message.key().decode(), headers.get("ce_tlp", ""), flush=True)


def check_sequence(database, message, sequence):
    """A number that is missing is an event that never came: ask for a replay, or read over TAXII."""
    place = (message.topic(), message.partition())
    last = database.execute("SELECT sequence FROM feed WHERE topic = ? AND partition = ?", place).fetchone()
    if last and sequence > last[0] + 1:
        print(f"A gap on {message.topic()}: {last[0]} is followed by {sequence}", file=sys.stderr)
    database.execute("INSERT OR REPLACE INTO feed VALUES (?, ?, ?)", (*place, sequence))


def acknowledge(database, exchange, user, password):
    secret = base64.b64encode(f"{user}:{password}".encode()).decode()
    for (recall,) in database.execute("SELECT recall FROM to_acknowledge").fetchall():
        request = urllib.request.Request(
            f"{exchange}/api/v1/recalls/{recall}/acknowledgements",
            data=b"{}",
            headers={"Authorization": "Basic " + secret, "Content-Type": "application/json"},
        )
        try:
            urllib.request.urlopen(request, timeout=30).close()
        except OSError as failed:
            print("Not acknowledged, to be tried again:", failed, file=sys.stderr)
            return
        with database:
            database.execute("DELETE FROM to_acknowledge WHERE recall = ?", (recall,))


def version_of(body):
    return same_form(body.get("modified", body.get("created", "")))


def same_form(time):
    """2026-01-01T10:00:00.000Z and 2026-01-01T10:00:00.000000Z are one time."""
    seconds, _, fraction = time.rstrip("Z").partition(".")
    return seconds + "." + fraction.ljust(9, "0") if seconds else ""


if __name__ == "__main__":
    main(*sys.argv[1:4])
