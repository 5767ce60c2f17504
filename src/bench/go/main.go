// The handler pattern in Go: the client is started once, an item is read by its key. For comparisons
// by size it also answers pages of a partition and writes many items.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

var headers = map[string]string{
	"content-type":                "application/json",
	"access-control-allow-origin": "*",
}

const (
	itemsABatch    = 25
	batchesAtATime = 8
)

type handler struct {
	client   *dynamodb.Client
	table    string
	readings string
}

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		slog.Error("The client cannot be configured", "error", err)
		os.Exit(1)
	}
	h := handler{dynamodb.NewFromConfig(settings), os.Getenv("TABLE_NAME"), os.Getenv("READINGS_TABLE")}
	lambda.Start(h.handle)
}

func (h handler) handle(
	ctx context.Context, event events.APIGatewayV2HTTPRequest,
) (events.APIGatewayV2HTTPResponse, error) {
	switch {
	case event.RawPath == "/readings":
		return h.page(ctx, event)
	case event.RawPath == "/items" && event.RequestContext.HTTP.Method == "POST":
		return h.bulk(ctx, event)
	}
	return h.item(ctx, event)
}

func (h handler) item(
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

// page answers the first items of a partition, with the key of the last one where there are more.
func (h handler) page(
	ctx context.Context, event events.APIGatewayV2HTTPRequest,
) (events.APIGatewayV2HTTPResponse, error) {
	query, err := url.ParseQuery(event.RawQueryString)
	if err != nil {
		return answer(400, map[string]any{"message": "The query cannot be read"})
	}
	limit, err := strconv.ParseInt(query.Get("limit"), 10, 32)
	if err != nil {
		return answer(400, map[string]any{"message": "A limit is required"})
	}
	got, err := h.client.Query(ctx, &dynamodb.QueryInput{
		TableName:              &h.readings,
		KeyConditionExpression: aws.String("sensor = :sensor"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":sensor": &types.AttributeValueMemberS{Value: query.Get("sensor")},
		},
		Limit: aws.Int32(int32(limit)),
	})
	if err != nil {
		return failed(ctx, err)
	}
	var items []map[string]any
	if err := attributevalue.UnmarshalListOfMaps(got.Items, &items); err != nil {
		return failed(ctx, err)
	}
	body := map[string]any{"items": items}
	if got.LastEvaluatedKey != nil {
		var last map[string]any
		if err := attributevalue.UnmarshalMap(got.LastEvaluatedKey, &last); err != nil {
			return failed(ctx, err)
		}
		body["next"] = last
	}
	return answer(200, body)
}

// bulk puts an item for each line of JSON, several batches at a time.
func (h handler) bulk(
	ctx context.Context, event events.APIGatewayV2HTTPRequest,
) (events.APIGatewayV2HTTPResponse, error) {
	var writes []types.WriteRequest
	for line := range strings.Lines(event.Body) {
		var item map[string]any
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			return answer(400, map[string]any{"message": "A line is not JSON"})
		}
		attributes, err := attributevalue.MarshalMap(item)
		if err != nil {
			return failed(ctx, err)
		}
		writes = append(writes, types.WriteRequest{PutRequest: &types.PutRequest{Item: attributes}})
	}
	batches := make(chan []types.WriteRequest)
	failures := make([]error, batchesAtATime)
	var workers sync.WaitGroup
	for n := range batchesAtATime {
		workers.Go(func() {
			for batch := range batches {
				failures[n] = errors.Join(failures[n], h.put(ctx, batch))
			}
		})
	}
	for batch := range slices.Chunk(writes, itemsABatch) {
		batches <- batch
	}
	close(batches)
	workers.Wait()
	if err := errors.Join(failures...); err != nil {
		return failed(ctx, err)
	}
	return answer(200, map[string]any{"succeeded": len(writes)})
}

func (h handler) put(ctx context.Context, batch []types.WriteRequest) error {
	for left := batch; len(left) > 0; {
		done, err := h.client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{
			RequestItems: map[string][]types.WriteRequest{h.table: left},
		})
		if err != nil {
			return err
		}
		left = done.UnprocessedItems[h.table]
	}
	return nil
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
