package dev.larder.lambda.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.quarkus.arc.ClientProxy;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Leaves octets that a resource returns with the request, for the function to write. Through the
 * extension, each of them would be copied four times, once octet by octet, and decoded to a string
 * on the way. A writer interceptor still gets them as a stream, and then they take that way.
 */
@Provider
public class OctetsWriter implements ServerMessageBodyWriter<byte[]> {
  private final APIGatewayV2HTTPEvent event;

  /**
   * @param event the event of the current request
   */
  OctetsWriter(APIGatewayV2HTTPEvent event) {
    this.event = event;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, ResteasyReactiveResourceInfo resource, MediaType media) {
    return type == byte[].class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == byte[].class;
  }

  @Override
  public void writeResponse(byte[] body, Type generic, ServerRequestContext context) {
    if (ClientProxy.unwrap(event) instanceof GatewayRequest request) {
      request.setResponseOctets(body);
      context
          .serverResponse()
          .setResponseHeader("content-length", String.valueOf(body.length))
          .end();
    } else {
      context.serverResponse().end(body);
    }
  }

  @Override
  public void writeTo(
      byte[] body,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    out.write(body);
  }
}
