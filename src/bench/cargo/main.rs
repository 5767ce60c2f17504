//! The handler pattern in Rust: the client is started once, an item is read by its key.

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::Client;
use base64::prelude::{Engine, BASE64_STANDARD};
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Map, Number, Value};
use std::collections::HashMap;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let settings = aws_config::load_from_env().await;
    let client = Client::new(&settings);
    let table = std::env::var("TABLE_NAME")?;
    run(service_fn(|event| handle(&client, &table, event))).await
}

async fn handle(client: &Client, table: &str, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let Some(id) = requested_id(&event.payload) else {
        return Ok(answer(400, json!({"message": "An id is required"})));
    };
    let got = client
        .get_item()
        .table_name(table)
        .key("id", AttributeValue::S(id.clone()))
        .send()
        .await;
    Ok(match got {
        Ok(got) => match got.item {
            Some(item) => answer(200, object(item)),
            None => answer(404, json!({"message": format!("No item {id}")})),
        },
        Err(error) => {
            let request = &event.context.request_id;
            eprintln!("{}", json!({"requestId": request, "message": format!("{error:?}")}));
            answer(
                500,
                json!({"message": "Internal server error", "requestId": request}),
            )
        }
    })
}

fn requested_id(event: &Value) -> Option<String> {
    let id = match event["body"].as_str().filter(|body| !body.is_empty()) {
        Some(body) => {
            let json = if event["isBase64Encoded"] == true {
                BASE64_STANDARD.decode(body).ok()?
            } else {
                body.as_bytes().to_vec()
            };
            let named: Value = serde_json::from_slice(&json).ok()?;
            named["id"].as_str()?.to_owned()
        }
        None => match event["pathParameters"]["id"].as_str() {
            Some(id) => id.to_owned(),
            None => {
                let id = event["rawPath"].as_str()?.strip_prefix("/items/")?;
                percent_encoding::percent_decode_str(id)
                    .decode_utf8()
                    .ok()?
                    .into_owned()
            }
        },
    };
    (!id.is_empty()).then_some(id)
}

fn object(item: HashMap<String, AttributeValue>) -> Value {
    let members: Map<String, Value> = item.into_iter().map(|(k, v)| (k, value(v))).collect();
    Value::Object(members)
}

fn value(value_of: AttributeValue) -> Value {
    match value_of {
        AttributeValue::S(text) => Value::String(text),
        AttributeValue::N(number) => number.parse::<Number>().map_or(Value::Null, Value::Number),
        AttributeValue::Bool(flag) => Value::Bool(flag),
        AttributeValue::L(list) => list.into_iter().map(value).collect(),
        AttributeValue::M(map) => object(map),
        AttributeValue::Ss(set) => json!(set),
        AttributeValue::Ns(set) => set.into_iter().map(AttributeValue::N).map(value).collect(),
        AttributeValue::B(bytes) => Value::String(BASE64_STANDARD.encode(bytes)),
        _ => Value::Null,
    }
}

fn answer(status: u16, body: Value) -> Value {
    json!({
        "statusCode": status,
        "headers": {
            "content-type": "application/json",
            "access-control-allow-origin": "*",
        },
        "body": body.to_string(),
    })
}
