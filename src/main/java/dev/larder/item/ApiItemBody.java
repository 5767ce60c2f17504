package dev.larder.item;

import dev.larder.api.Item;
import dev.larder.dynamo.item.ApiItems;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.table.config.RequestLimits;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads and writes the items of the owner's resources, in the format of the media type. */
@Provider
@Consumes({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
@Produces({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
public class ApiItemBody implements MessageBodyReader<Item>, MessageBodyWriter<Item> {
  private final RequestLimits limits;

  ApiItemBody(RequestLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == Item.class;
  }

  @Override
  public Item readFrom(
      Class<Item> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return ApiItems.of(ItemReader.read(body, ItemFormat.of(media.toString()), limits.depth()));
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == Item.class;
  }

  @Override
  public void writeTo(
      Item item,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream body) {
    ItemWriter.write(ApiItems.of(item), ItemFormat.of(media.toString()), body);
  }
}
