package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the request context of an event, for resources that inject it. Jackson's data binding would
 * be slower and fails at claims that are lists.
 */
final class RequestContexts {
  private RequestContexts() {}

  /**
   * Reads the context of payload format 2.0.
   *
   * @param event {@code requestContext}
   */
  static RequestContext ofVersion2(JsonNode event) {
    RequestContext context = common(event);
    JsonNode http = event.path("http");
    context.setHttp(http(http, http));
    context.setRouteKey(text(event.path("routeKey")));
    context.setTime(text(event.path("time")));
    context.setTimeEpoch(event.path("timeEpoch").asLong());
    JsonNode authorizer = event.path("authorizer");
    if (authorizer.isObject()) {
      context.setAuthorizer(
          authorizer(authorizer.path("jwt"), authorizer.path("lambda"), authorizer.path("iam")));
    }
    return context;
  }

  /**
   * Reads the context of payload format 1.0.
   *
   * @param event {@code requestContext}
   */
  static RequestContext ofVersion1(JsonNode event) {
    RequestContext context = common(event);
    JsonNode identity = event.path("identity");
    context.setHttp(http(event, identity));
    context.setTime(text(event.path("requestTime")));
    context.setTimeEpoch(event.path("requestTimeEpoch").asLong());
    JsonNode authorizer = event.path("authorizer");
    boolean claims = authorizer.path("claims").isObject();
    if (authorizer.isObject()) {
      context.setAuthorizer(
          authorizer(claims ? authorizer : authorizer.path("jwt"), authorizer, identity));
    }
    return context;
  }

  private static RequestContext.Http http(JsonNode request, JsonNode client) {
    RequestContext.Http http = new RequestContext.Http();
    http.setPath(text(request.path("path")));
    http.setProtocol(text(request.path("protocol")));
    http.setSourceIp(address(client.path("sourceIp")));
    http.setUserAgent(text(client.path("userAgent")));
    return http;
  }

  private static RequestContext common(JsonNode event) {
    RequestContext context = new RequestContext();
    context.setAccountId(text(event.path("accountId")));
    context.setApiId(text(event.path("apiId")));
    context.setDomainName(text(event.path("domainName")));
    context.setDomainPrefix(text(event.path("domainPrefix")));
    context.setRequestId(text(event.path("requestId")));
    context.setStage(text(event.path("stage")));
    return context;
  }

  private static RequestContext.Authorizer authorizer(JsonNode jwt, JsonNode lambda, JsonNode iam) {
    RequestContext.Authorizer authorizer = new RequestContext.Authorizer();
    if (jwt.path("claims").isObject()) {
      RequestContext.Authorizer.JWT told = new RequestContext.Authorizer.JWT();
      told.setClaims(
          map(jwt.path("claims"), claim -> claim.isValueNode() ? text(claim) : claim.toString()));
      told.setScopes(list(jwt.path("scopes")));
      authorizer.setJwt(told);
    } else if (lambda.isObject()) {
      authorizer.setLambda(map(lambda, RequestContexts::value));
    }
    if (iam.path("userArn").isTextual()) {
      RequestContext.IAM told = new RequestContext.IAM();
      told.setAccessKey(text(iam.path("accessKey")));
      told.setAccountId(text(iam.path("accountId")));
      told.setCallerId(text(iam.path(iam.has("callerId") ? "callerId" : "caller")));
      told.setPrincipalOrgId(text(iam.path("principalOrgId")));
      told.setUserArn(text(iam.path("userArn")));
      told.setUserId(text(iam.path(iam.has("userId") ? "userId" : "user")));
      authorizer.setIam(told);
    }
    return authorizer;
  }

  /** Reads an object of strings; null if the member is not an object. */
  static Map<String, String> texts(JsonNode member) {
    return member.isObject() ? map(member, RequestContexts::text) : null;
  }

  private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> value) {
    Map<String, T> map = new LinkedHashMap<>();
    object.properties().forEach(member -> map.put(member.getKey(), value.apply(member.getValue())));
    return map;
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(text(element)));
    return texts;
  }

  private static Object value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isTextual() ? node.textValue() : node.toString();
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? null : node.asText();
  }

  /**
   * The client's IP address; null if it is not valid, because the extension would wait for a DNS
   * look-up of it.
   */
  private static String address(JsonNode node) {
    String text = text(node);
    return text != null && (text.indexOf(':') >= 0 || isIpV4(text)) ? text : null;
  }

  private static boolean isIpV4(String text) {
    int parts = 1;
    int digits = 0;
    int part = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
        part = part * 10 + (c - '0');
      } else if (c == '.' && digits > 0) {
        parts++;
        digits = 0;
        part = 0;
      } else {
        return false;
      }
      if (digits > 3 || part > 255) {
        return false;
      }
    }
    return parts == 4 && digits > 0;
  }

  /**
   * The stage with which an HTTP API begins the paths in its events; empty for the stage {@code
   * $default} and for custom domains.
   *
   * @param context the event's {@code requestContext}
   */
  static Optional<String> stagePrefix(JsonNode context) {
    String stage = context.path("stage").asText();
    boolean named = context.path("stage").isTextual() && !stage.equals("$default");
    return named && isDefaultEndpoint(context) ? Optional.of('/' + stage) : Optional.empty();
  }

  private static boolean isDefaultEndpoint(JsonNode context) {
    return context.path("apiId").isTextual()
        && context.path("domainName").asText().startsWith(context.path("apiId").asText() + '.');
  }
}
