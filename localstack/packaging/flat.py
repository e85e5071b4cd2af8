"""Turns a build into what LocalStack's free edition can run: one zip that needs no layers, and a template of nothing but functions.

What it leaves out stands in front of it instead: our gateway for the HTTP API, our event source mapping for Kafka's, our scheduler for the
schedules. VPC, roles, alarms, logs and versions mean nothing on one machine.
"""

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import yaml

from localstack.packaging.emulator import FUNCTION_TYPE, SIGN_IN

ZIP, TEMPLATE, DEPLOY = "functions.zip", "template.json", "deploy.py"
LAYERS = ("MedbookLayer", "DependenciesLayer")
# Zips keep no time zone and no date before 1980; one date for all makes equal builds equal zips.
EPOCH = (1980, 1, 1, 0, 0, 0)
# Chosen by conditions on AWS; on one machine the answer is known.
# No proxy is believed: our gateway says itself who a client is.
SETTLED = {"DATABASE_AUTHENTICATION": "password", "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT", "FORWARDED_ALLOW_IPS": "none"}
SSM_PARAMETER = "AWS::SSM::Parameter::Value"
ROLE = "arn:aws:iam::000000000000:role/medbook"

type Json = dict[str, Any]


def flatten(built: Path, target: Path, architecture: str) -> None:
    """Write zip, template and deploy step into the folder `target`."""
    template = yaml.safe_load(built.read_text(encoding="utf-8"))
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / TEMPLATE).write_text(json.dumps(functions_alone(template, architecture), indent=1), encoding="utf-8")
    code = next(one["Properties"]["CodeUri"] for one in template["Resources"].values() if one["Type"] == FUNCTION_TYPE)
    _zip([built.parent / code, *(built.parent / layer / "python" for layer in LAYERS)], target / ZIP)
    shutil.copy(Path(__file__).with_name(DEPLOY), target / DEPLOY)


def functions_alone(template: Json, architecture: str) -> Json:
    """Return a CloudFormation template of the functions; what only the host knows becomes a parameter."""
    shared, declared = template["Globals"]["Function"], template["Parameters"]
    parameters: Json = {"CodeBucket": {"Type": "String"}, "CodeKey": {"Type": "String"}}
    functions: Json = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == FUNCTION_TYPE:
            own = resource["Properties"]
            variables = {
                variable: _settled(variable, value, declared, parameters)
                for variable, value in (_variables(shared) | _variables(own)).items()
                if variable not in SIGN_IN
            }
            functions[name] = _function({**shared, **own}, variables, architecture)
    return {"AWSTemplateFormatVersion": "2010-09-09", "Parameters": parameters, "Resources": functions}


def _variables(properties: Json) -> Json:
    variables: Json = properties.get("Environment", {}).get("Variables", {})
    return variables


def _settled(variable: str, value: Any, declared: Json, parameters: Json) -> Any:
    """Return a variable's text, or a reference to the parameter that will bring it."""
    if variable in SETTLED:
        return SETTLED[variable]
    if not isinstance(value, dict):
        return str(value)
    parameter = declared.get(str(value.get("Ref")), {})
    if "Default" in parameter and not parameter["Type"].startswith(SSM_PARAMETER):
        return str(parameter["Default"])
    name = variable.title().replace("_", "")
    parameters[name] = {"Type": "String", "NoEcho": True, "Description": variable}
    return {"Ref": name}


def _function(properties: Json, variables: Json, architecture: str) -> Json:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            **{name: properties[name] for name in ("FunctionName", "Handler", "Runtime", "Timeout", "MemorySize")},
            "Architectures": [architecture],
            "Role": ROLE,
            "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": {"Ref": "CodeKey"}},
            "Environment": {"Variables": variables},
        },
    }


def _zip(folders: list[Path], target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for folder in folders:
            for file in sorted(file for file in folder.rglob("*") if file.is_file()):
                entry = zipfile.ZipInfo(str(file.relative_to(folder)), EPOCH)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes(), compresslevel=1)


if __name__ == "__main__":
    flatten(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
