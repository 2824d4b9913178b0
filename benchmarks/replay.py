"""Do records replay byte for byte on other versions of Python and NumPy than they were made with?

Records of every shipped example, of the sample disputes and of random ones are written here, then
ruled again in fresh virtual environments. Prints one JSON object; exits with 1 if any record came
out otherwise, or no other environment could be made.

    python benchmarks/replay.py --quick
    python benchmarks/replay.py --disputes 2000 --numpy 2.2.6 2.3.5
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from evenhand.core.errors import EvenhandError  # noqa: E402 - found through the path set above
from evenhand.core.policy.load import load_policy  # noqa: E402 - as above
from evenhand.core.policy.places import Located, locate  # noqa: E402 - as above
from evenhand.core.policy.versions import Policy  # noqa: E402 - as above
from evenhand.core.ruling.facts import CATALOGUE  # noqa: E402 - as above
from evenhand.core.ruling.record import record_of, sealed  # noqa: E402 - as above
from evenhand.core.ruling.recorded import read_record  # noqa: E402 - as above
from evenhand.core.ruling.replay import replay  # noqa: E402 - as above
from evenhand.core.ruling.ruling import rule_dossier  # noqa: E402 - as above

KEPT = ROOT / "tests/core/ruling/records"
LIBRARIES = ("lark", "pydantic", "pyyaml")
KINDS = ("reception", "call", "visit", "follow_up", "card", "grade", "order", "contract", "appeal")


def main() -> int:
    given = arguments()
    if given.worker:
        print(json.dumps(replay_all(given.worker)))
        return 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        records = build(folder, 60 if given.quick else given.disputes)
        results, refused = [], []
        for python, numpy in environments(given.numpy, quick=given.quick):
            print(f"Python {python[1]}, NumPy {numpy} ...", file=sys.stderr)
            result = in_environment(folder, python[0], numpy)
            if isinstance(result, str):
                refused.append({"python": python[1], "numpy": numpy, "error": result})
            else:
                results.append(result)
    told = figures(records, results, refused, time.perf_counter() - started)
    print(json.dumps(told))
    return 0 if results and told["identical"] == told["replays"] else 1


def figures(
    records: int, results: list[dict[str, Any]], refused: list[dict[str, str]], seconds: float
) -> dict[str, Any]:
    """The numbers we claim."""
    return {
        "records": records,
        "written_with": {"python": platform.python_version(), "numpy": installed("numpy")},
        "replays": sum(one["records"] for one in results),
        "identical": sum(one["identical"] for one in results),
        "python_versions": sorted({one["python"] for one in results}),
        "numpy_versions": sorted({one["numpy"] for one in results}),
        "environments": results,
        "not_installed": refused,
        "seconds": round(seconds, 1),
    }


# Records


def build(folder: Path, disputes: int) -> int:
    """Write records and the policy files they were ruled under; how many."""
    (folder / "policies").mkdir()
    count = 0
    for content in (*kept(folder), *examples(folder), *at_random(folder, disputes)):
        count += 1
        (folder / f"{count:06}.json").write_bytes(content)
    return count


def policy_at(path: Path, folder: Path) -> Policy:
    """A policy, put down by its hash for the other environments."""
    text = path.read_text(encoding="utf-8")
    policy = load_policy(text, source=str(path), catalogue=CATALOGUE)
    shutil.copyfile(path, folder / "policies" / f"{policy.sha256}.yaml")
    return policy


def kept(folder: Path) -> Iterator[bytes]:
    """The records that are kept for ever."""
    for path in sorted((KEPT / "policies").glob("*.yaml")):
        policy_at(path, folder)
    yield from (path.read_bytes() for path in sorted(KEPT.glob("*.json")))


def examples(folder: Path) -> Iterator[bytes]:
    """The examples of every policy that ships."""
    for path in sorted((ROOT / "policies").glob("*/policy.yaml")):
        policy = policy_at(path, folder)
        data: Any = locate(path.read_text(encoding="utf-8"), str(path)).data
        for version in data["versions"]:
            for example in version.get("examples") or []:
                ruling = rule_dossier(
                    policy, Located(example["given"], example["id"]), version_id=version["id"]
                )
                yield sealed(record_of(ruling))


def at_random(folder: Path, disputes: int) -> Iterator[bytes]:
    """Random registers under the showroom's policy, with gaps and doubt."""
    policy, seed, done = policy_at(ROOT / "policies/showroom/policy.yaml", folder), 0, 0
    while done < disputes:
        seed += 1
        try:
            ruling = rule_dossier(policy, Located(dossier(random.Random(seed)), f"seed {seed}"))
        except EvenhandError:
            continue
        done += 1
        yield sealed(record_of(ruling))


