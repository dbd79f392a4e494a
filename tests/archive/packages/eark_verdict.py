"""What eark-validator says of a package folder, as JSON; run by a Python that has it.

Its own report keeps the findings of the last section of METS alone, so all sections are
told beside it, and those of CSIP whatever the kind of package.
"""

from __future__ import annotations

import json
from pathlib import Path
import sys


def main(folder: Path) -> None:
    """Print structure, schema and rules: each with its errors."""
    from eark_validator import packages
    from eark_validator import rules
    from eark_validator.mets import MetsValidator

    report = packages.PackageValidator(folder).validation_report
    validator = MetsValidator(str(folder))
    validator.validate_mets("METS.xml")
    kind = report.package.package.oaispackagetype if report.package else ""
    told = {
        "structure": str(report.structure.status).rpartition(".")[2],
        "structure_errors": [
            one.rule_id
            for one in report.structure.messages
            if str(one.severity).endswith("Error")
        ],
        "schema_errors": [one.message for one in validator.validation_errors],
        "own_errors": [
            one.rule_id
            for one in (report.metadata.schematron_results if report.metadata else [])
            if str(one.severity).endswith("Error")
        ],
        "kind": kind,
    }
    for name in ("CSIP", "SIP", "DIP"):
        profile = rules.ValidationProfile.from_specification(name)
        profile.validate(folder / "METS.xml")
        told[name] = sorted(
            {
                one.rule_id
                for found in profile.results.values()
                for one in found
                if str(one.severity).endswith("Error")
            }
        )
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
