#!/usr/bin/env python3
"""Writes a packaged template as plain CloudFormation, without a transform, for CDK and Terraform.

It runs the transform that CloudFormation runs on AWS::Serverless-2016-10-31, so each resource keeps
the name that it has in a stack of the packaged template:
pip install aws-sam-translator pyyaml && python3 deploy/transform.py packaged.yaml larder.json
"""
import json
import logging
import os
import pathlib
import sys

from samtranslator.public.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """SAM looks up policies that a template names without an ARN; Larder's names none."""

    def load(self):
        return {}


def plain(text):
    """Returns the template that SAM makes of this one."""
    template = transform(yaml_parse(text), {}, NoManagedPolicies())
    # SAM replaces the parameter by its value, which could then not be chosen anymore.
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::CodeDeploy::DeploymentGroup":
            resource["Properties"]["DeploymentConfigName"] = {
                "Fn::Sub": "CodeDeployDefault.Lambda${DeploymentType}"}
    return template


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    # SAM wants a region to know the partition of the ARNs of AWS's own policies.
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    logging.disable(logging.WARNING)
    try:
        template = plain(pathlib.Path(sys.argv[1]).read_text())
    except InvalidDocumentException as invalid:
        sys.exit("\n".join([invalid.message, *(cause.message for cause in invalid.causes)]))
    pathlib.Path(sys.argv[2]).write_text(json.dumps(template, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
