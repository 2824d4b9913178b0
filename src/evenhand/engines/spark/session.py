"""Begins a Spark session, or says what is missing for one; Spark's own errors in our words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.core.errors import RunRefused
from evenhand.core.policy.versions import Version
from evenhand.core.said import said
from evenhand.engines.mapping import ContactMapping
from evenhand.engines.sql import Connection

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from evenhand.engines.spark.cluster import Cluster

OLDEST_JAVA = 17
_CURE = said(
    "install it (Debian, Ubuntu: apt-get install openjdk-17-jre-headless), or set JAVA_HOME"
)
_RAISED = re.compile(r"^\s*(?:\w+\.)*\w*(?:Error|Exception|Refused): (.+)$", re.MULTILINE)


@contextmanager
def open_cluster(
    connection: Connection,
    mapping: ContactMapping,
    versions: Sequence[Version],
    work: Path,
    master: str | None,
) -> Iterator[Cluster]:
    """A cluster for one run, as `Cluster` describes it. Raises RunRefused, as `spark_session`."""
    with spark_session(master) as spark:
        from evenhand.engines.spark.cluster import Cluster

        cluster = Cluster(spark, connection, mapping, versions, work)
        try:
            yield cluster
        finally:
            cluster.release()


@contextmanager
def spark_session(master: str | None) -> Iterator[SparkSession]:
    """The session that runs already, else one of our own, which ends with us.

    `master`: where Spark runs; without it what SPARK_MASTER or Spark's own settings say, else this
    machine (`local[*]`). Raises RunRefused if PySpark or Java is missing or too old.
    """
    check_installed()
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    with spark_errors():
        ours = _begin(master or os.environ.get("SPARK_MASTER"))
    try:
        yield ours
    finally:
        ours.stop()


def check_installed() -> None:
    """Raise RunRefused, naming the cure, unless PySpark and a Java of age are there."""
    if find_spec("pyspark") is None:
        raise RunRefused(
            said(
                "--engine spark needs PySpark, which is not installed: "
                "pip install 'evenhand[spark]'"
            )
        )
    java = _java()
    if java is None:
        raise RunRefused(
            said(
                "--engine spark needs Java {oldest} or newer, and there is no Java: {cure}",
                oldest=OLDEST_JAVA,
                cure=_CURE,
            )
        )
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 # the Java that Spark itself would start
    found = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    if found is None or int(found[1]) < OLDEST_JAVA:
        values = {"oldest": OLDEST_JAVA, "java": java, "cure": _CURE}
        if found is None:
            raise RunRefused(
                said(
                    "--engine spark needs Java {oldest} or newer, and {java} does not say which "
                    "Java it is: {cure}",
                    **values,
                )
            )
        raise RunRefused(
            said(
                "--engine spark needs Java {oldest} or newer, and {java} is Java {found}: {cure}",
                found=found[1],
                **values,
            )
        )


def _java() -> str | None:
    """The Java that Spark would start."""
    home = os.environ.get("JAVA_HOME")
    if home:
        java = Path(home) / "bin" / "java"
        return str(java) if os.access(java, os.X_OK) else None
    return shutil.which("java")


def _begin(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if not os.environ.keys() & {"SPARK_HOME", "SPARK_CONF_DIR"}:  # they bring their own
        quiet = files("evenhand.engines.spark").joinpath("log4j2.properties")
        os.environ.setdefault("SPARK_SUBMIT_OPTS", f"-Dlog4j2.configurationFile={quiet}")
    builder = SparkSession.Builder().appName("evenhand")
    builder = builder.config("spark.ui.showConsoleProgress", value=False)
    if master is not None:
        builder = builder.master(master)
    return builder.getOrCreate()


@contextmanager
def spark_errors() -> Iterator[None]:
    """What Spark raises becomes RunRefused with the reason in one line."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        reason = _reason(str(error))
        raise RunRefused(
            said("Spark stopped: {reason}. What was done is kept.", reason=reason)
        ) from error


def _reason(text: str) -> str:
    """The last error that a traceback names, else the first line."""
    raised = _RAISED.findall(text)
    return str(raised[-1] if raised else text.strip().partition("\n")[0]).strip().rstrip(".")
