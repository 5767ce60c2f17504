package dev.larder.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.net.Connection;
import dev.larder.net.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeApiClientTest {
  private static final String ACCEPTED = ScriptedServer.answer(202, "{\"status\":\"OK\"}\n");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEventIsAnsweredOverOneConnection() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476\r\n"
                    + "Lambda-Runtime-Trace-Id: Root=1-5\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\n{}\r\n0\r\n\r\n",
                ACCEPTED,
                ACCEPTED,
                ACCEPTED);
        RuntimeApiClient lambda = new RuntimeApiClient(server.address())) {
      Connection.Response event = lambda.next();
      assertEquals("{}", new String(event.body(), StandardCharsets.UTF_8));
      Context context =
          RuntimeApiClient.context(event, Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"));
      assertEquals("8476", context.getAwsRequestId());
      assertEquals("Root=1-5", event.field(RuntimeApiClient.TRACE));
      assertEquals(512, context.getMemoryLimitInMB());
      assertEquals(202, lambda.respond("8476", bytes("é")).status());
      lambda.reportError("8477", "Runtime.A", bytes("{\"errorType\":\"A\"}"));
      lambda.reportInitError("Runtime.B", bytes("{}"));
      assertEquals(1, server.connections());
      String host = "Host: " + server.address() + "\nUser-Agent: larder\n";
      assertEquals(
          List.of(
              "GET /2018-06-01/runtime/invocation/next HTTP/1.1\n" + host + "\n",
              "POST /2018-06-01/runtime/invocation/8476/response HTTP/1.1\n"
                  + host
                  + "Content-Type: application/json\nContent-Length: 2\n\n\u00c3\u00a9",
              "POST /2018-06-01/runtime/invocation/8477/error HTTP/1.1\n"
                  + host
                  + "Lambda-Runtime-Function-Error-Type: Runtime.A\n"
                  + "Content-Type: application/json\nContent-Length: 17\n\n{\"errorType\":\"A\"}",
              "POST /2018-06-01/runtime/init/error HTTP/1.1\n"
                  + host
                  + "Lambda-Runtime-Function-Error-Type: Runtime.B\n"
                  + "Content-Type: application/json\nContent-Length: 2\n\n{}"),
          server.requests());
    }
  }

  @Test
  void aConnectionThatLambdaHasClosedIsOpenedAgain() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                ScriptedServer.answer(200, "1"),
                ScriptedServer.CLOSE,
                ScriptedServer.answer(200, "2"),
                ScriptedServer.CLOSE,
                ScriptedServer.CLOSE);
        RuntimeApiClient lambda = new RuntimeApiClient(server.address())) {
      lambda.next();
      assertEquals("2", new String(lambda.next().body(), StandardCharsets.UTF_8));
      assertThrows(IOException.class, lambda::next, "Twice in a row it is gone");
    }
  }

  @Test
  void aStatusThatIsNoEventIsAnError() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answer(500, "{}"));
        RuntimeApiClient lambda = new RuntimeApiClient(server.address())) {
      assertTrue(assertThrows(IOException.class, lambda::next).getMessage().contains("500"));
    }
  }
}