def dossier(chance: random.Random) -> dict[str, Any]:
    """Two to five claimants and their entries over a month."""
    names = ["li", "陈静", "Ngọc", "d", "é"][: chance.randint(2, 5)]
    entries = [entry(chance, [*names, "nobody"]) for _ in range(chance.randint(2, 16))]
    claimants = {name: facts(chance) for name in names}
    told: dict[str, Any] = {"claimants": claimants, "entries": entries}
    told["dispute"] = {"as_of": "2013-04-10"}
    told["time_zone"] = chance.choice(["Asia/Shanghai", "America/New_York", "UTC"])
    if chance.random() < 0.1:
        told["incomplete"] = [chance.choice(KINDS)]
    return told


def entry(chance: random.Random, names: list[str]) -> dict[str, Any]:
    day = f"2013-03-{chance.randint(1, 31):02}"
    at = chance.choice([day, f"{day}T{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"])
    told: dict[str, Any] = {"who": chance.choice(names), "kind": chance.choice(KINDS), "at": at}
    if chance.random() < 0.2:
        told["recorded"] = "2013-04-02"
    if chance.random() < 0.4:
        told["grade"] = chance.choice(["H", "A", "B", "C"])
    if chance.random() < 0.3:
        told["reached"] = chance.choice([True, False, "unknown"])
    if chance.random() < 0.1:
        told["on_behalf_of"] = chance.choice(names)
    return told


def facts(chance: random.Random) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in ("named_by_customer", "left_post", "signed", "stood_in", "asked_customer"):
        if chance.random() < 0.1:
            told[name] = chance.choice([0, "unknown"]) if name == "stood_in" else "unknown"
        elif chance.random() < 0.1 and name != "stood_in":
            told[name] = chance.random() < 0.5
    if chance.random() < 0.2:
        told["grade"] = chance.choice(["H", "A", "B", "C", None, "unknown"])
    return told


# Other environments


def environments(numpies: list[str], *, quick: bool) -> Iterator[tuple[tuple[str, str], str]]:
    """Which Python with which NumPy: all of both, or quickly the two that differ most."""
    pythons, here = interpreters(), installed("numpy")
    if quick:
        other = numpies[0]
        yield (sys.executable, platform.python_version()), other
        if len(pythons) > 1:
            yield pythons[-1], other
        return
    for python in pythons:
        yield from ((python, numpy) for numpy in dict.fromkeys([*numpies, here]))


def interpreters() -> list[tuple[str, str]]:
    """A Python of each minor version from 3.11 on that is on this machine, oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [sys.executable, *(shutil.which(f"python3.{minor}") or "" for minor in range(11, 20))]
    found += map(str, sorted(pyenv.glob("versions/*/bin/python3")))
    versions: dict[tuple[int, ...], tuple[str, str]] = {}
    for python in filter(None, found):
        asked = subprocess.run(  # noqa: S603 - an interpreter of this machine
            [python, "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
            check=False,
        )
        version = asked.stdout.strip()
        minor = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
        if asked.returncode == 0 and minor >= (3, 11):
            versions.setdefault(minor, (python, version))
    return [versions[minor] for minor in sorted(versions)]


def in_environment(folder: Path, python: str, numpy: str) -> dict[str, Any] | str:
    """Replay in a fresh virtual environment; a text says why there is none."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if uv is None:
        return "uv is not there: make run sets it up"
    pins = [f"{name}=={installed(name)}" for name in LIBRARIES]
    with tempfile.TemporaryDirectory() as temporary:
        inside = str(Path(temporary) / "bin/python")
        for command in (
            [uv, "venv", "--quiet", "--no-python-downloads", "--python", python, temporary],
            [uv, "pip", "install", "--quiet", "--python", inside, f"numpy=={numpy}", *pins],
            [inside, "-I", str(Path(__file__).resolve()), "--worker", str(folder)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
            if done.returncode:
                return done.stderr.strip()[-500:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def replay_all(folder: Path) -> dict[str, Any]:
    """Rule every record of a folder again, here."""
    policies: dict[str, Policy] = {}
    for path in sorted((folder / "policies").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        policies[path.stem] = load_policy(text, source=path.name, catalogue=CATALOGUE)
    count = identical = 0
    differences: list[str] = []
    for path in sorted(folder.glob("*.json")):
        record = read_record(path.read_bytes())
        found = replay(record, policies[record.ruled_on.policy.sha256])
        count, identical = count + 1, identical + (not found)
        differences += [f"{path.name}: {one}" for one in found[:3]]
    versions = {"python": platform.python_version(), "numpy": installed("numpy")}
    return versions | {"records": count, "identical": identical, "differences": differences[:10]}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="a run of less than a minute")
    parser.add_argument("--disputes", type=int, default=1_000, help="random ones")
    parser.add_argument("--numpy", nargs="+", default=["2.2.6"], help="other versions of NumPy")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
