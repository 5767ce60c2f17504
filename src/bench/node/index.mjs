import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

// Outside the handler: an execution environment starts the client once and keeps its connections.
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const headers = {
  "content-type": "application/json",
  "access-control-allow-origin": "*",
};

export const handler = async (event, context) => {
  try {
    const id = requestedId(event);
    if (typeof id !== "string" || id === "") {
      return answer(400, { message: "An id is required" });
    }
    const { Item: item } = await documents.send(
      new GetCommand({ TableName: process.env.TABLE_NAME, Key: { id } }),
    );
    return item ? answer(200, item) : answer(404, { message: `No item ${id}` });
  } catch (error) {
    console.error(
      JSON.stringify({
        requestId: context.awsRequestId,
        message: error.message,
        stack: error.stack,
      }),
    );
    return answer(500, {
      message: "Internal server error",
      requestId: context.awsRequestId,
    });
  }
};

function requestedId(event) {
  if (event.body) {
    const body = event.isBase64Encoded
      ? Buffer.from(event.body, "base64").toString("utf8")
      : event.body;
    return JSON.parse(body).id;
  }
  const fromPath = /^\/items\/([^/]+)$/.exec(event.rawPath ?? "");
  return event.pathParameters?.id ?? (fromPath && decodeURIComponent(fromPath[1]));
}

function answer(statusCode, body) {
  return { statusCode, headers, body: JSON.stringify(body) };
}
