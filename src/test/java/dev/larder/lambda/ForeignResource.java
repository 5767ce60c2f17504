package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.quarkus.runtime.BlockingOperationControl;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.PathPart;

/**
 * What an application's owner may write, knowing Jakarta REST and Quarkus and nothing of Larder.
 */
@Path("/reports")
@Produces("application/json")
public class ForeignResource {
  static final int FILE_BYTES = 300_000;

  private final Vertx vertx;

  ForeignResource(Vertx vertx) {
    this.vertx = vertx;
  }

  @GET
  @Path("/{year}/{month}/{day}")
  public Map<String, String> day(
      @PathParam("year") String year,
      @PathParam("month") String month,
      @PathParam("day") String day) {
    return Map.of("date", year + "-" + month + "-" + day);
  }

  @POST
  @Path("/daily")
  public Response order(Map<String, String> order) {
    return Response.accepted(order).build();
  }

  @GET
  @Path("/event")
  public Map<String, String> event(
      @jakarta.ws.rs.core.Context APIGatewayV2HTTPEvent event,
      @jakarta.ws.rs.core.Context APIGatewayV2HTTPEvent.RequestContext context,
      @jakarta.ws.rs.core.Context Context lambda) {
    return Map.of(
        "method", context.getHttp().getMethod(),
        "path", event.getRawPath(),
        "query", event.getRawQueryString(),
        "agent", event.getHeaders().get("user-agent"),
        "requestId", lambda.getAwsRequestId());
  }

  /** A field whose value has a comma, as a resource reads it that expects one value. */
  @GET
  @Path("/agent")
  public Map<String, String> agent(@HeaderParam(HttpHeaders.USER_AGENT) String agent) {
    return Map.of("agent", agent);
  }

  @GET
  @Path("/client")
  public Map<String, String> client(@QueryParam("port") int port) throws Exception {
    HttpClient client = vertx.createHttpClient();
    try {
      String body =
          client
              .request(HttpMethod.GET, port, "127.0.0.1", "/")
              .compose(request -> request.send())
              .compose(HttpClientResponse::body)
              .map(Buffer::toString)
              .toCompletionStage()
              .toCompletableFuture()
              .get(5, TimeUnit.SECONDS);
      return Map.of("said", body);
    } finally {
      client.close();
    }
  }

  @GET
  @Path("/blocking")
  public Map<String, Boolean> blocking() throws InterruptedException {
    Thread.sleep(50);
    return Map.of("blocking", BlockingOperationControl.isBlockingAllowed());
  }

  @GET
  @Path("/file")
  @Produces("text/plain")
  public java.nio.file.Path file() throws IOException {
    return written();
  }

  @GET
  @Path("/part")
  @Produces("text/plain")
  public PathPart part() throws IOException {
    return new PathPart(written(), 100_000, 150_000);
  }

  @GET
  @Path("/chunks")
  @Produces("text/plain")
  public StreamingOutput chunks() {
    return out -> {
      for (int i = 0; i < 1000; i++) {
        out.write("0123456789".repeat(30).getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    };
  }

  @GET
  @Path("/large")
  @Produces("text/plain")
  public String large() {
    return "x".repeat(2_000_000);
  }

  @GET
  @Path("/octets")
  @Produces("application/octet-stream")
  public byte[] octets() {
    return new byte[] {0, (byte) 0xFF, '\n', '"'};
  }

  @GET
  @Path("/reversed")
  @Produces("text/plain")
  @Reversed
  public byte[] reversed() {
    return "abc".getBytes(StandardCharsets.US_ASCII);
  }

  /** Marks a resource whose bodies an interceptor changes. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Reversed {}

  @Provider
  @Reversed
  static class Reverser implements WriterInterceptor {
    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
      byte[] octets = (byte[]) context.getEntity();
      context.setEntity(
          new StringBuilder(new String(octets, StandardCharsets.US_ASCII))
              .reverse()
              .toString()
              .getBytes(StandardCharsets.US_ASCII));
      context.proceed();
    }
  }

  /** An error with words of its own. */
  @GET
  @Path("/refused")
  public Response refused() {
    return Response.status(409).entity(Map.of("reason", "closed")).build();
  }

  private static java.nio.file.Path written() throws IOException {
    java.nio.file.Path file = Files.createTempFile("report", ".txt");
    file.toFile().deleteOnExit();
    return Files.writeString(file, "0123456789".repeat(FILE_BYTES / 10));
  }
}
