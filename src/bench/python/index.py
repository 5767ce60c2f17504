import base64
import json
import os
import re
import sys
import traceback
from decimal import Decimal
from urllib.parse import unquote

import boto3

# Outside the handler: an execution environment starts the client once and keeps its connections.
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])

HEADERS = {
    "content-type": "application/json",
    "access-control-allow-origin": "*",
}


def handler(event, context):
    try:
        item_id = requested_id(event)
        if not isinstance(item_id, str) or item_id == "":
            return answer(400, {"message": "An id is required"})
        item = table.get_item(Key={"id": item_id}).get("Item")
        if item is None:
            return answer(404, {"message": f"No item {item_id}"})
        return answer(200, item)
    except Exception as error:
        log = {
            "requestId": context.aws_request_id,
            "message": str(error),
            "stack": traceback.format_exc(),
        }
        print(json.dumps(log), file=sys.stderr)
        return answer(
            500,
            {"message": "Internal server error", "requestId": context.aws_request_id},
        )


def requested_id(event):
    body = event.get("body")
    if body:
        if event.get("isBase64Encoded"):
            body = base64.b64decode(body)
        return json.loads(body).get("id")
    parameters = event.get("pathParameters") or {}
    if "id" in parameters:
        return parameters["id"]
    from_path = re.fullmatch(r"/items/([^/]+)", event.get("rawPath") or "")
    return from_path and unquote(from_path[1])


def answer(status, body):
    return {
        "statusCode": status,
        "headers": HEADERS,
        "body": json.dumps(body, default=number),
    }


def number(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
