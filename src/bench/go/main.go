// The handler pattern in Go: the client is started once, an item is read by its key.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/url"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

var headers = map[string]string{
	"content-type":                "application/json",
	"access-control-allow-origin": "*",
}

type handler struct {
	client *dynamodb.Client
	table  string
}

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		slog.Error("The client cannot be configured", "error", err)
		os.Exit(1)
	}
	h := handler{dynamodb.NewFromConfig(settings), os.Getenv("TABLE_NAME")}
	lambda.Start(h.handle)
}

func (h handler) handle(
	ctx context.Context, event events.APIGatewayV2HTTPRequest,
) (events.APIGatewayV2HTTPResponse, error) {
	id, err := requestedID(event)
	if err != nil || id == "" {
		return answer(400, map[string]any{"message": "An id is required"})
	}
	got, err := h.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &h.table,
		Key:       map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: id}},
	})
	if err != nil {
		return failed(ctx, err)
	}
	if got.Item == nil {
		return answer(404, map[string]any{"message": "No item " + id})
	}
	var item map[string]any
	if err := attributevalue.UnmarshalMap(got.Item, &item); err != nil {
		return failed(ctx, err)
	}
	return answer(200, item)
}

func requestedID(event events.APIGatewayV2HTTPRequest) (string, error) {
	if event.Body != "" {
		body := []byte(event.Body)
		if event.IsBase64Encoded {
			decoded, err := base64.StdEncoding.DecodeString(event.Body)
			if err != nil {
				return "", err
			}
			body = decoded
		}
		var named struct {
			ID string `json:"id"`
		}
		err := json.Unmarshal(body, &named)
		return named.ID, err
	}
	if id := event.PathParameters["id"]; id != "" {
		return id, nil
	}
	id, found := strings.CutPrefix(event.RawPath, "/items/")
	if !found || strings.Contains(id, "/") {
		return "", nil
	}
	return url.PathUnescape(id)
}

func failed(ctx context.Context, err error) (events.APIGatewayV2HTTPResponse, error) {
	id := ""
	if invocation, ok := lambdacontext.FromContext(ctx); ok {
		id = invocation.AwsRequestID
	}
	slog.Error("The request failed", "requestId", id, "error", err)
	return answer(500, map[string]any{"message": "Internal server error", "requestId": id})
}

func answer(status int, body map[string]any) (events.APIGatewayV2HTTPResponse, error) {
	text, err := json.Marshal(body)
	return events.APIGatewayV2HTTPResponse{
		StatusCode: status, Headers: headers, Body: string(text),
	}, err
}
